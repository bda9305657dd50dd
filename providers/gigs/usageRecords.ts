/** What was used in the latest period, held against what the plan and its add-ons allow (section 14.1). */
import type { PackageUsage, Usage } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import type { Result, Session } from '../provider';
import * as api from './api';
import { all, itemsOf, listing } from './lists';
import { allowanceOf, PROVIDER_ID } from './mapping';
import { statusOf } from './subscriptions';
import { lastOf, sum } from './usageSums';
import { idOf } from './wire';
import type { WireAddon, WirePeriod, WirePlan, WireSubscription, WireSubscriptionAddon } from './wire';

/** Records do not say which allowance was used, so only the sums have a used and a remaining amount. */
export async function usageFromRecords(
  session: Session,
  subscription: WireSubscription,
  iccid: string | null,
): Promise<Result<Usage>> {
  const id = text(subscription.id) ?? '';
  const [records, addons] = await Promise.all([
    all(itemsOf(async (after) => await api.readUsageRecords(session, id, after))),
    all(listing(session, 'subscriptionAddons', { subscription: id, status: 'active' })),
  ]);
  const packages = [planUsage(subscription), ...addons.map((addon) => addonUsage(addon, id))];
  const usable = packages.filter(({ status }) => status === 'active');
  const unlimited = usable.some((one) => one.unlimited);
  const totalBytes = unlimited ? null : sum(usable.map((one) => one.totalBytes));
  const usedBytes = sum(records.map(({ data }) => whole(data)));
  const value: Usage = {
    iccid,
    provider: PROVIDER_ID,
    customerId: idOf(subscription.user),
    totalBytes,
    usedBytes,
    remainingBytes: totalBytes === null || usedBytes === null ? null : Math.max(0, totalBytes - usedBytes),
    unlimited,
    expiresAt: lastOf(usable.map(({ expiresAt }) => expiresAt)),
    packages,
  };
  return { value, raw: { usageRecords: records, subscriptionAddons: addons } };
}

function planUsage(subscription: WireSubscription): PackageUsage {
  const plan: WirePlan = record(subscription.plan);
  const period: WirePeriod = record(subscription.currentPeriod);
  const status = statusOf(subscription);
  const running = status === 'active' || status === 'restricted';
  return {
    ...allowed(plan),
    packageId: text(plan.id),
    orderId: text(subscription.id),
    subscriptionId: text(subscription.id),
    status: running ? 'active' : status === 'ended' ? 'expired' : 'waiting',
    providerStatus: text(subscription.status),
    activatedAt: isoTime(period.start) ?? isoTime(subscription.activatedAt),
    expiresAt: isoTime(period.end) ?? isoTime(subscription.endedAt),
  };
}

function addonUsage(bought: WireSubscriptionAddon, subscriptionId: string): PackageUsage {
  const period: WirePeriod = record(bought.currentPeriod);
  return {
    ...allowed(record(bought.addon)),
    packageId: idOf(bought.addon),
    orderId: text(bought.id),
    subscriptionId,
    status: 'active',
    providerStatus: text(bought.status),
    activatedAt: isoTime(bought.activatedAt),
    expiresAt: isoTime(period.end) ?? isoTime(bought.endedAt),
  };
}

function allowed(wire: WirePlan | WireAddon) {
  const { amount, unlimited } = allowanceOf(wire, 'dataBytes', 'data');
  return { name: text(wire.name), totalBytes: amount, usedBytes: null, remainingBytes: null, unlimited };
}
