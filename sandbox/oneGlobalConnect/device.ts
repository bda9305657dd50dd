/** What can happen to an eSIM outside the API: somebody installs it, uses data, deletes it. */
import { bytesOf } from './catalogue';
import { downloadProgress, type Outgoing, subscriptionEnd, usageThreshold } from './events';
import { activeOn, leftBytes, start } from './life';
import type { SimStatus } from './state';
import type { ConnectWorld } from './world';

export const DEVICE_ACTIONS = ['download', 'install', 'remove', 'useData'] as const;
export type DeviceAction = (typeof DEVICE_ACTIONS)[number];

const STATUS_AFTER: Readonly<Record<Exclude<DeviceAction, 'useData'>, SimStatus>> = {
  download: 'Downloaded',
  install: 'Installed',
  remove: 'Unavailable',
};

/** Does it and says what 1GLOBAL tells about it. Throws for what cannot be. */
export function act(world: ConnectWorld, iccid: string, action: string, bytes: number): Outgoing[] {
  const sim = world.state.sims.get(iccid);
  if (!sim) throw new Error(`no SIM ${iccid}`);
  if (action === 'useData') return useData(world, iccid, bytes);
  const status = Object.entries(STATUS_AFTER).find(([name]) => name === action)?.[1];
  if (!status) throw new Error(`no such action: ${action}`);
  sim.status = status;
  sim.lastModified = world.clock.now();
  return downloadProgress(world, sim, status);
}

/** From the package that ends first; one that waits for data starts. */
function useData(world: ConnectWorld, iccid: string, bytes: number): Outgoing[] {
  if (!(bytes > 0)) throw new Error('say how many bytes');
  for (const one of world.state.subscriptionsOf(iccid)) {
    if (one.activationDate === null) start(one, world.clock.now());
  }
  const events: Outgoing[] = [];
  let left = bytes;
  for (const one of activeOn(world, iccid).sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))) {
    const used = Math.min(left, leftBytes(one));
    one.usedBytes += used;
    left -= used;
    if (!one.thresholdTold && one.usedBytes >= bytesOf(one.product) * 0.8) {
      one.thresholdTold = true;
      events.push(...usageThreshold(world, one));
    }
    if (!one.endTold && leftBytes(one) === 0) {
      one.endTold = true;
      events.push(...subscriptionEnd(world, one));
    }
  }
  return events;
}
