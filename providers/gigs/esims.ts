/** eSIMs by ICCID, by the SIM's id, by customer (facts/providers/gigs.md, section 12). */
import type { Esim } from '../../esim/model';
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result, Session } from '../provider';
import { all, listing } from './lists';
import { deliverable, isPhysical, simByIccid, simById } from './sims';
import { subscriptionOfSimIfKnown } from './subscriptions';
import type { WireSim } from './wire';

/** @throws ProviderError `notFound` for none */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  iccid: async (session, { iccid }) => [await esimOf(session, await simByIccid(session, iccid))],
  esimId: async (session, { esimId }) => [await esimOf(session, await simById(session, esimId))],
  customerId: async (session, { customerId }) => await ofCustomer(session, customerId),
});

async function esimOf(session: Session, sim: WireSim): Promise<Result<Esim>> {
  return await deliverable(session, sim, await subscriptionOfSimIfKnown(session, sim));
}

/** A user's eSIMs that are not retired; where there is no eSIM, the physical ones. */
async function ofCustomer(session: Session, user: string): Promise<Array<Result<Esim>>> {
  const sims: WireSim[] = await all(listing(session, 'sims', { user, status: ['inactive', 'active'] }));
  const esims = sims.filter((sim) => !isPhysical(sim));
  const results: Array<Result<Esim>> = [];
  for (const sim of esims.length > 0 ? esims : sims) {
    const { value, raw } = await esimOf(session, sim);
    results.push({ value: { ...value, customerId: text(value.customerId) ?? user }, raw });
  }
  if (results.length > 0) return results;
  throw new ProviderError('notFound', `The customer "${user}" has no eSIM at Gigs`, {
    description: 'The order may not be ready yet, or the customer belongs to another project.',
    status: 404,
  });
}
