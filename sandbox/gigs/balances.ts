/** Usage of data, as balances and as daily records (section 14). */
import { DAY_MS, drain } from '../core/life';
import type { OutgoingEvent } from '../core/webhooks';
import { eventOf } from './events';
import { activate, activateAddon } from './life';
import type { AttachedAddon, GigsWorld, Subscription } from './state';

export type Balance = ReturnType<typeof ofPlan>;

/** Balances of the plan's current period and of the add-ons that have not ended. */
export function balancesOf(world: GigsWorld, one: Subscription): Balance[] {
  const attached = [...world.state.attached.values()].filter(
    ({ subscription, status }) => subscription === one.id && status !== 'ended',
  );
  return [ofPlan(one), ...attached.map(ofAddon)];
}

function ofPlan(one: Subscription) {
  const { period, plan } = one;
  return {
    id: `ubl_${one.id.slice(4)}`,
    name: plan.name,
    limit: plan.allowances.dataBytes,
    used: usedOfPlan(one),
    period: (period?.number ?? 1) as number | null,
    addon: null as string | null,
    from: period?.start ?? null,
    until: period?.end ?? null,
  };
}

function ofAddon({ id, addon, totalBytes, usedBytes, period }: AttachedAddon): Balance {
  const times = { from: period?.start ?? null, until: period?.end ?? null };
  const balance = { id: `ubl_${id.slice(4)}`, name: addon.name, limit: totalBytes, used: usedBytes };
  return { ...balance, period: null, addon: id, ...times };
}

function usedOfPlan({ usage, period, plan }: Subscription): number {
  const used = inPeriod(usage, period?.start ?? 0).reduce((sum, { bytes }) => sum + bytes, 0);
  return plan.allowances.dataBytes === null ? used : Math.min(used, plan.allowances.dataBytes);
}

function inPeriod(usage: Subscription['usage'], start: number): Subscription['usage'] {
  return usage.filter(({ at }) => at >= start);
}

export function wireBalance(one: Subscription, balance: Balance): object {
  const remaining = balance.limit === null ? null : balance.limit - balance.used;
  const percent = balance.limit === null ? null : Math.floor((balance.used / balance.limit) * 100);
  const stamp = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    object: 'usageBalance',
    id: balance.id,
    allowance: {
      object: 'allowance',
      id: `alw_${balance.id.slice(4)}`,
      name: balance.name,
      type: 'data',
      coverage: { object: 'coverage', ...one.plan.coverage },
      limit: balance.limit,
      unit: 'bytes',
      priority: 1,
    },
    subscription: one.id,
    source: {
      type: balance.addon === null ? 'subscriptionPeriod' : 'subscriptionAddon',
      subscriptionPeriod: balance.period,
      subscriptionAddon: balance.addon,
    },
    unit: 'bytes',
    used: balance.used,
    limit: balance.limit,
    remaining,
    usedPercent: percent,
    remainingPercent: percent === null ? null : 100 - percent,
    usableFrom: stamp(balance.from),
    usableUntil: stamp(balance.until),
  };
}

/** One record a day and country of the current period, oldest first (section 14.1). */
export function usageRecords(one: Subscription): object[] {
  const days = new Map<string, { bytes: number; country: string }>();
  for (const { at, bytes, country } of inPeriod(one.usage, one.period?.start ?? 0)) {
    const key = `${new Date(at).toISOString().slice(0, 10)} ${country}`;
    days.set(key, { bytes: (days.get(key)?.bytes ?? 0) + bytes, country });
  }
  return [...days].sort().map(([key, { bytes, country }]) => {
    const start = `${key.slice(0, 10)}T00:00:00Z`;
    const end = new Date(Date.parse(start) + DAY_MS).toISOString().replace('.000Z', 'Z');
    const labels = { country, roaming: 'none', subscription: one.id };
    return { object: 'usageRecord', data: bytes, start, end, labels, sms: 0, voice: 0 };
  });
}

/** Uses data: first the plan's, then the add-ons'. Tells when a threshold is crossed. */
export function useData(world: GigsWorld, one: Subscription, bytes: number, country: string): OutgoingEvent[] {
  const now = world.now;
  const events: OutgoingEvent[] = [];
  if (one.status === 'pending' && one.sim !== null) events.push(...activate(world, one, now));
  if (one.status !== 'active') throw new Error('this subscription is not active');
  const before = balancesOf(world, one);
  one.firstUsageAt ??= now;
  const limit = one.plan.allowances.dataBytes;
  const left = limit === null ? bytes : Math.max(0, limit - usedOfPlan(one));
  one.usage.push({ at: now, bytes, country });
  drain(usableAddons(world, one), bytes - Math.min(bytes, left));
  const share = world.settings.thresholdPercent / 100;
  for (const balance of balancesOf(world, one)) {
    const was = before.find(({ id }) => id === balance.id)?.used ?? 0;
    const threshold = balance.limit === null ? Infinity : balance.limit * share;
    if (was < threshold && balance.used >= threshold) {
      events.push(eventOf(world, 'usageBalance.thresholdReached', wireBalance(one, balance)));
    }
  }
  return events;
}

function* usableAddons(world: GigsWorld, one: Subscription): Generator<AttachedAddon> {
  for (const addon of world.state.attached.values()) {
    if (addon.subscription !== one.id || addon.status === 'ended' || addon.status === 'initiated') continue;
    if (addon.status === 'pending') activateAddon(world, addon);
    yield addon;
  }
}
