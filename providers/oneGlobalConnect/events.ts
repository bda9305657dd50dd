/** Reads the notifications of both versions (facts/providers/1global-connect.md, sections 2.6 and 3.7). */
import { iccidFrom } from '../../esim/identifiers';
import { jsonFromBytes } from '../../esim/json';
import type { EsimEvent, EsimState, EventType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { eventIdFrom } from '../../webhooks/eventId';
import type { Delivery, Reading, Result } from '../provider';
import { PROVIDER_ID } from './mapping';
import { notificationTypeFrom } from './watching';

/** All fields of the three notifications together. v1 sends no dates and no balance. */
type WireNotification = {
  readonly [Key in
    | 'id'
    | 'type'
    | 'iccid'
    | 'subscription_id'
    | 'threshold'
    | 'expiration_date'
    | 'current_balance'
    | 'download_progress_step'
    | 'notification_status']?: unknown;
};

/** The events that the notifications become, for the editor. */
export const EVENTS: readonly EventType[] = [
  'balance.low',
  'package.ended',
  'esim.installed',
  'esim.statusChanged',
  'esim.error',
  'other',
];

/** One notification, or a list of them; ICCIDs that came as numbers keep their digits. */
export function read({ rawBody }: Delivery): Reading {
  const json = jsonFromBytes(rawBody);
  if (json === undefined) return { readable: false, reason: 'the body is not JSON' };
  const bodies = Array.isArray(json) ? (json as unknown[]) : [json];
  if (bodies.length === 0) return { readable: false, reason: 'the body is an empty list' };
  const events = bodies.map(eventFrom);
  const readable = events.filter((event) => event !== null);
  if (readable.length === events.length) return { readable: true, events: readable };
  return { readable: false, reason: 'the body has no type, or neither ICCID nor subscription_id' };
}

function eventFrom(raw: unknown): Result<EsimEvent> | null {
  const body: WireNotification = record(raw);
  const type = notificationTypeFrom(body.type);
  const iccid = iccidFrom(body.iccid);
  const subscriptionId = text(body.subscription_id);
  if (type === '' || (iccid === null && subscriptionId === null)) return null;
  const { name, state } = meaningOf(type, body);
  const value: EsimEvent = {
    eventId: eventIdOf(type, iccid, body),
    type: name,
    provider: PROVIDER_ID,
    // no notification says when it happened
    occurredAt: null,
    iccid,
    esimId: null,
    customerId: null,
    orderId: null,
    subscriptionId,
    state,
    remainingBytes: whole(body.current_balance),
    thresholdPercent: whole(body.threshold),
    previousCountry: null,
    country: null,
    expiresAt: isoTime(body.expiration_date),
    confirmed: null,
  };
  return { value, raw };
}

function meaningOf(type: string, body: WireNotification): { name: EventType; state: EsimState | null } {
  switch (type) {
    case 'USAGE_THRESHOLD':
      return { name: 'balance.low', state: null };
    case 'SUBSCRIPTION_END':
      // used up or expired: the notification of v1 does not say which
      return { name: 'package.ended', state: null };
    case 'DOWNLOAD_PROGRESS':
      return progressOf(body);
    default:
      return { name: 'other', state: null };
  }
}

/** Only one pair of words is documented; others are open (section 3.7). */
function progressOf({ download_progress_step: step, notification_status: status }: WireNotification): {
  name: EventType;
  state: EsimState | null;
} {
  const [stage, outcome] = [text(step)?.toUpperCase() ?? '', text(status)?.toUpperCase() ?? ''];
  if (/FAIL|ERROR/.test(outcome)) return { name: 'esim.error', state: 'error' };
  if (stage === 'BPP_INSTALLATION' && outcome === 'SUCCESS') return { name: 'esim.installed', state: 'installed' };
  return { name: 'esim.statusChanged', state: null };
}

/** Whether `id` is unique is unknown (its examples are all the same), so what the event is about counts as well. */
function eventIdOf(type: string, iccid: string | null, body: WireNotification): string {
  const { id, subscription_id, threshold, expiration_date, download_progress_step, notification_status } = body;
  const about = [subscription_id, threshold, expiration_date, download_progress_step, notification_status].map(text);
  return eventIdFrom(PROVIDER_ID, text(id), type, iccid, ...about);
}
