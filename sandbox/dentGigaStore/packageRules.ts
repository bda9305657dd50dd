/** What is true of a package at a given time (sections 4, 7.2 and 9.1). */
import type { InventoryItem } from './inventory';
import type { PackageItem } from './state';

/** 1 GB = 1024 MB (section 4). */
export const UNIT_BYTES = { MB: 1024 ** 2, GB: 1024 ** 3 } as const;

const DAY_MS = 86_400_000;
/** A waiting package activates by itself after 90 days (section 7.2). */
const LONGEST_WAIT_MS = 90 * DAY_MS;

export function sizeInBytes(sold: InventoryItem): number {
  return sold.sizeValue * UNIT_BYTES[sold.sizeUnit];
}

export function bytesLeft(item: PackageItem): number {
  return sizeInBytes(item.sold) - item.usedBytes;
}

/** Bought, not started. */
export function isWaiting(item: PackageItem): boolean {
  return item.activatedAt === null;
}

export function isExpired(item: PackageItem, now: number): boolean {
  return !isWaiting(item) && item.expiresAt !== null && item.expiresAt <= now;
}

/** Started, with data and time left. */
export function isUsable(item: PackageItem, now: number): boolean {
  return !isWaiting(item) && item.refundedAt === null && !isExpired(item, now) && bytesLeft(item) > 0;
}

/** End of validity of a package that starts at this time; null when it has none. */
export function endOfValidity(sold: InventoryItem, start: number): number | null {
  if (sold.validityUnlimited) return null;
  if (sold.validityUnit === 'days') return start + sold.validitySize * DAY_MS;
  const end = new Date(start);
  return end.setUTCFullYear(end.getUTCFullYear() + sold.validitySize);
}

export function latestActivation(salesDate: number): number {
  return salesDate + LONGEST_WAIT_MS;
}

/** The one that ends soonest first; those without an end last. */
export function bySoonestEnd(a: PackageItem, b: PackageItem): number {
  return (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || a.salesDate - b.salesDate;
}
