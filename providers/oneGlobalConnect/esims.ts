/** eSIMs and the packages on them (facts/providers/1global-connect.md, sections 2.4.2, 2.5.2, 3.5, 3.6). */
import type { Esim } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { readOr } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { firstOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result, Session } from '../provider';
import { apiOf } from './api';
import { esimFrom } from './mapping';
import { PROVIDER_NAME, type SimRecord, type SubscriptionRecord } from './wire';

/** More than any SIM, or any customer, has had. */
export const MOST_SUBSCRIPTIONS = 2_000;

/** @throws ProviderError `notFound` */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  async iccid(session, { iccid }) {
    const sim = await readSim(session, iccid);
    return [{ value: esimFrom(sim), raw: sim.raw }];
  },
});

/** @throws ProviderError `notFound` */
export async function readSim(session: Session, iccid: string): Promise<SimRecord> {
  return await readOr(
    async () => await apiOf(session).sim(session, iccid),
    () => noEsim(iccid),
  );
}

/** @throws ProviderError `notFound` */
export async function subscriptionsOf(session: Session, iccid: string): Promise<SubscriptionRecord[]> {
  const listing = apiOf(session).subscriptions(session, { iccid });
  return await readOr(
    async () => (await firstOf(listing, MOST_SUBSCRIPTIONS)).rows,
    () => noEsim(iccid),
  );
}

export function noEsim(iccid: string): ProviderError {
  return notThere(
    `${PROVIDER_NAME} knows no SIM with the ICCID ${iccid}`,
    'Check the digits. Pre-production and production do not know each other’s SIMs, and an eSIM that was deleted is gone.',
  );
}
