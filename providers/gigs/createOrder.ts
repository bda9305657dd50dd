/**
 * A new subscription: a plan for a user, with a SIM (facts/providers/gigs.md, sections 10 and 19). Everything that can fail
 * for free is checked first; user and address are made right before the subscription and found again by a later run.
 */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { CreateOrderInput, Found, PreparedPurchase, PurchaseOperation, Sent, Session, Traits } from '../provider';
import { describedAs } from '../kit/errors';
import { unreadable } from '../kit/purchases';
import { addressesOf, completeUser, ensureAddress, ensureUser, userByEmail } from './customers';
import { type Draft, draftOf } from './orderDraft';
import { orderOfSubscription } from './orders';
import { requires } from './requirements';
import { idempotencyKey, SHOWS_WITHIN_MS, spend } from './sending';
import { REFERENCE_KEY, referenceOf, subscriptionsOfUser } from './subscriptions';
import { wishesOf } from './wishes';
import { idOf } from './wire';
import type { WirePlan, WireSubscription, WireUser } from './wire';

const WHERE_TO_CHECK = 'Subscriptions in the Gigs dashboard (the reference is in the metadata)';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (_session, input) => void wishesOf(input),
  prepare: async (session, input) => prepared(session, await draftOf(session, input)),
};

/** What was made for an order, and stays when it is refused. */
type Made = Set<'customer' | 'address'>;

function prepared(session: Session, draft: Draft): PreparedPurchase<Order> {
  const made: Made = new Set();
  let userId = text(draft.user?.id);
  let looks = 0;
  let isOpen = false;
  return {
    whereToCheck: WHERE_TO_CHECK,
    asked: {
      package: { id: draft.planId, name: text(draft.plan.name) },
      customer: { id: userId, email: draft.email },
    },
    certainty: 'completeBooks',
    async find() {
      // whoever was not a user a moment ago has bought nothing yet
      if (userId === null && looks++ === 0) return { outcome: 'absent' };
      const looked = await attempt(async () => {
        userId ??= text((await userByEmail(session, draft.email ?? ''))?.id);
        return userId === null ? [] : await bought(session, userId, draft.reference);
      });
      return looked.ok ? await foundIn(session, looked.value, userId, draft.email) : unreadable(looked.error);
    },
    async send() {
      const ready = await attempt(async () => await makeReady(session, draft, userId, made));
      if (!ready.ok) return { outcome: 'refused', error: notReady(ready.error, made) };
      userId = ready.value.user;
      const sent = await send(session, draft, ready.value, isOpen);
      isOpen ||= sent.outcome === 'unknown';
      return sent.outcome === 'done' ? sent : { ...sent, error: withLeftovers(sent.error, made) };
    },
  };
}

/** The subscriptions of this user that carry the reference. */
async function bought(session: Session, userId: string, reference: string): Promise<WireSubscription[]> {
  const found: WireSubscription[] = [];
  for await (const subscription of subscriptionsOfUser(session, userId)) {
    if (referenceOf(subscription) === reference) found.push(subscription);
  }
  return found;
}

/** @param userId whose subscriptions they are; his address is the one that is known */
async function foundIn(
  session: Session,
  [only, ...others]: WireSubscription[],
  userId: string | null,
  email: string | null,
): Promise<Found<Order>> {
  if (!only) return { outcome: 'absent' };
  if (others.length > 0) {
    const ids = [only, ...others].map(({ id }) => text(id)).join(', ');
    return { outcome: 'conflict', explanation: `several orders have it: ${ids}` };
  }
  const plan: WirePlan = record(only.plan);
  const user: WireUser = record(only.user);
  const traits: Traits = {
    package: { id: idOf(only.plan), name: text(plan.name) },
    customer: { id: idOf(only.user) ?? userId, email: text(user.email) ?? email },
  };
  return { outcome: 'found', result: await orderOfSubscription(session, only), traits };
}

interface Ready {
  user: string;
  address: string | null;
}

async function makeReady(session: Session, draft: Draft, known: string | null, made: Made): Promise<Ready> {
  const { plan, wishes, user, email } = draft;
  const { fullName, birthday, preferredLocale } = wishes;
  if (user) await completeUser(session, user, { fullName, birthday });
  const person = { email: email ?? '', fullName, birthday, preferredLocale };
  const { id, isNew } = known === null ? await ensureUser(session, person) : { id: known, isNew: false };
  if (isNew) made.add('customer');
  if (!requires(plan, 'address')) return { user: id, address: null };
  if (wishes.addressId !== null) return { user: id, address: wishes.addressId };
  if (!wishes.address) return { user: id, address: idOf((await addressesOf(session, id))[0]) };
  const address = await ensureAddress(session, id, wishes.address);
  if (address.isNew) made.add('address');
  return { user: id, address: address.id };
}

function notReady(error: ProviderError, made: Made): ProviderError {
  const what = 'The order was not sent: its customer or address could not be made ready.';
  return withLeftovers(describedAs(error, [error.description, what].filter(Boolean).join(' ')), made);
}

/** The same error, with what stays at Gigs in spite of it. */
function withLeftovers(error: ProviderError, made: Made): ProviderError {
  if (made.size === 0) return error;
  const what = [...made].map((one) => `the ${one}`).join(' and ');
  const stays = made.size === 1 ? 'was made for this order stays' : 'were made for this order stay';
  const sentence = `${what.replace(/^t/, 'T')} that ${stays} at Gigs, and will be found by the next order.`;
  return describedAs(error, [error.description, sentence].filter(Boolean).join(' '));
}

async function send(session: Session, draft: Draft, ready: Ready, isOpen: boolean): Promise<Sent<Order>> {
  const { user, address } = ready;
  const { planId, wishes, reference } = draft;
  // what is undefined is left out of the JSON: Gigs refuses what has no value
  const body = {
    plan: planId,
    user,
    sim: wishes.sim.value,
    userAddress: address ?? undefined,
    device: wishes.deviceId ?? undefined,
    deviceModel: wishes.deviceModelId ?? undefined,
    porting: wishes.portingId ?? undefined,
    billing: wishes.voucherId === null ? undefined : { discount: { voucher: wishes.voucherId } },
    metadata: { [REFERENCE_KEY]: reference },
  };
  const spent = await spend(session, 'subscriptions', body, idempotencyKey(session, 'order', reference), isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const subscription: WireSubscription = spent.object;
  const other = contradiction(subscription, planId, user);
  if (other !== null) return { outcome: 'refused', error: taken(reference, `order ${spent.id} has it, ${other}`) };
  const { value, raw } = await orderOfSubscription(session, subscription);
  return { outcome: 'done', result: { value: { ...value, clientReference: value.clientReference ?? reference }, raw } };
}

/** Under a key that was used before, Gigs answers with what was bought then: so nothing was bought now (section 5). */
function contradiction(subscription: WireSubscription, planId: string, userId: string): string | null {
  const [user, plan] = [idOf(subscription.user), idOf(subscription.plan)];
  if (user !== null && user !== userId) return 'for another customer';
  return plan !== null && plan !== planId ? `for the package ${plan}` : null;
}

function taken(reference: string, explanation: string): ProviderError {
  return new ProviderError('badInput', `Client Reference "${reference}" is taken: ${explanation}`, {
    description: "Give every order a reference of its own, such as your shop's order ID.",
  });
}
