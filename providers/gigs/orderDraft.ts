/** A new subscription on paper: what the person wants, checked at Gigs while nothing has been created (section 10). */
import { list, text } from '../../esim/read';
import { InputError } from '../../input';
import type { CreateOrderInput, Session } from '../provider';
import { addressesOf, userByEmail, userById } from './customers';
import { planToBuy } from './packages';
import { checkRequirements, requires } from './requirements';
import { isPhysical, simById } from './sims';
import { type SimChoice, type Wishes, wishesOf } from './wishes';
import type { WirePlan, WireUser } from './wire';

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
  const { customerId, customerEmail: email, clientReference: reference, packageId: planId } = input;
  const wishes = wishesOf(input);
  const [plan, user] = await Promise.all([
    planToBuy(session, planId),
    customerId === null ? userByEmail(session, email ?? '') : userById(session, customerId),
  ]);
  checkIsOne(user, input);
  await checkSim(session, plan, wishes.sim);
  await checkPerson(session, plan, user, wishes);
  return { reference, plan, planId, wishes, user, email };
}

/** Somebody who is named by id and by email address has to be one and the same. */
function checkIsOne(user: WireUser | null, { customerId, customerEmail }: CreateOrderInput): void {
  const email = text(user?.email);
  if (customerId === null || customerEmail === null || email === null) return;
  if (email.toLowerCase() === customerEmail.toLowerCase()) return;
  throw new InputError(
    `Customer Email and Existing Customer are two people: ${customerId} has another address at Gigs`,
    'Correct one of them, or leave Customer Email empty.',
  );
}

async function checkSim(session: Session, plan: WirePlan, choice: SimChoice): Promise<void> {
  const types = list(plan.simTypes).map((type) => text(type)?.toLowerCase());
  const fits = (type: 'esim' | 'psim') => types.length === 0 || types.includes(type);
  // which of the customer's SIMs that is, and of which type, only Gigs knows
  if (choice.value === 'preferLastUsed') return;
  if (choice.kind === 'new') {
    const type = choice.value.startsWith('sim_test_psim') ? 'psim' : 'esim';
    if (fits(type)) return;
    const advice = type === 'esim' ? 'It is for physical SIMs only: fill in the SIM ID of one.' : 'Choose another SIM.';
    throw new InputError('SIM does not fit the package', advice);
  }
  const sim = await simById(session, choice.value);
  if (text(sim.status) === 'retired') throw new InputError('SIM ID is of a retired SIM', 'Use another one.');
  if (!fits(isPhysical(sim) ? 'psim' : 'esim')) {
    throw new InputError('SIM ID does not fit the package', 'Use another one.');
  }
}

async function checkPerson(session: Session, plan: WirePlan, user: WireUser | null, wishes: Wishes): Promise<void> {
  const status = text(user?.status);
  if (status === 'blocked' || status === 'deleted') {
    throw new InputError(
      `Customer is ${status} at Gigs`,
      'Choose another one, or unblock this one in the Gigs dashboard.',
    );
  }
  const id = text(user?.id);
  const { fullName, birthday, addressId, deviceId } = wishes;
  const hasNewAddress = wishes.address !== null;
  const looksUpAddress = requires(plan, 'address') && !hasNewAddress && addressId === null && id !== null;
  const addresses = looksUpAddress ? await addressesOf(session, id) : [];
  checkRequirements(plan, { user, addresses, fullName, birthday, hasNewAddress, addressId, deviceId });
}
