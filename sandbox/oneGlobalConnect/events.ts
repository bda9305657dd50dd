/** The documented notifications (sections 2.6 and 3.7), to whom a SIM's registrations say. */
import { wireTime } from './wire';
import type { Sim, SimStatus, Subscription } from './state';
import { leftBytes } from './life';
import type { ConnectWorld } from './world';

export interface Outgoing {
  event: string;
  url: string;
  body: unknown;
}

export const NOTIFICATIONS = {
  v1: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END'],
  v2: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END', 'DOWNLOAD_PROGRESS'],
} as const;

export function usageThreshold(world: ConnectWorld, one: Subscription): Outgoing[] {
  return tell(world, one.iccid, 'USAGE_THRESHOLD', () => ({ subscription_id: one.id, threshold: 80 }), balanceOf(one));
}

export function subscriptionEnd(world: ConnectWorld, one: Subscription): Outgoing[] {
  return tell(world, one.iccid, 'SUBSCRIPTION_END', () => ({ subscription_id: one.id }), balanceOf(one));
}

/** Only v2 has it: any change of the profile. Words other than those of the example are made up. */
export function downloadProgress(world: ConnectWorld, sim: Sim, status: SimStatus): Outgoing[] {
  const step = status === 'Installed' ? 'BPP_INSTALLATION' : status.toUpperCase();
  return tell(
    world,
    sim.iccid,
    'DOWNLOAD_PROGRESS',
    () => ({
      eid: sim.eid,
      download_progress_step: step,
      notification_point_description: 'BPP Installation',
      notification_status: 'SUCCESS',
    }),
    {},
  );
}

function balanceOf(one: Subscription): object {
  return {
    expiration_date: one.expiresAt === null ? null : wireTime(one.expiresAt),
    current_balance: leftBytes(one),
  };
}

/** @param newer fields that payloads of v1 do not have */
function tell(world: ConnectWorld, iccid: string, type: string, fields: () => object, newer: object): Outgoing[] {
  const watch = world.state.sims.get(iccid)?.watches.get(type);
  if (!watch) return [];
  const body = {
    id: `${world.state.random.digits(4)}-${world.state.random.digits(5)}`,
    type: type === 'SUBSCRIPTION_END' && world.settings.swappedLetters ? 'SUBSCRITPION_END' : type,
    iccid,
    ...fields(),
    ...(watch.version === 'v2' ? newer : {}),
  };
  return [{ event: type, url: watch.url, body }];
}
