/** What an eSIM can be topped up with (facts/providers/gigs.md, sections 9 and 13). */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import type { EsimLookup, Listing, Session } from '../provider';
import { listing } from './lists';
import { packageFromAddon } from './mapping';
import { fits } from './packages';
import { runningByIccid, runningOfUser, subscriptionOfSim } from './subscriptions';
import type { WirePlan, WireSubscription } from './wire';

/** Add-ons for the eSIM that is named in the node; all of them while that is an expression or empty. */
export async function* forTopUp(session: Session, named: EsimLookup | null): Listing<Package> {
  const plan = named && (await planOfTarget(session, named));
  const filters = { status: 'available', plan: text(plan?.id) ?? undefined };
  for await (const raw of listing(session, 'addons', filters)) {
    const value = plan && !fits(raw, plan) ? null : packageFromAddon(raw);
    if (value !== null) yield { value, raw };
  }
}

async function planOfTarget(session: Session, named: EsimLookup): Promise<WirePlan | null> {
  const found = await attempt(async () => await subscriptionOf(session, named));
  return found.ok && found.value ? record(found.value.plan) : null;
}

async function subscriptionOf(session: Session, named: EsimLookup): Promise<WireSubscription | null> {
  switch (named.by) {
    case 'iccid':
      return (await runningByIccid(session, named.iccid)).subscription;
    case 'customerId':
      return await runningOfUser(session, named.customerId);
    case 'esimId':
      return await subscriptionOfSim(session, { id: named.esimId });
  }
}
