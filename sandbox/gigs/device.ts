/** What a person does with a phone, and what Gigs notices of it (sections 12 and 18). */
import type { OutgoingEvent } from '../core/webhooks';
import { useData } from './balances';
import { type EventName, eventOf } from './events';
import type { ProfileStatus, Sim, Subscription } from './state';
import { wireProfile } from './wire';
import type { GigsWorld } from './world';

const PROFILE_ACTIONS: Readonly<Record<string, { status: ProfileStatus; event: EventName }>> = {
  install: { status: 'installed', event: 'eSimProfile.installed' },
  enable: { status: 'enabled', event: 'eSimProfile.enabled' },
  disable: { status: 'disabled', event: 'eSimProfile.disabled' },
  remove: { status: 'deleted', event: 'eSimProfile.deleted' },
};

export type DeviceActionName = 'install' | 'enable' | 'disable' | 'remove' | 'useData';
export const DEVICE_ACTIONS: readonly DeviceActionName[] = ['install', 'enable', 'disable', 'remove', 'useData'];

export interface DeviceInput {
  bytes?: number;
  country?: string;
}

/** @throws Error in plain words when the SIM is unknown or its state does not allow it */
export function act(world: GigsWorld, iccid: string, action: string, input: DeviceInput): OutgoingEvent[] {
  const sim = [...world.state.sims.values()].find((one) => one.iccid === iccid);
  if (!sim) throw new Error(`no SIM ${iccid}`);
  if (action === 'useData') {
    const bytes = input.bytes ?? 0;
    if (!Number.isSafeInteger(bytes) || bytes <= 0) throw new Error('bytes must be a whole number');
    return useData(world, subscriptionOf(world, sim), bytes, input.country ?? 'US');
  }
  const found = PROFILE_ACTIONS[action];
  if (!found) throw new Error(`no such action: ${action}`);
  if (sim.type !== 'eSIM') throw new Error('a physical SIM has no profile');
  sim.profile = found.status;
  sim.profileUpdatedAt = world.clock.now();
  return [eventOf(world, found.event, wireProfile(sim))];
}

function subscriptionOf({ state }: GigsWorld, sim: Sim): Subscription {
  const theirs = [...state.subscriptions.values()].filter((one) => one.sim === sim.id && one.status !== 'ended');
  const one = theirs.at(-1);
  if (!one) throw new Error('this SIM is in no subscription');
  return one;
}
