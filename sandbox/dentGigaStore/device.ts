/** What a person does with a phone, and what the provider notices of it (sections 8 and 12). */
import type { OutgoingEvent } from '../core/webhooks';
import { countryChange, esimStatus } from './events';
import { newEid } from './identifiers';
import { startOnConnection, useBytes } from './packageLife';
import type { Customer, Profile } from './state';
import type { DentWorld } from './world';

/** "An eSIM can be installed at most 5 times" (section 8). */
const MOST_INSTALLATIONS = 5;

export interface DeviceResult {
  events: OutgoingEvent[];
  /** Only after using data. */
  usedBytes?: number;
}

export interface DeviceInput {
  /** ISO 3166-1 alpha-2. */
  country?: string;
  bytes?: number;
}

type Action = (world: DentWorld, profile: Profile, input: DeviceInput) => DeviceResult;

const install: Action = (world, profile) => {
  need(profile.state === 'RELEASED', 'is on a device already, or broken');
  need(profile.installations < MOST_INSTALLATIONS, `was installed ${MOST_INSTALLATIONS} times: no more allowed`);
  profile.installations += 1;
  profile.eid = newEid(world.state.random);
  profile.activatedAt ??= world.clock.now();
  return changeState(profile, 'INSTALLED');
};

const remove: Action = (_world, profile) => {
  need(isOnDevice(profile), 'is on no device');
  return changeState(profile, 'RELEASED');
};

const disable: Action = (_world, profile) => {
  need(profile.state === 'INSTALLED', 'is not switched on');
  return changeState(profile, 'DISABLED');
};

const enable: Action = (_world, profile) => {
  need(profile.state === 'DISABLED', 'is not switched off');
  return changeState(profile, 'INSTALLED');
};

const fail: Action = (_world, profile) => {
  need(profile.state === 'RELEASED', 'is on a device already, or broken');
  return changeState(profile, 'ERROR');
};

const travel: Action = (world, profile, { country }) => {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) throw new Error('country must be a two-letter code');
  need(profile.state === 'INSTALLED', 'is not switched on');
  const previous = profile.country;
  profile.country = country;
  profile.lastSeen = world.clock.now();
  const events = previous === country ? [] : [countryChange(profile, previous, country)];
  return { events: [...events, ...startOnConnection(world, ownerOf(world, profile), country)] };
};

const useData: Action = (world, profile, { bytes, country = profile.country ?? undefined }) => {
  if (!Number.isSafeInteger(bytes) || bytes === undefined || bytes < 0) throw new Error('bytes must be a whole number');
  const arrival = travel(world, profile, { country });
  const { usedBytes, events } = useBytes(world, ownerOf(world, profile), profile, profile.country ?? '', bytes);
  return { usedBytes, events: [...arrival.events, ...events] };
};

const ACTIONS = { install, remove, disable, enable, fail, travel, useData } as const;
export type DeviceActionName = keyof typeof ACTIONS;
export const DEVICE_ACTIONS = Object.keys(ACTIONS) as DeviceActionName[];

/**
 * Does something with the device that an eSIM is for.
 * @throws Error in plain words when the eSIM is unknown or its state does not allow it; nothing is changed then
 */
export function act(world: DentWorld, iccid: string, name: string, input: DeviceInput = {}): DeviceResult {
  const profile = world.state.profiles.get(iccid);
  if (!profile) throw new Error(`no eSIM ${iccid}`);
  if (!Object.hasOwn(ACTIONS, name)) throw new Error(`no such action: ${name}`);
  return ACTIONS[name as DeviceActionName](world, profile, input);
}

function changeState(profile: Profile, state: Profile['state']): DeviceResult {
  profile.state = state;
  return { events: [esimStatus(profile)] };
}

function isOnDevice(profile: Profile): boolean {
  return profile.state === 'INSTALLED' || profile.state === 'DISABLED';
}

function need(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(`this eSIM ${otherwise}`);
}

function ownerOf(world: DentWorld, profile: Profile): Customer {
  const customer = world.state.customers.get(profile.customerUid);
  if (!customer) throw new Error('an eSIM without a customer');
  return customer;
}
