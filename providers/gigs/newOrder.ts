/**
 * Beside `orders.ts`: what a new order asks for, read and checked while nothing has been made at Gigs. It has more fields and
 * conditions than anything else here (facts/providers/gigs.md, sections 7 to 10). `create.ts` makes it.
 */
import type { SimType } from '../../esim/model';
import { record, text } from '../../esim/read';
import { InputError } from '../../input';
import { simTypesFrom } from '../kit/words';
import type { CreateOrderInput, ProviderFields, Session } from '../provider';
import * as api from './api';
import { type Address, type Person, userByEmail, userById } from './customers';
import { isPhysical, simById } from './esims';
import * as from from './orderFields';
import { planToBuy } from './packages';
import { idOf, listOf } from './wire';
import type { WirePlan, WireUser } from './wire';

/** What the person has filled in. */
interface Filled {
  reference: string;
  planId: string;
  email: string | null;
  person: Person;
  address: Address | null;
  addressId: string | null;
  /** The id of one that exists, or a word of Gigs for a new one. */
  sim: string;
  isNewSim: boolean;
  deviceId: string | null;
  /** Of the request: what is sent just as it was filled in. */
  asFilledIn: object;
}

/** With an address only where the plan requires one: either a new one, or the id of one that is there. */
export interface NewOrder extends Filled {
  plan: WirePlan;
  /** Null for somebody who is not a user yet; then there is an email address. */
  user: WireUser | null;
}

/** @throws ProviderError for everything that would make the purchase fail and can be known before */
export async function newOrderFrom(session: Session, input: CreateOrderInput): Promise<NewOrder> {
  const { customerId, customerEmail, packageId } = input;
  const filled = filledIn(input);
  const [plan, user] = await Promise.all([
    planToBuy(session, packageId),
    customerId === null ? userByEmail(session, customerEmail ?? '') : userById(session, customerId),
  ]);
  checkUser(user, input);
  await checkSim(session, plan, filled);
  const needsAddress = requires(plan, 'address');
  const addressId = needsAddress ? (filled.addressId ?? (await newestAddressOf(session, user, filled))) : null;
  checkRequirements(plan, user, { ...filled, addressId });
  return { ...filled, plan, user, address: needsAddress ? filled.address : null, addressId };
}

const LONGEST_REFERENCE = 255;

/** Asks nobody. @throws InputError for what Gigs would refuse, or what says two things at once */
export function filledIn({ clientReference, packageId, customerId, customerEmail, fields }: CreateOrderInput): Filled {
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
  const [address, addressId] = [addressFrom(fields), fields.get(from.addressId)];
  if (address !== null && addressId !== null) {
    throw new InputError('Address and Address ID are both filled in', 'Fill in one of them, to say which is meant.');
  }
  const [simId, deviceId, voucher] = [fields.get(from.simId), fields.get(from.deviceId), fields.get(from.voucherId)];
  return {
    reference: clientReference,
    planId: packageId,
    email: customerEmail,
    person: {
      fullName: fields.get(from.fullName) ?? undefined,
      birthday: fields.get(from.birthday) ?? undefined,
      preferredLocale: fields.get(from.preferredLocale) ?? undefined,
    },
    address,
    addressId,
    sim: simId ?? fields.get(from.sim) ?? 'auto',
    isNewSim: simId === null || from.isTestSim(simId),
    deviceId,
    asFilledIn: {
      device: deviceId ?? undefined,
      deviceModel: fields.get(from.deviceModelId) ?? undefined,
      porting: fields.get(from.portingId) ?? undefined,
      billing: voucher === null ? undefined : { discount: { voucher } },
    },
  };
}

const LONGEST_LINE = 35;
const LONGEST_POSTAL_CODE = 15;

