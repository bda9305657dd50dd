/** How packages start and run out (sections 7.2 and 9.1). Each function returns the webhooks that its change causes. */
import type { OutgoingEvent } from '../core/webhooks';
import { balanceActivation, balanceAlert } from './events';
import { covers } from './inventory';
import { bySoonestEnd, bytesLeft, endOfValidity, isUsable, isWaiting } from './packageRules';
import type { Customer, PackageItem, Profile } from './state';
import type { DentWorld } from './world';

/** Starts a package: validity runs from this time. */
export function start(item: PackageItem, at: number): OutgoingEvent {
  item.activatedAt = at;
  item.expiresAt = endOfValidity(item.sold, at);
  return balanceActivation(item);
}

/** Starts every package whose 90 days of waiting are over, at the moment they ended. */
export function startOverdue(world: DentWorld): OutgoingEvent[] {
  const now = world.clock.now();
  return [...world.state.items.values()]
    .filter((item) => isWaiting(item) && item.refundedAt === null && (item.expiresAt ?? Infinity) <= now)
    .sort(bySoonestEnd)
    .map((item) => start(item, item.expiresAt ?? now));
}

/**
 * A device is connected in this country: a waiting FIRST_USE package starts when it is covered there and every active
 * package has run out; of several the one whose waiting ends first.
 */
export function startOnConnection(world: DentWorld, customer: Customer, country: string): OutgoingEvent[] {
  const now = world.clock.now();
  if (usableIn(customer, country, now).length > 0) return [];
  const [next] = customer.items
    .filter((item) => item.mode === 'FIRST_USE' && isWaiting(item) && item.refundedAt === null)
    .filter((item) => covers(item.sold.countrySet, country))
    .sort(bySoonestEnd);
  return next ? [start(next, now)] : [];
}

/**
 * Uses data in a country, from the package that ends soonest, starting FIRST_USE packages as they are needed.
 * @returns what could be used, and an alert when the active balance fell below the threshold
 */
export function useBytes(
  world: DentWorld,
  customer: Customer,
  profile: Profile,
  country: string,
  wantedBytes: number,
): { usedBytes: number; events: OutgoingEvent[] } {
  const now = world.clock.now();
  const before = activeBytes(customer, now);
  const events: OutgoingEvent[] = [];
  let open = wantedBytes;
  while (open > 0) {
    events.push(...startOnConnection(world, customer, country));
    const [item] = usableIn(customer, country, now).sort(bySoonestEnd);
    if (!item) break;
    const part = Math.min(open, bytesLeft(item));
    item.usedBytes += part;
    open -= part;
  }
  const left = activeBytes(customer, now);
  const threshold = world.settings.alertBelowBytes;
  if (before >= threshold && left < threshold) events.push(balanceAlert(world, profile, left));
  return { usedBytes: wantedBytes - open, events };
}

/** Data that can be used at once, over all packages of a customer. */
export function activeBytes(customer: Customer, now: number): number {
  return customer.items.filter((item) => isUsable(item, now)).reduce((sum, item) => sum + bytesLeft(item), 0);
}

function usableIn(customer: Customer, country: string, now: number): PackageItem[] {
  return customer.items.filter((item) => isUsable(item, now) && covers(item.sold.countrySet, country));
}
