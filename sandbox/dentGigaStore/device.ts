/** What a person does with a phone, and what the provider notices of it (sections 8 and 12). */
import { type DeviceInput, type Done, foundIn, nextState, type Step, wholeBytes } from '../core/life';
import { newEid } from '../core/numbers';
import { countryChange, esimStatus } from './events';
import { startOnConnection, useBytes } from './packages';
import type { DentWorld, Profile } from './state';

/** "An eSIM can be installed at most 5 times" (section 8). */
const MOST_INSTALLATIONS = 5;

const ON_DEVICE = 'is on a device already, or broken';
const STEPS: Readonly<Record<string, Step<Profile['state']>>> = {
  install: { from: ['RELEASED'], to: 'INSTALLED', otherwise: ON_DEVICE },
  remove: { from: ['INSTALLED', 'DISABLED'], to: 'RELEASED', otherwise: 'is on no device' },
  disable: { from: ['INSTALLED'], to: 'DISABLED', otherwise: 'is not switched on' },
  enable: { from: ['DISABLED'], to: 'INSTALLED', otherwise: 'is not switched off' },
  fail: { from: ['RELEASED'], to: 'ERROR', otherwise: ON_DEVICE },
};

export const ACTIONS = [...Object.keys(STEPS), 'travel', 'useData'];

export function act(world: DentWorld, iccid: string, action: string, input: DeviceInput): Done {
  const profile = foundIn(world.state.profiles, iccid, 'eSIM');
  if (action === 'travel') return travel(world, profile, input.country);
  if (action === 'useData') return useData(world, profile, input);
  const state = nextState(STEPS, action, profile.state);
  if (action === 'install') install(world, profile);
  profile.state = state;
  return { events: [esimStatus(profile)] };
}

function install(world: DentWorld, profile: Profile): void {
  if (profile.installations >= MOST_INSTALLATIONS) {
    throw new Error(`this eSIM was installed ${MOST_INSTALLATIONS} times: no more allowed`);
  }
  profile.installations += 1;
  profile.eid = newEid(world.random);
  profile.activatedAt ??= world.now;
}

function travel(world: DentWorld, profile: Profile, country: string | undefined): Done {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) throw new Error('country must be a two-letter code');
  if (profile.state !== 'INSTALLED') throw new Error('this eSIM is not switched on');
  const previous = profile.country;
  profile.country = country;
  profile.lastSeen = world.now;
  const events = previous === country ? [] : [countryChange(profile, previous, country)];
  return { events: [...events, ...startOnConnection(world, ownerOf(world, profile), country)] };
}

function useData(
  world: DentWorld,
  profile: Profile,
  { bytes, country = profile.country ?? undefined }: DeviceInput,
): Done {
  const wanted = wholeBytes(bytes);
  const arrival = travel(world, profile, country);
  const { usedBytes, events } = useBytes(world, ownerOf(world, profile), profile, wanted);
  return { usedBytes, events: [...arrival.events, ...events] };
}

function ownerOf(world: DentWorld, { customerUid }: Profile) {
  return foundIn(world.state.customers, customerUid, 'customer');
}
