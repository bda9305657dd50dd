/** What a person does with a phone, and what Gigs notices of it (sections 12 and 18). */
import { type DeviceInput, type Done, nextState, type Step, wholeBytes } from '../core/life';
import { useData } from './balances';
import { eventOf } from './events';
import type { GigsWorld, Sim } from './state';
import { wireProfile } from './wire';

const STEPS: Readonly<Record<string, Step<Exclude<Sim['profile'], 'unknown'>>>> = {
  install: { to: 'installed' },
  enable: { to: 'enabled' },
  disable: { to: 'disabled' },
  remove: { to: 'deleted' },
};

export const ACTIONS = [...Object.keys(STEPS), 'useData'];

export function act(world: GigsWorld, iccid: string, action: string, { bytes, country = 'US' }: DeviceInput): Done {
  const sim = [...world.state.sims.values()].find((one) => one.iccid === iccid);
  if (!sim) throw new Error(`no SIM ${iccid}`);
  if (action === 'useData') {
    const theirs = [...world.state.subscriptions.values()].filter(
      (one) => one.sim === sim.id && one.status !== 'ended',
    );
    const one = theirs.at(-1);
    if (!one) throw new Error('this SIM is in no subscription');
    return { events: useData(world, one, wholeBytes(bytes, 1), country) };
  }
  const profile = nextState(STEPS, action, 'enabled');
  if (sim.type !== 'eSIM') throw new Error('a physical SIM has no profile');
  sim.profile = profile;
  sim.profileUpdatedAt = world.now;
  return { events: [eventOf(world, `eSimProfile.${profile}`, wireProfile(sim))] };
}
