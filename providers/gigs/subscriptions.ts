/**
 * Beside the usual rooms, since eSIMs, packages, top-ups and usage all ask which subscription a SIM or a customer has
 * (facts/providers/gigs.md, section 10).
 */
import { text } from '../../esim/read';
import { InputError } from '../../input';
import { allOf } from '../kit/lists';
import type { Session } from '../provider';
import * as api from './api';
import { statusOf } from './mapping';
import type { WireSim, WireSubscription } from './wire';

/** The one that a SIM serves, or served last; null when there was none. */
export async function subscriptionOf(session: Session, sim: WireSim): Promise<WireSubscription | null> {
  const id = text(sim.id);
  if (id === null) return null;
  const found = await allOf<WireSubscription>(api.listing(session, 'subscriptions', { sim: id }));
  return found.find(isRunning) ?? found[0] ?? null;
}

function isRunning(subscription: WireSubscription): boolean {
  return ['active', 'restricted'].includes(statusOf(subscription));
}

/** @throws InputError when no running subscription uses the SIM */
export async function runningWith(session: Session, sim: WireSim): Promise<WireSubscription> {
  const subscription = await subscriptionOf(session, sim);
  if (subscription && isRunning(subscription)) return subscription;
  const status = subscription
    ? `its subscription ${text(subscription.id)} is ${statusOf(subscription)}`
    : 'it has none';
  throw new InputError(
    `No active subscription uses the eSIM ${text(sim.iccid)}: ${status}`,
    'Place a new order for this customer instead.',
  );
}

/** @throws InputError unless exactly one runs */
export async function runningOf(session: Session, user: string): Promise<WireSubscription> {
  const found = await allOf(api.listing(session, 'subscriptions', { user, status: 'active,restricted' }));
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw new InputError(
    only
      ? `The customer "${user}" has ${found.length} active subscriptions`
      : `The customer "${user}" has no active subscription`,
    'Say which eSIM is meant: use its ICCID.',
  );
}
