/** Data used and left: from usage balances, else from usage records (facts/providers/gigs.md, section 14). */
import { makePackageUsage } from '../../esim/make';
import type { PackageUsage, Usage } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { readIfOffered } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { allOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import { less, sumOf, usageOf } from '../kit/usage';
import type { EsimLookup, Result, Session } from '../provider';
import * as api from './api';
import { simById, simByIccid } from './esims';
import { allowanceOf, PROVIDER_ID, statusOf } from './mapping';
import { runningOf, subscriptionOf } from './subscriptions';
import { idOf } from './wire';
import type { WireBalance, WirePackage, WirePeriod, WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

/** @throws ProviderError `notFound` when the SIM was never in a subscription */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  iccid: async (session, { iccid }) => await usageOfSim(session, await simByIccid(session, iccid), iccid),
  esimId: async (session, { esimId }) => await usageOfSim(session, await simById(session, esimId), null),
  customerId: async (session, { customerId }) =>
    await usageOfSubscription(session, await runningOf(session, customerId), null),
});

async function usageOfSim(session: Session, sim: WireSim, iccid: string | null): Promise<Result<Usage>> {
  const subscription = await subscriptionOf(session, sim);
  if (subscription) return await usageOfSubscription(session, subscription, iccid);
  throw notThere(
    'This SIM was never in a subscription, so there is no usage',
    'Usage belongs to a subscription at Gigs. Check the number of the SIM.',
  );
}

async function usageOfSubscription(
  session: Session,
  subscription: WireSubscription,
  known: string | null,
): Promise<Result<Usage>> {
  const id = text(subscription.id) ?? '';
  const iccid = known ?? text(record(subscription.sim).iccid);
  const balances = await readIfOffered(async () => await allOf(api.usageBalances(session, id)));
  if (balances?.some(isData)) {
    return { value: usageFromBalances(balances, subscription, iccid, new Date()), raw: balances };
  }
  const [usageRecords, subscriptionAddons] = await Promise.all([
    allOf(api.usageRecords(session, id)),
    allOf(api.listing(session, 'subscriptionAddons', { subscription: id, status: 'active' })),
  ]);
  const value = usageFromRecords(usageRecords, subscription, subscriptionAddons, iccid);
  return { value, raw: { usageRecords, subscriptionAddons } };
}

function isData(balance: WireBalance): boolean {
  return text(record(balance.allowance).type) === 'data' || text(balance.unit) === 'bytes';
}

/** Balances of data that still count or will count; past periods are left out. */
export function usageFromBalances(
  balances: readonly WireBalance[],
  subscription: WireSubscription,
  iccid: string | null,
  now: Date,
): Usage {
  const data = balances.filter(isData).map((balance) => balanceFrom(balance, subscription, now.toISOString()));
  const current = data.filter(({ status }) => status !== 'expired');
  const about = { provider: PROVIDER_ID, iccid, customerId: idOf(subscription.user) };
  return usageOf(about, current.length > 0 ? current : data);
}

/** `null` means unlimited in limit and remaining, and "not active yet" in the times (section 14.2). */
function balanceFrom(balance: WireBalance, subscription: WireSubscription, now: string): PackageUsage {
  const addonId = text(record(balance.source).subscriptionAddon);
  const [activatedAt, expiresAt] = [isoTime(balance.usableFrom), isoTime(balance.usableUntil)];
  const unlimited = balance.limit === null;
  const remainingBytes = whole(balance.remaining);
  const statusNow = (): PackageUsage['status'] => {
    if (expiresAt !== null && expiresAt <= now) return 'expired';
    if (activatedAt === null || activatedAt > now) return 'waiting';
    return !unlimited && remainingBytes === 0 ? 'depleted' : 'active';
  };
  return makePackageUsage({
    packageId: addonId === null ? idOf(subscription.plan) : null,
    orderId: addonId ?? text(subscription.id),
    subscriptionId: text(subscription.id),
    name: text(record(balance.allowance).name),
    status: statusNow(),
    totalBytes: whole(balance.limit),
    usedBytes: whole(balance.used),
    remainingBytes,
    unlimited,
    activatedAt,
    expiresAt,
  });
}

/**
 * What was used in the latest period, held against what the plan and its add-ons allow (section 14.1). Records do not say
 * which allowance was used, so only the sums have a used and a remaining amount.
 */
function usageFromRecords(
  records: ReadonlyArray<{ readonly data?: unknown }>,
  subscription: WireSubscription,
  addons: readonly WireSubscriptionAddon[],
  iccid: string | null,
): Usage {
  const subscriptionId = text(subscription.id);
  const usage = usageOf({ provider: PROVIDER_ID, iccid, customerId: idOf(subscription.user) }, [
    allowed(subscription, subscription.plan, runningStatus(subscription), subscriptionId),
    ...addons.map((addon) => allowed(addon, addon.addon, 'active', subscriptionId)),
  ]);
  const usedBytes = sumOf(records.map(({ data }) => whole(data)));
  return { ...usage, usedBytes, remainingBytes: less(usage.totalBytes, usedBytes) };
}

function runningStatus(subscription: WireSubscription): PackageUsage['status'] {
  const status = statusOf(subscription);
  if (status === 'active' || status === 'restricted') return 'active';
  return status === 'ended' ? 'expired' : 'waiting';
}

function allowed(
  bought: WireSubscription | WireSubscriptionAddon,
  sold: unknown,
  status: PackageUsage['status'],
  subscriptionId: string | null,
): PackageUsage {
  const wire: WirePackage = record(sold);
  const period: WirePeriod = record(bought.currentPeriod);
  const { amount, unlimited } = allowanceOf(wire, 'dataBytes', 'data');
  return makePackageUsage({
    name: text(wire.name),
    packageId: idOf(sold),
    orderId: text(bought.id),
    subscriptionId,
    status,
    providerStatus: text(bought.status),
    totalBytes: amount,
    unlimited,
    activatedAt: isoTime(period.start) ?? isoTime(bought.activatedAt),
    expiresAt: isoTime(period.end) ?? isoTime(bought.endedAt),
  });
}
