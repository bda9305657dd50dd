/**
 * Beside the usual rooms, since the trigger also registers: notifications of both versions become events, and 1GLOBAL is asked
 * about them, since the documentation calls no delivery trustworthy (facts/providers/1global-connect.md, sections 2.6, 3.7).
 */
import { iccidFrom } from '../../esim/identifiers';
import { makeEvent } from '../../esim/make';
import type { EsimEvent, EsimState, EventType } from '../../esim/model';
import { text, whole, type Wire } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { eventIdFrom } from '../../webhooks/eventId';
import { confirming, readingOf } from '../kit/events';
import type { Confirmation, Delivery, Reading, Session } from '../provider';
import { apiOf } from './api';
import { esimStateFrom, packageStatusFrom } from './mapping';
import { notificationTypeFrom } from './watching';
import { PROVIDER_ID, type SubscriptionRecord } from './wire';

/** All fields of the three notifications together. v1 sends no dates and no balance. */
type WireNotification = Wire<
  | 'id'
  | 'type'
  | 'iccid'
  | 'subscription_id'
  | 'threshold'
  | 'expiration_date'
  | 'current_balance'
  | 'download_progress_step'
  | 'notification_status'
>;

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
  return readingOf(rawBody, eventFrom, {
    isNone: 'has no type, or neither ICCID nor subscription_id',
    others: 'spoiled',
  });
}

/** No notification says when it happened. */
function eventFrom(body: WireNotification): EsimEvent | null {
  const type = notificationTypeFrom(body.type);
  const iccid = iccidFrom(body.iccid);
  const subscriptionId = text(body.subscription_id);
  if (type === '' || (iccid === null && subscriptionId === null)) return null;
  const { name, state } = meaningOf(type, body);
  return makeEvent({
    eventId: eventIdOf(type, iccid, body),
    type: name,
    provider: PROVIDER_ID,
    iccid,
    subscriptionId,
    state,
    remainingBytes: whole(body.current_balance),
    thresholdPercent: whole(body.threshold),
    expiresAt: isoTime(body.expiration_date),
  });
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

/** Notifications are counted at the provider a little before its API shows it. */
const PERCENT_BEHIND = 1;
const USUAL_THRESHOLD = 80;

export async function confirm(session: Session, event: EsimEvent): Promise<Confirmation> {
  const aboutPackage = event.type === 'balance.low' || event.type === 'package.ended';
  return aboutPackage && event.subscriptionId !== null
    ? await confirmPackage(session, event, event.subscriptionId)
    : await confirmEsim(session, event);
}

async function confirmPackage(session: Session, event: EsimEvent, subscriptionId: string): Promise<Confirmation> {
  const subject = async () => await apiOf(session).subscription(session, subscriptionId);
  const weigh = (read: SubscriptionRecord): Confirmation => {
    const { iccid, remainingBytes, expiresAt, status } = read;
    if (event.iccid !== null && iccid !== null && iccid !== event.iccid) {
      return { outcome: 'unknown', explanation: `subscription ${subscriptionId} belongs to another SIM` };
    }
    // nothing is signed: what 1GLOBAL shows counts, whatever numbers the event came with
    const changes = {
      iccid: event.iccid ?? iccid,
      remainingBytes: remainingBytes ?? event.remainingBytes,
      expiresAt: expiresAt ?? event.expiresAt,
    };
    const agrees = hasEnded(read) || (event.type === 'balance.low' && isLow(read, event.thresholdPercent));
    if (agrees) return { outcome: 'confirmed', changes };
    return { outcome: 'differs', explanation: `it shows subscription ${subscriptionId} as ${status}`, changes };
  };
  return await confirming(subject, weigh, `it knows no subscription ${subscriptionId}`);
}

function hasEnded({ status, remainingBytes, expiresAt }: SubscriptionRecord): boolean {
  const now = new Date().toISOString();
  const over = ['depleted', 'expired'].includes(packageStatusFrom(status));
  return over || remainingBytes === 0 || (expiresAt !== null && expiresAt <= now);
}

function isLow({ totalBytes, usedBytes }: SubscriptionRecord, threshold: number | null): boolean {
  if (totalBytes === null || usedBytes === null || totalBytes === 0) return false;
  return (usedBytes * 100) / totalBytes >= (threshold ?? USUAL_THRESHOLD) - PERCENT_BEHIND;
}

/** The steps of an installation cannot be read back, only where the profile is now. */
async function confirmEsim(session: Session, event: EsimEvent): Promise<Confirmation> {
  const { iccid } = event;
  if (iccid === null) return { outcome: 'differs', explanation: 'the event names no eSIM to ask about' };
  const subject = async () => await apiOf(session).sim(session, iccid);
  return await confirming(
    subject,
    ({ status }) =>
      event.state !== null && event.state === esimStateFrom(status)
        ? { outcome: 'confirmed' }
        : { outcome: 'differs', explanation: `it shows the SIM ${iccid} as ${status ?? 'being there'}` },
    `it knows no SIM ${iccid}`,
  );
}
