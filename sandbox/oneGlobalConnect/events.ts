/** The documented notifications (sections 2.6 and 3.7), to whom a SIM's registrations say. */
import { bytesLeft } from '../core/life';
import type { OutgoingEvent } from '../core/webhooks';
import type { ConnectWorld, Sim, SimStatus, Subscription } from './state';

export const NOTIFICATIONS = {
  v1: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END'],
  v2: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END', 'DOWNLOAD_PROGRESS'],
} as const;

export function usageThreshold(world: ConnectWorld, one: Subscription): OutgoingEvent[] {
  return tell(world, one.iccid, 'USAGE_THRESHOLD', () => ({ subscription_id: one.id, threshold: 80 }), balanceOf(one));
}

export function subscriptionEnd(world: ConnectWorld, one: Subscription): OutgoingEvent[] {
  return tell(world, one.iccid, 'SUBSCRIPTION_END', () => ({ subscription_id: one.id }), balanceOf(one));
}

/** Only v2 has it: any change of the profile. Words other than those of the example are made up. */
export function downloadProgress(world: ConnectWorld, { iccid, eid }: Sim, status: SimStatus): OutgoingEvent[] {
  const fields = () => ({
    eid,
    download_progress_step: status === 'Installed' ? 'BPP_INSTALLATION' : status.toUpperCase(),
    notification_point_description: 'BPP Installation',
    notification_status: 'SUCCESS',
  });
  return tell(world, iccid, 'DOWNLOAD_PROGRESS', fields, {});
}

function balanceOf(one: Subscription): object {
  const expiration_date = one.expiresAt === null ? null : wireTime(one.expiresAt);
  return { expiration_date, current_balance: bytesLeft(one) };
}

/** Whole seconds (section 1.8). */
export function wireTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** How a type is spelt where the provider lists it. */
export function spelt({ settings }: ConnectWorld, type: string): string {
  return type === 'SUBSCRIPTION_END' && settings.swappedLetters ? 'SUBSCRITPION_END' : type;
}

/** @param newer fields that payloads of v1 do not have */
function tell(world: ConnectWorld, iccid: string, type: string, fields: () => object, newer: object): OutgoingEvent[] {
  const watch = world.state.sims.get(iccid)?.watches.get(type);
  if (!watch) return [];
  const body = {
    id: `${world.random.digits(4)}-${world.random.digits(5)}`,
    type: spelt(world, type),
    iccid,
    ...fields(),
    ...(watch.version === 'v2' ? newer : {}),
  };
  return [{ event: type, url: watch.url, body }];
}
