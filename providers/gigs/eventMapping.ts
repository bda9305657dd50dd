/** The data of an event, a full resource at the time of the event (facts/providers/gigs.md, section 18). */
import type { EsimEvent, EsimState, EventType } from '../../esim/model';
import { iccidFrom } from '../../esim/identifiers';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { isAboutUsage, typeOf } from './eventTypes';
import { PROVIDER_ID } from './mapping';
import { stateOfProfile } from './sims';
import { idOf } from './wire';
import type { WireBalance, WireEvent, WirePeriod, WireProfile, WireSim, WireSubscription } from './wire';

type Data = Record<string, unknown>;

/** @param name without `com.gigs.` */
export function eventFrom(eventId: string, name: string, envelope: WireEvent): EsimEvent {
  const data = record(envelope.data);
  return {
    eventId,
    type: isAboutUsage(name) ? 'other' : typeOf(name),
    provider: PROVIDER_ID,
    providerEvent: text(envelope.type),
    occurredAt: isoTime(envelope.time),
    iccid: null,
    esimId: null,
    customerId: null,
    orderId: null,
    subscriptionId: null,
    state: null,
    remainingBytes: null,
    thresholdPercent: null,
    previousCountry: null,
    country: null,
    expiresAt: null,
    confirmed: true,
    ...subjectOf(name, data),
    ...(isAboutUsage(name) ? usageOf(name, data) : {}),
  };
}

/** Whom and what the event is about. */
function subjectOf(name: string, data: Data): Partial<EsimEvent> {
  switch (name.split('.')[0]) {
    case 'subscription':
      return { ...simOf(record(data.sim)), ...ofSubscription(data) };
    case 'subscriptionAddon':
      return {
        customerId: idOf(data.user),
        orderId: text(data.id),
        subscriptionId: idOf(data.subscription),
        expiresAt: isoTime(record(data.currentPeriod).end) ?? isoTime(data.endedAt),
      };
    case 'sim':
      return { ...simOf(data), state: simState(data) };
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
    customerId: idOf(subscription.user),
    orderId: id,
    subscriptionId: id,
    expiresAt: isoTime(subscription.endedAt) ?? isoTime(period.end),
  };
}

function ofProfile(profile: WireProfile): Partial<EsimEvent> {
  return { ...simOf(record(profile.sim)), state: stateOfProfile(profile.status) };
}

function simOf(sim: WireSim): Partial<EsimEvent> {
  return { iccid: iccidFrom(sim.iccid), esimId: text(sim.id) };
}

/** A SIM as an object or as an id, inside something else. */
function simIn({ sim }: Data): Partial<EsimEvent> {
  return typeof sim === 'object' && sim !== null ? simOf(record(sim)) : { esimId: text(sim) };
}

function simState(sim: WireSim): EsimState | null {
  return text(sim.status) === 'retired' ? 'unavailable' : null;
}

function usageOf(name: string, data: Data): Partial<EsimEvent> {
  switch (name) {
    case 'usageBalance.thresholdReached':
      return ofBalance(data);
    case 'usageThreshold.exceeded':
      return ofThreshold(text(data.type), data.thresholdPercentage, leftOf(data.allowance, data.usage, data.unit));
    default:
      return ofNotification(data);
  }
}

function ofBalance(balance: WireBalance): Partial<EsimEvent> {
  const isData = text(balance.unit) === 'bytes' || text(record(balance.allowance).type) === 'data';
  const remaining = whole(balance.remaining);
  const percent = percentOf(balance.usedPercent);
  return {
    type: isData ? runningOut(percent, remaining) : 'other',
    remainingBytes: isData ? remaining : null,
    thresholdPercent: percent,
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
  const percent = percentOf(percentage);
  const isData = kind === null || kind === 'data';
  return {
    type: isData ? runningOut(percent, remainingBytes) : 'other',
    remainingBytes: isData ? remainingBytes : null,
    thresholdPercent: percent,
  };
}

function runningOut(percent: number | null, remaining: number | null): EventType {
  return remaining === 0 || (percent !== null && percent >= 100) ? 'balance.depleted' : 'balance.low';
}

function leftOf(allowance: unknown, usage: unknown, unit: unknown): number | null {
  const [all, used] = [whole(allowance), whole(usage)];
  return text(unit) === 'byte' && all !== null && used !== null ? Math.max(0, all - used) : null;
}

function percentOf(value: unknown): number | null {
  const number = Number(text(value) ?? NaN);
  return Number.isFinite(number) ? number : null;
}
