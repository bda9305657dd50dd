/** eSIMs and the data on them (facts/providers/1global-connect.md, sections 2.4.2, 2.5.2, 3.5, 3.6). */
import type { Esim, Usage } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result, Session } from '../provider';
import type { SimRecord, SubscriptionRecord } from './api';
import { esimFrom } from './mapping';
import { firstOf } from './paging';
import { usageFrom } from './usage';
import { apiOf } from './version';

/** More than any SIM has had. */
const MOST_SUBSCRIPTIONS = 2_000;

/** @throws ProviderError `notFound` */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  async iccid(session, { iccid }) {
    const sim = await readSim(session, iccid);
    return [{ value: esimFrom(sim), raw: sim.raw }];
  },
});

/** @throws ProviderError `notFound` */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  iccid: async (session, { iccid }) => await usageOfSim(session, iccid),
});

async function usageOfSim(session: Session, iccid: string): Promise<Result<Usage>> {
  const subscriptions = await subscriptionsOf(session, iccid);
  // a search with no result does not say whether there is such a SIM
  if (subscriptions.length === 0) await readSim(session, iccid);
  return { value: usageFrom(iccid, subscriptions), raw: subscriptions.map(({ raw }) => raw) };
}

/** @throws ProviderError `notFound` */
export async function subscriptionsOf(session: Session, iccid: string): Promise<SubscriptionRecord[]> {
  const listing = apiOf(session).subscriptions(session, { iccid });
  const read = await attempt(async () => await firstOf(listing, MOST_SUBSCRIPTIONS));
  if (read.ok) return read.value.rows;
  throw read.error.kind === 'notFound' ? noEsim(iccid) : read.error;
}

/** @throws ProviderError `notFound` */
export async function readSim(session: Session, iccid: string): Promise<SimRecord> {
  const sim = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (sim.ok) return sim.value;
  throw sim.error.kind === 'notFound' ? noEsim(iccid) : sim.error;
}

export function noEsim(iccid: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect knows no SIM with the ICCID ${iccid}`, {
    description:
      'Check the digits. Pre-production and production do not know each other’s SIMs, and an eSIM that was deleted is gone.',
    status: 404,
  });
}