/** Section 8.1. `null` when nobody filled in any of it. */
function addressFrom(fields: ProviderFields): Address | null {
  const entered = fields.get(from.address);
  if (entered === null) return null;
  const [line1, city, country] = [entered.get(from.line1), entered.get(from.city), entered.get(from.addressCountry)];
  const [line2, postalCode] = [entered.get(from.line2) ?? undefined, entered.get(from.postalCode) ?? undefined];
  const state = entered.get(from.state)?.toUpperCase();
  if (line1 === null || city === null || country === null) {
    throw new InputError('Address is not complete', 'It needs Line 1, City and Country.');
  }
  if (['US', 'CA'].includes(country) && !/^[A-Z]{2}$/.test(state ?? '')) {
    const advice = 'In the US and Canada Gigs needs its two letters, such as NY.';
    throw new InputError('State of the address is missing', advice);
  }
  if ([line1, line2, city, state].some((part) => (part ?? '').length > LONGEST_LINE)) {
    const advice = `Gigs takes at most ${LONGEST_LINE} characters a line.`;
    throw new InputError('Address has a line that is too long', advice);
  }
  if ((postalCode ?? '').length > LONGEST_POSTAL_CODE) {
    throw new InputError('Postal Code is too long', `Gigs takes at most ${LONGEST_POSTAL_CODE} characters.`);
  }
  // what is undefined is left out of the JSON
  return { line1, line2, city, state, postalCode, country };
}

/** Somebody who is named by id and by email address has to be one and the same, and must be allowed to buy. */
function checkUser(user: WireUser | null, { customerId, customerEmail }: CreateOrderInput): void {
  const [email, status] = [text(user?.email), text(user?.status)];
  const isNamedTwice = customerId !== null && customerEmail !== null && email !== null;
  if (isNamedTwice && email.toLowerCase() !== customerEmail.toLowerCase()) {
    throw new InputError(
      `Customer Email and Existing Customer are two people: ${customerId} has another address at Gigs`,
      'Correct one of them, or leave Customer Email empty.',
    );
  }
  if (status === 'blocked' || status === 'deleted') {
    const advice = 'Choose another one, or unblock this one in the Gigs dashboard.';
    throw new InputError(`Customer is ${status} at Gigs`, advice);
  }
}

async function checkSim(session: Session, plan: WirePlan, { sim: name, isNewSim }: Filled): Promise<void> {
  // which of the customer's SIMs that is, and of which type, only Gigs knows
  if (name === 'preferLastUsed') return;
  const types = simTypesFrom(listOf(plan.simTypes));
  const fits = (type: SimType) => types.length === 0 || types.includes(type);
  if (isNewSim) {
    const isCard = name.startsWith('sim_test_psim');
    if (fits(isCard ? 'physicalSim' : 'eSim')) return;
    const advice = isCard ? 'Choose another SIM.' : 'It is for physical SIMs only: fill in the SIM ID of one.';
    throw new InputError('SIM does not fit the package', advice);
  }
  const sim = await simById(session, name);
  if (text(sim.status) === 'retired') throw new InputError('SIM ID is of a retired SIM', 'Use another one.');
  if (fits(isPhysical(sim) ? 'physicalSim' : 'eSim')) return;
  throw new InputError('SIM ID does not fit the package', 'Use another one.');
}

async function newestAddressOf(session: Session, user: WireUser | null, { address }: Filled): Promise<string | null> {
  const id = text(user?.id);
  if (address !== null || id === null) return null;
  return idOf((await api.readAddresses(session, id))[0]);
}

type Requirement = 'address' | 'device' | 'user.birthday' | 'user.fullName';

function requires(plan: WirePlan, name: Requirement): boolean {
  // the keys hold dots literally (section 9)
  const value = text(record(plan.requirements)[name]);
  return value !== null && value !== 'none';
}

/** @throws InputError that names everything that is missing */
function checkRequirements(plan: WirePlan, user: WireUser | null, filled: Filled): void {
  const { person, address, addressId, deviceId } = filled;
  const needed: ReadonlyArray<[what: Requirement, label: string, there: unknown]> = [
    ['address', 'Address', address ?? addressId],
    ['user.fullName', 'Full Name', person.fullName ?? text(user?.fullName)],
    ['user.birthday', 'Birthday', person.birthday ?? text(user?.birthday)],
    ['device', 'Device ID', deviceId],
  ];
  const missing = needed.filter(([what, , there]) => requires(plan, what) && !there).map(([, label]) => label);
  if (missing.length === 0) return;
  throw new InputError(
    `The package "${text(plan.name) ?? ''}" needs: ${missing.join(', ')}`,
    `Add ${missing.join(', ')} under Additional Fields.`,
  );
}
