/**
 * Beside `orders.ts`: a new subscription, a plan for a user with a SIM (facts/providers/gigs.md, sections 10 and 19). User and
 * address are made on the way, right before the subscription, and found again by a later run.
 */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { foundAmong } from '../kit/books';
import { describedAs } from '../kit/errors';
import { found, purchase } from '../kit/purchases';
import type { CreateOrderInput, PreparedPurchase, PurchaseOperation, Sent, Session } from '../provider';
import * as api from './api';
import { completeUser, ensureAddress, ensureUser, userByEmail } from './customers';
import { REFERENCE_KEY, referenceOf } from './mapping';
import { filledIn, type NewOrder, newOrderFrom } from './newOrder';
import { orderOfSubscription } from './orders';
import { type Request, SHOWS_WITHIN_MS, spend, takenBy } from './sending';
import { idOf } from './wire';
import type { WirePlan, WireSubscription, WireUser } from './wire';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (_session, input) => void filledIn(input),
  prepare: async (session, input) => prepared(session, await newOrderFrom(session, input)),
};

/** What was made for an order, and stays when it is refused. */
type Made = Set<'customer' | 'address'>;

function prepared(session: Session, order: NewOrder): PreparedPurchase<Order> {
  const made: Made = new Set();
  let userId = text(order.user?.id);
  return purchase<Order>({
    whereToCheck: 'Subscriptions in the Gigs dashboard (the reference is in the metadata)',
    asked: {
      package: { id: order.planId, name: text(order.plan.name) },
      customer: { id: userId, email: order.email },
    },
    certainty: 'completeBooks',
    async find({ looks }) {
      // whoever was not a user a moment ago has bought nothing yet
      if (userId === null && looks === 0) return { outcome: 'absent' };
      return await found(async () => {
        userId ??= text((await userByEmail(session, order.email ?? ''))?.id);
        return userId === null ? { outcome: 'absent' } : await look(session, order, userId);
      });
    },
    async send({ isOpen }) {
      const ready = await attempt(async () => await makeReady(session, order, userId, made));
      if (!ready.ok) return { outcome: 'refused', error: withLeftovers(notSent(ready.error), made) };
      userId = ready.value.user;
      const sent = await send(session, order, ready.value, isOpen);
      return sent.outcome === 'done' ? sent : { ...sent, error: withLeftovers(sent.error, made) };
    },
  });
}

/** @param userId whose subscriptions they are; his address is the one that is known */
async function look(session: Session, { reference, email }: NewOrder, userId: string) {
  const rows: WireSubscription[] = [];
  for await (const subscription of api.listing(session, 'subscriptions', { user: userId })) {
    if (referenceOf(subscription) === reference) rows.push(subscription);
  }
  return await foundAmong<WireSubscription, Order>(
    { rows, complete: true, error: null },
    async (only) => {
      const [plan, user]: [WirePlan, WireUser] = [record(only.plan), record(only.user)];
      const traits = {
        package: { id: idOf(only.plan), name: text(plan.name) },
        customer: { id: idOf(only.user) ?? userId, email: text(user.email) ?? email },
      };
      return { outcome: 'found', result: await orderOfSubscription(session, only), traits };
    },
    ({ id }) => text(id),
  );
}

interface Ready {
  user: string;
  address: string | null;
}

async function makeReady(session: Session, order: NewOrder, known: string | null, made: Made): Promise<Ready> {
  const { user, email, person, address, addressId } = order;
  if (user) await completeUser(session, user, { fullName: person.fullName, birthday: person.birthday });
  const { id, isNew } = known === null ? await ensureUser(session, email ?? '', person) : { id: known, isNew: false };
  if (isNew) made.add('customer');
  if (address === null) return { user: id, address: addressId };
  const ensured = await ensureAddress(session, id, address);
  if (ensured.isNew) made.add('address');
  return { user: id, address: ensured.id };
}

function notSent(error: ProviderError): ProviderError {
  return saying(error, 'The order was not sent: its customer or address could not be made ready.');
}

/** The same error, with what stays at Gigs in spite of it. */
function withLeftovers(error: ProviderError, made: Made): ProviderError {
  if (made.size === 0) return error;
  const what = [...made].map((one) => `the ${one}`).join(' and ');
  const stays = made.size === 1 ? 'was made for this order stays' : 'were made for this order stay';
  return saying(error, `${what.replace(/^t/, 'T')} that ${stays} at Gigs, and will be found by the next order.`);
}

function saying(error: ProviderError, sentence: string): ProviderError {
  return describedAs(error, [error.description, sentence].filter(Boolean).join(' '));
}

async function send(
  session: Session,
  order: NewOrder,
  { user, address }: Ready,
  isOpen: boolean,
): Promise<Sent<Order>> {
  const { planId, reference, sim, asFilledIn } = order;
  const metadata = { [REFERENCE_KEY]: reference };
  // what is undefined is left out of the JSON: Gigs refuses what has no value
  const body = { plan: planId, user, sim, userAddress: address ?? undefined, ...asFilledIn, metadata };
  const request: Request = { list: 'subscriptions', body, purpose: 'order', reference };
  const spent = await spend(session, request, isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const subscription: WireSubscription = spent.object;
  const [itsUser, itsPlan] = [idOf(subscription.user) ?? user, idOf(subscription.plan) ?? planId];
  const taken = takenBy(
    spent,
    request,
    itsUser !== user && 'for another customer',
    itsPlan !== planId && `for the package ${itsPlan}`,
  );
  if (taken) return taken;
  const { value, raw } = await orderOfSubscription(session, subscription);
  return { outcome: 'done', result: { value: { ...value, clientReference: value.clientReference ?? reference }, raw } };
}
