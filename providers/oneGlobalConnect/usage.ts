/** Subscriptions of a SIM -> data used and left (facts/providers/1global-connect.md, sections 2.4 and 3.6). */
import { makePackageUsage } from '../../esim/make';
import type { PackageUsage, Usage } from '../../esim/model';
import { findBy } from '../kit/lookups';
import { usageOf } from '../kit/usage';
import type { EsimLookup, Result } from '../provider';
import { readSim, subscriptionsOf } from './esims';
import { packageStatusFrom } from './mapping';
import { PROVIDER_ID, type SubscriptionRecord } from './wire';

/** @throws ProviderError `notFound` */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  async iccid(session, { iccid }) {
    const subscriptions = await subscriptionsOf(session, iccid);
    // a search with no result does not say whether there is such a SIM
    if (subscriptions.length === 0) await readSim(session, iccid);
    return { value: usageFrom(iccid, subscriptions), raw: subscriptions.map(({ raw }) => raw) };
  },
});

/** Every subscription that the SIM ever had comes back; only ACTIVE ones can be used now, so only they count. */
export function usageFrom(iccid: string, subscriptions: readonly SubscriptionRecord[]): Usage {
  return usageOf({ provider: PROVIDER_ID, iccid }, subscriptions.map(packageUsageFrom), ['active']);
}

function packageUsageFrom(subscription: SubscriptionRecord): PackageUsage {
  const { id, productId, productName, status, totalBytes, usedBytes, remainingBytes, activatedAt, expiresAt } =
    subscription;
  return makePackageUsage({
    packageId: productId,
    subscriptionId: id,
    name: productName,
    status: packageStatusFrom(status),
    providerStatus: status,
    totalBytes,
    usedBytes,
    remainingBytes,
    activatedAt,
    expiresAt,
  });
}
