/**
 * Data used and left. Balances belong to the customer: which package an eSIM uses is not in the answers
 * (facts/providers/dent-giga-store.md, sections 7.1, 7.2, 11.2).
 */
import { makePackageUsage } from '../../esim/make';
import type { PackageUsage, Usage } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { findBy } from '../kit/lookups';
import { less, usageOf } from '../kit/usage';
import type { EsimLookup, Result } from '../provider';
import { customerByIccid, customerById } from './customers';
import { PROVIDER_ID, sizeFrom } from './mapping';
import { customerUidOf, esimsOf, itemsOf, onlyIccidOf } from './wire';
import type { WireActivatedItem, WireBalance, WireCustomerRecord } from './wire';

/** @throws ProviderError `notFound` */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  async iccid(session, { iccid }) {
    const found = await customerByIccid(session, iccid);
    const customerUid = customerUidOf(found.customer);
    // what a search shows of a customer is not documented; one customer's own record is
    const isWhole = tellsBalances(found.customer) || customerUid === null;
    const { customer, raw } = isWhole ? found : await customerById(session, customerUid);
    const count = esimsOf(customer).length;
    if (count > 1) session.log(`eSIM ${iccid}: its customer has ${count} eSIMs, and the usage is that of all of them`);
    return { value: usageFrom(customer, iccid, new Date()), raw };
  },
  async customerId(session, { customerId }) {
    const { customer, raw } = await customerById(session, customerId);
    return { value: usageFrom(customer, null, new Date()), raw };
  },
});

function tellsBalances(customer: WireCustomerRecord): boolean {
  if (!Array.isArray(customer.activatedItems)) return false;
  return itemsOf(customer).every(({ balance }) => {
    const { size, availableBalance }: WireBalance = record(balance);
    return sizeFrom(size) !== null && sizeFrom(availableBalance) !== null;
  });
}

export function usageFrom(customer: WireCustomerRecord, iccid: string | null, now: Date): Usage {
  const packages = itemsOf(customer).map((item) => packageUsageFrom(item, now));
  const who = { provider: PROVIDER_ID, iccid: iccid ?? onlyIccidOf(customer), customerId: customerUidOf(customer) };
  const usage = usageOf(who, packages);
  const isClear = Array.isArray(customer.activatedItems) && packages.every(({ status }) => status !== 'unknown');
  const totalBytes = isClear ? usage.totalBytes : null;
  const remainingBytes = (isClear ? usage.remainingBytes : null) ?? givenTotal(customer, packages);
  return { ...usage, totalBytes, remainingBytes, usedBytes: less(totalBytes, remainingBytes) };
}

export function packageUsageFrom(item: WireActivatedItem, now: Date): PackageUsage {
  const balance: WireBalance = record(item.balance);
  const totalBytes = sizeFrom(balance.size);
  const remainingBytes = remainingOf(balance, totalBytes);
  const status = statusOf(balance, remainingBytes, now);
  return makePackageUsage({
    orderId: text(item.uid),
    name: text(balance.name),
    status,
    providerStatus: text(item.status),
    totalBytes,
    usedBytes: less(totalBytes, remainingBytes),
    remainingBytes,
    activatedAt: isoTime(balance.activatedAt),
    // before activation this is the latest date by which it will start, not its end (section 7.2)
    expiresAt: status === 'waiting' ? null : isoTime(balance.expiresAt),
  });
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
function isWaiting(balance: WireBalance): boolean {
  return isoTime(balance.activatedAt) === null && text(balance.activationMode)?.toUpperCase() !== 'NOW';
}

/** Whether the provider's own total counts waiting and expired packages is unknown: used only where there are none. */
function givenTotal(customer: WireCustomerRecord, packages: PackageUsage[]): number | null {
  const simple = packages.every(({ status }) => status === 'active' || status === 'depleted');
  return simple ? sizeFrom(customer.totalAvailableBalance) : null;
}
