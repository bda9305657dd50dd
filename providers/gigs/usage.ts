/** Data used and left: from usage balances, else from usage records (facts/providers/gigs.md, section 14). */
import type { PackageUsage, Usage } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import type { EsimLookup, Result, Session } from '../provider';
import { attempt } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import * as api from './api';
import { all, itemsOf } from './lists';
import { PROVIDER_ID } from './mapping';
import { simById, simByIccid } from './sims';
import { runningOfUser, subscriptionOfSim } from './subscriptions';
import { usageFromRecords } from './usageRecords';
import { lastOf, sum } from './usageSums';
import { idOf } from './wire';
import type { WireBalance, WirePlan, WireSim, WireSubscription } from './wire';

/** Usage balances are a preview (section 14.2): what a project without them answers. */
const NOT_OFFERED = [403, 404, 501];

/** @throws ProviderError `notFound` when the SIM was never in a subscription */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  iccid: async (session, { iccid }) =>
    await usageOfSubscription(session, await subscriptionWith(session, await simByIccid(session, iccid)), iccid),
  esimId: async (session, { esimId }) =>
    await usageOfSubscription(session, await subscriptionWith(session, await simById(session, esimId)), null),
  customerId: async (session, { customerId }) =>
    await usageOfSubscription(session, await runningOfUser(session, customerId), null),
});

async function usageOfSubscription(
  session: Session,
  subscription: WireSubscription,
  known: string | null,
): Promise<Result<Usage>> {
  const id = text(subscription.id) ?? '';
  const sim: WireSim = record(subscription.sim);
  const iccid = known ?? text(sim.iccid);
  const balances = await attempt(
    async () => await all(itemsOf(async (after) => await api.readUsageBalances(session, id, after))),
  );
  if (!balances.ok && !NOT_OFFERED.includes(balances.error.status ?? 0)) throw balances.error;
  if (balances.ok && balances.value.some(isData)) {
    return { value: usageFromBalances(balances.value, subscription, iccid, new Date()), raw: balances.value };
  }
  return await usageFromRecords(session, subscription, iccid);
}

async function subscriptionWith(session: Session, sim: WireSim): Promise<WireSubscription> {
  const subscription = await subscriptionOfSim(session, sim);
  if (subscription) return subscription;
  throw new ProviderError('notFound', 'This SIM was never in a subscription, so there is no usage', {
    description: 'Usage belongs to a subscription at Gigs. Check the number of the SIM.',
    status: 404,
  });
}

function isData(balance: WireBalance): boolean {
  return text(record(balance.allowance).type) === 'data' || text(balance.unit) === 'bytes';
}

/** Balances of data that still count or will count; past periods are left out. */
export function usageFromBalances(
  balances: WireBalance[],
  subscription: WireSubscription,
  iccid: string | null,
  now: Date,
): Usage {
  const data = balances.filter(isData).map((balance) => packageUsageFrom(balance, subscription, now));
  const current = data.filter(({ status }) => status !== 'expired');
  const usable = current.filter(({ status }) => status === 'active' || status === 'depleted');
  const unlimited = usable.some((one) => one.unlimited);
  return {
    iccid,
    provider: PROVIDER_ID,
    customerId: idOf(subscription.user),
    totalBytes: unlimited ? null : sum(usable.map(({ totalBytes }) => totalBytes)),
    usedBytes: sum(usable.map(({ usedBytes }) => usedBytes)),
    remainingBytes: unlimited ? null : sum(usable.map(({ remainingBytes }) => remainingBytes)),
    unlimited,
    expiresAt: lastOf(usable.map(({ expiresAt }) => expiresAt)),
    packages: current.length > 0 ? current : data,
  };
}

/** `null` means unlimited in limit and remaining, and "not active yet" in the times (section 14.2). */
function packageUsageFrom(balance: WireBalance, subscription: WireSubscription, now: Date): PackageUsage {
  const plan: WirePlan = record(subscription.plan);
  const source = record(balance.source);
  const addonId = text(source.subscriptionAddon);
  const [from, until] = [isoTime(balance.usableFrom), isoTime(balance.usableUntil)];
  const unlimited = balance.limit === null;
  const remainingBytes = whole(balance.remaining);
  return {
    packageId: addonId === null ? text(plan.id) : null,
    orderId: addonId ?? text(subscription.id),
    subscriptionId: text(subscription.id),
    name: text(record(balance.allowance).name),
    status: statusOf(from, until, unlimited ? null : remainingBytes, now.toISOString()),
    providerStatus: null,
    totalBytes: whole(balance.limit),
    usedBytes: whole(balance.used),
    remainingBytes,
    unlimited,
    activatedAt: from,
    expiresAt: until,
  };
}

function statusOf(
  from: string | null,
  until: string | null,
  remaining: number | null,
  now: string,
): PackageUsage['status'] {
  if (until !== null && until <= now) return 'expired';
  if (from === null || from > now) return 'waiting';
  return remaining === 0 ? 'depleted' : 'active';
}
