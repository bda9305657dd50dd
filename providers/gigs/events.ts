/**
 * Beside `webhook.ts`: the data of an event, a full resource at the time of the event (facts/providers/gigs.md, section 18).
 * Each resource names its eSIM, its customer and what is left in another place.
 */
import { iccidFrom } from '../../esim/identifiers';
import type { EsimEvent, EventType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { less } from '../kit/usage';
import { stateOfProfile } from './esims';
import { statusOf } from './mapping';
import { idOf } from './wire';
import type { WireBalance, WirePeriod, WireProfile, WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

type Data = Record<string, unknown>;

/** Whom and what the event is about. @param name without `com.gigs.` */
export function subjectOf(name: string, data: Data): Partial<EsimEvent> {
  switch (name.split('.')[0]) {
    case 'subscription':
      return ofSubscription(data);
    case 'subscriptionAddon':
      return ofAddon(data);
    case 'sim':
      return { ...ofSim(data), state: statusOf(data) === 'retired' ? 'unavailable' : null };
    case 'eSimProfile':
      return ofProfile(data);
    case 'user':
      return { customerId: text(data.object) === 'userAddress' ? idOf(data.user) : (text(data.id) ?? idOf(data.user)) };
    default:
      return { customerId: idOf(data.user), subscriptionId: idOf(data.subscription), ...simIn(data) };
  }
}

function ofSubscription(subscription: WireSubscription): Partial<EsimEvent> {
  const period: WirePeriod = record(subscription.currentPeriod);
  const id = text(subscription.id);
  return {
    ...ofSim(record(subscription.sim)),
    customerId: idOf(subscription.user),
    orderId: id,
    subscriptionId: id,
    expiresAt: isoTime(subscription.endedAt) ?? isoTime(period.end),
  };
}

function ofAddon(bought: WireSubscriptionAddon): Partial<EsimEvent> {
  const period: WirePeriod = record(bought.currentPeriod);
  return {
    customerId: idOf(bought.user),
    orderId: text(bought.id),
    subscriptionId: idOf(bought.subscription),
    expiresAt: isoTime(period.end) ?? isoTime(bought.endedAt),
  };
}

function ofProfile(profile: WireProfile): Partial<EsimEvent> {
  return { ...ofSim(record(profile.sim)), state: stateOfProfile(profile.status) };
}

function ofSim(sim: WireSim): Partial<EsimEvent> {
  return { iccid: iccidFrom(sim.iccid), esimId: text(sim.id) };
}

/** A SIM as an object or as an id, inside something else. */
function simIn({ sim }: Data): Partial<EsimEvent> {
  return typeof sim === 'object' ? ofSim(record(sim)) : { esimId: text(sim) };
}

/** Data running out; nothing for every other event. @param name without `com.gigs.` */
export function usageOf(name: string, data: Data): Partial<EsimEvent> {
  switch (name) {
    case 'usageBalance.thresholdReached':
      return ofBalance(data);
    case 'usageThreshold.exceeded': {
      const left = text(data.unit) === 'byte' ? less(whole(data.allowance), whole(data.usage)) : null;
      return ofThreshold(text(data.type), data.thresholdPercentage, left);
    }
    case 'usageNotification.created':
      return ofNotification(data);
    default:
      return {};
  }
}

function ofBalance(balance: WireBalance): Partial<EsimEvent> {
  const isData = text(balance.unit) === 'bytes' || text(record(balance.allowance).type) === 'data';
  const left = whole(balance.remaining);
  return {
    ...ofThreshold(isData ? 'data' : 'other', balance.usedPercent, left),
    expiresAt: isoTime(balance.usableUntil),
  };
}

/** Section 18.2: `started`, `throttled` or `thresholdExceeded`; only the last tells how much. */
function ofNotification(data: Data): Partial<EsimEvent> {
  if (text(data.type) === 'throttled') return { type: 'balance.low' };
  if (text(data.type) !== 'thresholdExceeded') return {};
  const exceeded = record(data.thresholdExceeded);
  return ofThreshold(text(exceeded.type), exceeded.thresholdPercentage, null);
}

/** Thresholds of calls and messages say nothing about data. */
function ofThreshold(kind: string | null, percentage: unknown, remainingBytes: number | null): Partial<EsimEvent> {
  const thresholdPercent = percentOf(percentage);
  if (kind !== null && kind !== 'data') return { thresholdPercent };
  return { type: runningOut(thresholdPercent, remainingBytes), remainingBytes, thresholdPercent };
}

function runningOut(percent: number | null, remaining: number | null): EventType {
  return remaining === 0 || (percent !== null && percent >= 100) ? 'balance.depleted' : 'balance.low';
}

function percentOf(value: unknown): number | null {
  const number = Number(text(value) ?? NaN);
  return Number.isFinite(number) ? number : null;
}
