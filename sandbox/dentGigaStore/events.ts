/** The documented webhook bodies (section 12). */
import type { OutgoingEvent } from '../core/webhooks';
import type { PackageItem, Profile } from './state';
import type { DentWorld } from './world';

/** One URL each in the provider's portal. */
export const DENT_EVENTS = ['esimStatus', 'balanceAlert', 'countryChange', 'balanceActivation'] as const;

/** Whole seconds, as in all webhook samples. */
function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function esimStatus(profile: Profile): OutgoingEvent {
  const eid = profile.eid === null ? {} : { eid: profile.eid };
  return {
    event: 'esimStatus',
    body: { iccid: profile.iccid, imsi: profile.imsi, profileState: profile.state, ...eid },
  };
}

export function balanceAlert(world: DentWorld, profile: Profile, leftBytes: number): OutgoingEvent {
  const body = {
    uid: profile.customerUid,
    iccid: profile.iccid,
    imsi: profile.imsi,
    timestamp: seconds(world.clock.now()),
    balanceAmountInByte: leftBytes,
  };
  return { event: 'balanceAlert', body: world.settings.alertShape === 'array' ? [body] : body };
}

export function countryChange(profile: Profile, previousCountry: string | null, newCountry: string): OutgoingEvent {
  return { event: 'countryChange', body: { imsi: profile.imsi, iccid: profile.iccid, previousCountry, newCountry } };
}

/** @param item an active package. One without an end leaves `expiresAt` null, which no page describes. */
export function balanceActivation(item: PackageItem): OutgoingEvent {
  const body = {
    uid: item.customerUid,
    activatedItem: item.uid,
    activatedAt: item.activatedAt === null ? null : seconds(item.activatedAt),
    expiresAt: item.expiresAt === null ? null : seconds(item.expiresAt),
  };
  return { event: 'balanceActivation', body };
}
