/**
 * What a person wants of a new order, read from the fields and checked as far as that takes no request
 * (facts/providers/gigs.md, sections 7, 8.1 and 10).
 */
import { InputError } from '../../input';
import type { CreateOrderInput, ProviderFields } from '../provider';
import * as from from './orderFields';
import { LONGEST_REFERENCE } from './subscriptions';

/** An address as Gigs takes it; only what was filled in. */
export interface Address {
  line1: string;
  line2?: string;
  city: string;
  state?: string;
  postalCode?: string;
  country: string;
}

export type SimChoice =
  /** A new eSIM, the last one of the user, or a new test SIM. */
  { kind: 'new'; value: string } | { kind: 'existing'; value: string };

export interface Wishes {
  fullName?: string;
  birthday?: string;
  preferredLocale?: string;
  address: Address | null;
  addressId: string | null;
  sim: SimChoice;
  deviceId: string | null;
  deviceModelId: string | null;
  portingId: string | null;
  voucherId: string | null;
}

/** @throws InputError for what Gigs would refuse, or what says two things at once */
export function wishesOf({ clientReference, customerId, customerEmail, fields }: CreateOrderInput): Wishes {
  if (clientReference.length > LONGEST_REFERENCE) {
    throw new InputError(
      `Client Reference has ${clientReference.length} characters`,
      `Gigs keeps at most ${LONGEST_REFERENCE}: use your shop's order ID.`,
    );
  }
  if (customerId === null && customerEmail === null) {
    const advice = 'Say who the eSIM is for: fill in Customer Email, or choose Existing Customer.';
    throw new InputError('Customer Email is empty', advice);
  }
  const [address, addressId] = [addressOf(fields), fields.get(from.addressId)];
  if (address !== null && addressId !== null) {
    throw new InputError('Address and Address ID are both filled in', 'Fill in one of them, to say which is meant.');
  }
  return {
    fullName: fields.get(from.fullName) ?? undefined,
    birthday: fields.get(from.birthday) ?? undefined,
    preferredLocale: fields.get(from.preferredLocale) ?? undefined,
    address,
    addressId,
    sim: simChoiceOf(fields),
    deviceId: fields.get(from.deviceId),
    deviceModelId: fields.get(from.deviceModelId),
    portingId: fields.get(from.portingId),
    voucherId: fields.get(from.voucherId),
  };
}

const LONGEST_LINE = 35;
const LONGEST_POSTAL_CODE = 15;
const NEEDS_STATE = ['US', 'CA'];

/** `null` when nobody filled in any of it. */
function addressOf(fields: ProviderFields): Address | null {
  const entered = fields.get(from.address);
  if (entered === null) return null;
  const [line1, line2, city] = [entered.get(from.line1), entered.get(from.line2), entered.get(from.city)];
  const [postalCode, country] = [entered.get(from.postalCode), entered.get(from.addressCountry)];
  const state = entered.get(from.state)?.toUpperCase();
  if (line1 === null || city === null || country === null) {
    throw new InputError('Address is not complete', 'It needs Line 1, City and Country.');
  }
  if (NEEDS_STATE.includes(country) && !/^[A-Z]{2}$/.test(state ?? '')) {
    throw new InputError(
      'State of the address is missing',
      'In the US and Canada Gigs needs its two letters, such as NY.',
    );
  }
  for (const part of [line1, line2, city, state]) {
    if (part && part.length > LONGEST_LINE) {
      throw new InputError(
        'Address has a line that is too long',
        `Gigs takes at most ${LONGEST_LINE} characters a line.`,
      );
    }
  }
  if (postalCode !== null && postalCode.length > LONGEST_POSTAL_CODE) {
    throw new InputError('Postal Code is too long', `Gigs takes at most ${LONGEST_POSTAL_CODE} characters.`);
  }
  return {
    line1,
    ...(line2 === null ? {} : { line2 }),
    city,
    ...(state === undefined ? {} : { state }),
    ...(postalCode === null ? {} : { postalCode }),
    country,
  };
}

function simChoiceOf(fields: ProviderFields): SimChoice {
  const id = fields.get(from.simId);
  if (id !== null && !from.isTestSim(id)) return { kind: 'existing', value: id };
  return { kind: 'new', value: id ?? fields.get(from.sim) ?? 'auto' };
}
