/** The documented webhook bodies (section 12). */
import type { OutgoingEvent } from '../core/webhooks';
import type { DentWorld, PackageItem, Profile } from './state';

/** One URL each in the provider's portal. */
export const EVENTS = ['esimStatus', 'balanceAlert', 'countryChange', 'balanceActivation'];

/** Whole seconds, as in all webhook samples. */
function seconds(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function esimStatus({ iccid, imsi, state: profileState, eid }: Profile): OutgoingEvent {
  return { event: 'esimStatus', body: { iccid, imsi, profileState, ...(eid === null ? {} : { eid }) } };
}

export function balanceAlert(world: DentWorld, profile: Profile, balanceAmountInByte: number): OutgoingEvent {
  const { customerUid: uid, iccid, imsi } = profile;
  const body = { uid, iccid, imsi, timestamp: seconds(world.now), balanceAmountInByte };
  return { event: 'balanceAlert', body: world.settings.alertShape === 'array' ? [body] : body };
}

export function countryChange(
  { imsi, iccid }: Profile,
  previousCountry: string | null,
  newCountry: string,
): OutgoingEvent {
  return { event: 'countryChange', body: { imsi, iccid, previousCountry, newCountry } };
}

/** @param item an active package. One without an end leaves `expiresAt` null, which no page describes. */
export function balanceActivation({ customerUid, uid, activatedAt, expiresAt }: PackageItem): OutgoingEvent {
  const times = { activatedAt: seconds(activatedAt), expiresAt: seconds(expiresAt) };
  return { event: 'balanceActivation', body: { uid: customerUid, activatedItem: uid, ...times } };
}
