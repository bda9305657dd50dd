/** Subscriptions of a SIM -> data used and left (facts/providers/1global-connect.md, sections 2.4 and 3.6). */
import type { PackageUsage, Usage } from '../../esim/model';
import type { SubscriptionRecord } from './api';
import { PROVIDER_ID } from './mapping';

/** Section 1.11. `PENDING_USAGE` waits for the first data, `PENDING` for its date. */
const STATES: Readonly<Record<string, PackageUsage['status']>> = {
  PENDING: 'waiting',
  PENDING_USAGE: 'waiting',
  ACTIVE: 'active',
  DEPLETED: 'depleted',
  EXPIRED: 'expired',
};

/** Every subscription that the SIM ever had comes back; only ACTIVE ones can be used now, so only they count. */
export function usageFrom(iccid: string, subscriptions: readonly SubscriptionRecord[]): Usage {
  const packages = subscriptions.map(packageUsageFrom);
  const usable = packages.filter(({ status }) => status === 'active');
  return {
    iccid,
    provider: PROVIDER_ID,
    customerId: null,
    totalBytes: sum(usable.map(({ totalBytes }) => totalBytes)),
    usedBytes: sum(usable.map(({ usedBytes }) => usedBytes)),
    remainingBytes: sum(usable.map(({ remainingBytes }) => remainingBytes)),
    unlimited: false,
    expiresAt: latest(usable.map(({ expiresAt }) => expiresAt)),
    packages,
  };
}

export function packageStatusFrom(status: string | null): PackageUsage['status'] {
  return STATES[status?.toUpperCase() ?? ''] ?? 'unknown';
}

function packageUsageFrom(subscription: SubscriptionRecord): PackageUsage {
  return {
    packageId: subscription.productId,
    orderId: null,
    subscriptionId: subscription.id,
    name: subscription.productName,
    status: packageStatusFrom(subscription.status),
    providerStatus: subscription.status,
    totalBytes: subscription.totalBytes,
    usedBytes: subscription.usedBytes,
    remainingBytes: subscription.remainingBytes,
    unlimited: false,
    activatedAt: subscription.activatedAt,
    expiresAt: subscription.expiresAt,
  };
}

/** `null` as soon as one part is unknown: a sum that is too low would look like an empty eSIM. */
function sum(bytes: Array<number | null>): number | null {
  return bytes.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

/** When the last usable package ends; `null` when one of them does not say. */
function latest(times: Array<string | null>): string | null {
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known.at(-1) ?? null) : null;
}
