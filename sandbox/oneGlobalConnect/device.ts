/** What can happen to an eSIM outside the API: somebody installs it, uses data, deletes it. */
import {
  bySoonestEnd,
  bytesLeft,
  type DeviceInput,
  type Done,
  drain,
  foundIn,
  nextState,
  type Step,
} from '../core/life';
import { wholeBytes } from '../core/life';
import type { OutgoingEvent } from '../core/webhooks';
import { downloadProgress, subscriptionEnd, usageThreshold } from './events';
import { activeOn, start } from './life';
import { type ConnectWorld, type SimStatus, subscriptionsOf } from './state';

const STEPS: Readonly<Record<string, Step<SimStatus>>> = {
  download: { to: 'Downloaded' },
  install: { to: 'Installed' },
  remove: { to: 'Unavailable' },
};

export const ACTIONS = [...Object.keys(STEPS), 'useData'];

/** Share of a package after which the threshold is told (section 2.6). */
const THRESHOLD = 0.8;

export function act(world: ConnectWorld, iccid: string, action: string, { bytes }: DeviceInput): Done {
  const sim = foundIn(world.state.sims, iccid, 'SIM');
  if (action === 'useData') return useData(world, iccid, wholeBytes(bytes, 1));
  sim.status = nextState(STEPS, action, sim.status);
  sim.lastModified = world.now;
  return { events: downloadProgress(world, sim, sim.status) };
}

/** From the package that ends first; one that waits for data starts. */
function useData(world: ConnectWorld, iccid: string, bytes: number): Done {
  for (const one of subscriptionsOf(world, iccid)) {
    if (one.activatedAt === null) start(one, world.now);
  }
  const packages = activeOn(world, iccid).sort(bySoonestEnd);
  const usedBytes = drain(packages, bytes);
  const events: OutgoingEvent[] = [];
  for (const one of packages) {
    if (!one.thresholdTold && one.usedBytes >= one.totalBytes * THRESHOLD) {
      one.thresholdTold = true;
      events.push(...usageThreshold(world, one));
    }
    if (!one.endTold && bytesLeft(one) === 0) {
      one.endTold = true;
      events.push(...subscriptionEnd(world, one));
    }
  }
  return { usedBytes, events };
}
