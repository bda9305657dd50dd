/** Asks 1GLOBAL about an event: the documentation calls no delivery trustworthy (sections 2.6 and 3.7). */
import type { EsimEvent } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Confirmation, Session } from '../provider';
import type { SubscriptionRecord } from './api';
import { esimStateFrom } from './mapping';
import { packageStatusFrom } from './usage';
import { apiOf } from './version';

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
  const read = await attempt(async () => await apiOf(session).subscription(session, subscriptionId));
  if (!read.ok) return notThere(read.error, `it knows no subscription ${subscriptionId}`);
  const { iccid, remainingBytes, expiresAt } = read.value;
  if (event.iccid !== null && iccid !== null && iccid !== event.iccid) {
    return { outcome: 'unknown', explanation: `subscription ${subscriptionId} belongs to another SIM` };
  }
  // nothing is signed: what 1GLOBAL shows counts, whatever numbers the event came with
  const changes = {
    iccid: event.iccid ?? iccid,
    remainingBytes: remainingBytes ?? event.remainingBytes,
    expiresAt: expiresAt ?? event.expiresAt,
  };
  const agrees = hasEnded(read.value) || (event.type === 'balance.low' && isLow(read.value, event.thresholdPercent));
  if (agrees) return { outcome: 'confirmed', changes };
  return {
    outcome: 'differs',
    explanation: `it shows subscription ${subscriptionId} as ${read.value.status}`,
    changes,
  };
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
  const read = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (!read.ok) return notThere(read.error, `it knows no SIM ${iccid}`);
  const state = esimStateFrom(read.value.status);
  if (event.state !== null && event.state === state) return { outcome: 'confirmed' };
  return { outcome: 'differs', explanation: `it shows the SIM ${iccid} as ${read.value.status ?? 'being there'}` };
}

function notThere(error: ProviderError, explanation: string): Confirmation {
  return error.kind === 'notFound' ? { outcome: 'unknown', explanation } : { outcome: 'notAsked', error };
}
