/** How packages start and run out (sections 7.2 and 9.1). Each change returns the webhooks that it causes. */
import { bySoonestEnd, bytesLeft, drain, isExpired, isUsable } from '../core/life';
import type { OutgoingEvent } from '../core/webhooks';
import { covers, endOfValidity } from './catalogue';
import { balanceActivation, balanceAlert } from './events';
import type { Customer, DentWorld, PackageItem, Profile } from './state';

/** Bought, not started. */
export function isWaiting({ activatedAt }: PackageItem): boolean {
  return activatedAt === null;
}

function canStart(item: PackageItem): boolean {
  return isWaiting(item) && item.refundedAt === null;
}

export function standing(item: PackageItem, now: number): string {
  if (item.refundedAt !== null) return 'refunded';
  if (isWaiting(item)) return 'waiting';
  if (isExpired(item, now)) return 'expired';
  return bytesLeft(item) > 0 ? 'active' : 'used up';
}

/** Starts a package: validity runs from this time. */
export function start(item: PackageItem, at: number): OutgoingEvent {
  item.activatedAt = at;
  item.expiresAt = endOfValidity(item.sold, at);
  return balanceActivation(item);
}

/** Starts a package on demand of a person, whatever its mode. Throws in plain words when it is not waiting. */
export function startByHand(world: DentWorld, item: PackageItem): OutgoingEvent[] {
  if (!canStart(item)) throw new Error('this package is not waiting');
  return [start(item, world.now)];
}

/** Starts every package whose 90 days of waiting are over, at the moment they ended. */
export function startOverdue({ state, now }: DentWorld): OutgoingEvent[] {
  return [...state.items.values()]
    .filter((item) => canStart(item) && (item.expiresAt ?? Infinity) <= now)
    .sort(bySoonestEnd)
    .map((item) => start(item, item.expiresAt ?? now));
}

/**
 * A device is connected in this country: a waiting FIRST_USE package starts when it is covered there and every active
 * package has run out; of several the one whose waiting ends first.
 */
export function startOnConnection({ now }: DentWorld, { items }: Customer, country: string): OutgoingEvent[] {
  if (usableIn(items, country, now).length > 0) return [];
  const [next] = items
    .filter((item) => item.mode === 'FIRST_USE' && canStart(item) && covers(item.sold.countrySet, country))
    .sort(bySoonestEnd);
  return next ? [start(next, now)] : [];
}

/** Uses data in a country, from the package that ends soonest, starting FIRST_USE packages as they are needed. */
export function useBytes(
  world: DentWorld,
  customer: Customer,
  profile: Profile,
  wanted: number,
): { usedBytes: number; events: OutgoingEvent[] } {
  const country = profile.country ?? '';
  const events: OutgoingEvent[] = [];
  const usable = function* (): Generator<PackageItem> {
    for (;;) {
      events.push(...startOnConnection(world, customer, country));
      const [item] = usableIn(customer.items, country, world.now).sort(bySoonestEnd);
      if (!item) return;
      yield item;
    }
  };
  const before = activeBytes(customer, world.now);
  const usedBytes = drain(usable(), wanted);
  const left = activeBytes(customer, world.now);
  const threshold = world.settings.alertBelowBytes;
  if (before >= threshold && left < threshold) events.push(balanceAlert(world, profile, left));
  return { usedBytes, events };
}

/** Data that can be used at once, over all packages of a customer. */
export function activeBytes({ items }: Customer, now: number): number {
  return items.filter((item) => isUsableNow(item, now)).reduce((sum, item) => sum + bytesLeft(item), 0);
}

function isUsableNow(item: PackageItem, now: number): boolean {
  return item.refundedAt === null && isUsable(item, now);
}

function usableIn(items: PackageItem[], country: string, now: number): PackageItem[] {
  return items.filter((item) => isUsableNow(item, now) && covers(item.sold.countrySet, country));
}
