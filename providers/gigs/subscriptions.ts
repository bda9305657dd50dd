/** Subscriptions: what Gigs calls an order of a plan (facts/providers/gigs.md, section 10). */
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';
import { all, listing, listingWithAllStatuses, SUBSCRIPTION_STATUSES } from './lists';
import { simByIccid } from './sims';
import { idOf } from './wire';
import type { WireSim, WireSubscription } from './wire';

/** Name of our entry in a subscription's metadata: at most 40 characters, a value at most 255 (section 7). */
export const REFERENCE_KEY = 'clientReference';
export const LONGEST_REFERENCE = 255;

export function referenceOf({ metadata }: WireSubscription): string | null {
  const value = record(metadata)[REFERENCE_KEY];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function statusOf({ status }: { readonly status?: unknown }): string {
  return text(status)?.toLowerCase() ?? '';
}

/** @throws ProviderError */
export async function readSubscription(session: Session, id: string): Promise<WireSubscription> {
  return record(await api.readOne(session, 'subscriptions', id));
}

/** A user's subscriptions, whatever became of them, newest first. */
export function subscriptionsOfUser(session: Session, user: string): AsyncGenerator<WireSubscription> {
  return listingWithAllStatuses(session, 'subscriptions', SUBSCRIPTION_STATUSES, { user });
}

/** The one that a SIM serves, or served last; null when there was none. */
export async function subscriptionOfSim(session: Session, sim: WireSim): Promise<WireSubscription | null> {
  const id = text(sim.id);
  if (id === null) return null;
  const found = await all(listingWithAllStatuses(session, 'subscriptions', SUBSCRIPTION_STATUSES, { sim: id }));
  return found.find(isRunning) ?? found[0] ?? null;
}

/** Like `subscriptionOfSim`, where it is only good to know. */
export async function subscriptionOfSimIfKnown(session: Session, sim: WireSim): Promise<WireSubscription | null> {
  const answered = await attempt(async () => await subscriptionOfSim(session, sim));
  return answered.ok ? answered.value : null;
}

function isRunning(subscription: WireSubscription): boolean {
  return ['active', 'restricted'].includes(statusOf(subscription));
}

/** @throws ProviderError `notFound`, `badInput` when no running subscription uses the SIM */
export async function runningByIccid(session: Session, iccid: string) {
  const sim = await simByIccid(session, iccid);
  const subscription = await subscriptionOfSim(session, sim);
  if (subscription && isRunning(subscription)) return { sim, subscription };
  const status = subscription
    ? `its subscription ${idOf(subscription.id)} is ${statusOf(subscription)}`
    : 'it has none';
  throw new ProviderError('badInput', `No active subscription uses the eSIM ${iccid}: ${status}`, {
    description: 'Place a new order for this customer instead.',
  });
}

/** @throws ProviderError `badInput` unless exactly one runs */
export async function runningOfUser(session: Session, user: string): Promise<WireSubscription> {
  const found = await all(listing(session, 'subscriptions', { user, status: ['active', 'restricted'] }));
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw new ProviderError(
    'badInput',
    only
      ? `The customer "${user}" has ${found.length} active subscriptions`
      : `The customer "${user}" has no active subscription`,
    { description: 'Say which eSIM is meant: use its ICCID.' },
  );
}
