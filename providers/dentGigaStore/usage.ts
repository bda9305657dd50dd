/**
 * Balances of a customer's packages -> data used and left (facts/providers/dent-giga-store.md, sections 7.1, 7.2,
 * 11.2).
 */
import type { PackageUsage, Usage } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { PROVIDER_ID, sizeFrom } from './mapping';
import { customerUidOf, esimsOf, itemsOf } from './wire';
import type { WireActivatedItem, WireBalance, WireCustomerRecord } from './wire';

/** Balances belong to the customer: which package an eSIM uses is not in the answers (section 11.2). */
export function usageFrom(customer: WireCustomerRecord, iccid: string | null, now: Date): Usage {
  const packages = itemsOf(customer).map((item) => packageUsageFrom(item, now));
  const usable = packages.filter(({ status }) => status === 'active' || status === 'depleted');
  const clear = Array.isArray(customer.activatedItems) && packages.every(({ status }) => status !== 'unknown');
  const totalBytes = clear ? sum(usable.map((one) => one.totalBytes)) : null;
  const remainingBytes =
    (clear ? sum(usable.map((one) => one.remainingBytes)) : null) ?? givenTotal(customer, packages);
  return {
    iccid: iccid ?? onlyIccid(customer),
    provider: PROVIDER_ID,
    customerId: customerUidOf(customer),
    totalBytes,
    usedBytes: totalBytes === null || remainingBytes === null ? null : Math.max(0, totalBytes - remainingBytes),
    remainingBytes,
    unlimited: false,
    expiresAt: lastOf(usable.map(({ expiresAt }) => expiresAt)),
    packages,
  };
}

export function packageUsageFrom(item: WireActivatedItem, now: Date): PackageUsage {
  const balance: WireBalance = record(item.balance);
  const totalBytes = sizeFrom(balance.size);
  const remainingBytes = remainingOf(balance, totalBytes);
  const status = statusOf(balance, remainingBytes, now);
  return {
    packageId: null,
    orderId: text(item.uid),
    subscriptionId: null,
    name: text(balance.name),
    status,
    providerStatus: text(item.status),
    totalBytes,
    usedBytes: totalBytes === null || remainingBytes === null ? null : totalBytes - remainingBytes,
    remainingBytes,
    unlimited: false,
    activatedAt: isoTime(balance.activatedAt),
    // before activation this is the latest date by which it will start, not its end (section 7.2)
    expiresAt: status === 'waiting' ? null : isoTime(balance.expiresAt),
  };
}

/** What remains is rounded, and can come out above the size: 0.05 GB of 50 MB (section 7.1). */
function remainingOf(balance: WireBalance, totalBytes: number | null): number | null {
  const bytes = sizeFrom(balance.availableBalance);
  return bytes === null || totalBytes === null ? bytes : Math.min(bytes, totalBytes);
}

function statusOf(balance: WireBalance, remainingBytes: number | null, now: Date): PackageUsage['status'] {
  const expiresAt = isoTime(balance.expiresAt);
  const past = expiresAt !== null && expiresAt <= now.toISOString();
  const silent = !('activatedAt' in balance) && text(balance.activationMode) === null;
  if (silent) return past ? 'expired' : 'unknown';
  if (isWaiting(balance)) return past ? 'unknown' : 'waiting';
  if (past) return 'expired';
  return remainingBytes === 0 ? 'depleted' : 'active';
}

/** `activatedAt` is empty until a FIRST_USE or ON_DEMAND package starts; NOW has started by being bought. */
export function isWaiting(balance: WireBalance): boolean {
  return isoTime(balance.activatedAt) === null && text(balance.activationMode)?.toUpperCase() !== 'NOW';
}

/** Whether the provider's own total counts waiting and expired packages is unknown: used only where there are none. */
function givenTotal(customer: WireCustomerRecord, packages: PackageUsage[]): number | null {
  const simple = packages.every(({ status }) => status === 'active' || status === 'depleted');
  return simple ? sizeFrom(customer.totalAvailableBalance) : null;
}

function sum(bytes: Array<number | null>): number | null {
  return bytes.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

/** The latest end; `null` when one of them never ends or says nothing. */
function lastOf(times: Array<string | null>): string | null {
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known.at(-1) ?? null) : null;
}

function onlyIccid(customer: WireCustomerRecord): string | null {
  const esims = esimsOf(customer);
  return esims.length === 1 ? text(esims[0]?.iccid) : null;
}
