/** A new subscription on paper: what the person wants, checked while nothing has been created (section 10). */
import { list, text } from '../../esim/read';
import type { CreateOrderInput, Session } from '../provider';
import { addressesOf, userByEmail, userById } from './customers';
import { addressOf, bad, birthdayOf, checkedEmail, checkedReference, simChoiceOf } from './input';
import type { Address, SimChoice } from './input';
import { planToBuy } from './packages';
import { checkRequirements, requires } from './requirements';
import { isPhysical, simById } from './sims';
import type { WirePlan, WireUser } from './wire';

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

export interface Draft {
  reference: string;
  plan: WirePlan;
  planId: string;
  wishes: Wishes;
  /** Null for somebody who is not a user yet; then there is an email address. */
  user: WireUser | null;
  email: string | null;
}

/** @throws ProviderError for everything that would make the purchase fail and can be known before */
export async function draftOf(session: Session, input: CreateOrderInput): Promise<Draft> {
  const { customerId, customerEmail } = input;
  const reference = checkedReference(input.clientReference);
  const wishes = wishesOf(input);
  if (customerId === null && customerEmail === null) {
    const todo = 'Say who the eSIM is for: fill in Customer Email, or choose Existing Customer.';
    throw bad('Customer Email', 'is empty', todo);
  }
  const email = customerId === null ? checkedEmail(customerEmail ?? '') : null;
  const [plan, user] = await Promise.all([
    planToBuy(session, input.packageId),
    customerId === null ? userByEmail(session, email ?? '') : userById(session, customerId),
  ]);
  await checkSim(session, plan, wishes.sim);
  await checkPerson(session, plan, user, wishes);
  return { reference, plan, planId: input.packageId, wishes, user, email };
}

function wishesOf({ fields }: CreateOrderInput): Wishes {
  return {
    fullName: text(fields.fullName) ?? undefined,
    birthday: birthdayOf(fields),
    preferredLocale: text(fields.preferredLocale) ?? undefined,
    address: addressOf(fields),
    addressId: text(fields.addressId),
    sim: simChoiceOf(fields),
    deviceId: text(fields.deviceId),
    deviceModelId: text(fields.deviceModelId),
    portingId: text(fields.portingId),
    voucherId: text(fields.voucherId),
  };
}

async function checkSim(session: Session, plan: WirePlan, choice: SimChoice): Promise<void> {
  const types = list(plan.simTypes).map((type) => text(type)?.toLowerCase());
  const fits = (type: 'esim' | 'psim') => types.length === 0 || types.includes(type);
  // which of the customer's SIMs that is, and of which type, only Gigs knows
  if (choice.value === 'preferLastUsed') return;
  if (choice.kind === 'new') {
    const type = choice.value.startsWith('sim_test_psim') ? 'psim' : 'esim';
    if (fits(type)) return;
    const todo = type === 'esim' ? 'It is for physical SIMs only: fill in the SIM ID of one.' : 'Choose another SIM.';
    throw bad('SIM', 'does not fit the package', todo);
  }
  const sim = await simById(session, choice.value);
  if (text(sim.status) === 'retired') throw bad('SIM ID', 'is of a retired SIM', 'Use another one.');
  if (!fits(isPhysical(sim) ? 'psim' : 'esim')) throw bad('SIM ID', 'does not fit the package', 'Use another one.');
}

async function checkPerson(session: Session, plan: WirePlan, user: WireUser | null, wishes: Wishes): Promise<void> {
  const status = text(user?.status);
  if (status === 'blocked' || status === 'deleted') {
    throw bad('Customer', `is ${status} at Gigs`, 'Choose another one, or unblock this one in the Gigs dashboard.');
  }
  const id = text(user?.id);
  const { fullName, birthday, addressId, deviceId } = wishes;
  const hasNewAddress = wishes.address !== null;
  const looksUpAddress = requires(plan, 'address') && !hasNewAddress && addressId === null && id !== null;
  const addresses = looksUpAddress ? await addressesOf(session, id) : [];
  checkRequirements(plan, { user, addresses, fullName, birthday, hasNewAddress, addressId, deviceId });
}
