/**
 * Data used and left, from the balances of a customer's packages (facts/providers/dent-giga-store.md, sections 7.1, 7.2,
 * 11.2 and 11.4).
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
import { esimsOf, identityOf, itemsOf, onlyIccid } from './wire';
import type { WireActivatedItem, WireBalance, WireCustomer } from './wire';

/**
 * Packages belong to the customer, not to one of the customer's eSIMs.
 * @throws ProviderError `notFound`
 */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  async iccid(session, { iccid }) {
    const { customer: found } = await customerByIccid(session, iccid);
    const { id } = identityOf(found);
    // what a search shows of a customer is not documented; one customer's own record is
    const customer = tellsBalances(found) || id === null ? found : await customerById(session, id);
    const count = esimsOf(customer).length;
    if (count > 1) session.log(`eSIM ${iccid}: its customer has ${count} eSIMs, and the usage is that of all of them`);
    return { value: usageFrom(customer, iccid, new Date()), raw: customer };
  },
  async customerId(session, { customerId }) {
    const customer = await customerById(session, customerId);
    return { value: usageFrom(customer, null, new Date()), raw: customer };
  },
});

function tellsBalances(customer: WireCustomer): boolean {
  if (!Array.isArray(customer.activatedItems)) return false;
  return itemsOf(customer).every(({ balance }) => {
    const { size, availableBalance }: WireBalance = record(balance);
    return sizeFrom(size) !== null && sizeFrom(availableBalance) !== null;
  });
}

/** Balances belong to the customer: which package an eSIM uses is not in the answers (section 11.2). */
export function usageFrom(customer: WireCustomer, iccid: string | null, now: Date): Usage {
  const packages = itemsOf(customer).map((item) => packageUsageFrom(item, now));
  const parts = { provider: PROVIDER_ID, iccid: iccid ?? onlyIccid(customer), customerId: identityOf(customer).id };
  const sums = usageOf(parts, packages);
  const isClear = Array.isArray(customer.activatedItems) && packages.every(({ status }) => status !== 'unknown');
  const totalBytes = isClear ? sums.totalBytes : null;
  const remainingBytes = (isClear ? sums.remainingBytes : null) ?? givenTotal(customer, packages);
  return { ...sums, totalBytes, remainingBytes, usedBytes: less(totalBytes, remainingBytes) };
}

/** Whether the provider's own total counts waiting and expired packages is unknown: used only where there are none. */
function givenTotal(customer: WireCustomer, packages: PackageUsage[]): number | null {
  const isSimple = packages.every(({ status }) => status === 'active' || status === 'depleted');
  return isSimple ? sizeFrom(customer.totalAvailableBalance) : null;
}

function packageUsageFrom(item: WireActivatedItem, now: Date): PackageUsage {
  const balance: WireBalance = record(item.balance);
  const totalBytes = sizeFrom(balance.size);
  const shown = sizeFrom(balance.availableBalance);
  // what remains is rounded, and can come out above the size: 0.05 GB of 50 MB (section 7.1)
  const remainingBytes = shown === null || totalBytes === null ? shown : Math.min(shown, totalBytes);
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

function statusOf(balance: WireBalance, remainingBytes: number | null, now: Date): PackageUsage['status'] {
  const expiresAt = isoTime(balance.expiresAt);
  const isPast = expiresAt !== null && expiresAt <= now.toISOString();
  const isSilent = !('activatedAt' in balance) && text(balance.activationMode) === null;
  if (isSilent) return isPast ? 'expired' : 'unknown';
  if (isWaiting(balance)) return isPast ? 'unknown' : 'waiting';
  if (isPast) return 'expired';
  return remainingBytes === 0 ? 'depleted' : 'active';
}

/** `activatedAt` is empty until a FIRST_USE or ON_DEMAND package starts; NOW has started by being bought. */
function isWaiting({ activatedAt, activationMode }: WireBalance): boolean {
  return isoTime(activatedAt) === null && text(activationMode)?.toUpperCase() !== 'NOW';
}
