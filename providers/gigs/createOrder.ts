/**
 * A new subscription: a plan for a user, with a SIM (providers/gigs.md, sections 10 and 19). Everything that can fail
 * for free is checked first; user and address are made right before the subscription and found again by a later run.
 */
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { CreateOrderInput, Found, PreparedPurchase, PurchaseOperation, Sent, Session } from '../provider';
import { unreadable, withAdvice } from '../spending';
import { addressesOf, completeUser, ensureAddress, ensureUser, userByEmail } from './customers';
import { beforeBuying } from './input';
import { draftOf } from './orderDraft';
import type { Draft } from './orderDraft';
import { orderOfSubscription } from './orders';
import { requires } from './requirements';
import { idempotencyKey, spend } from './sending';
import { REFERENCE_KEY, referenceOf, subscriptionsOfUser } from './subscriptions';
import { idOf } from './wire';
import type { WireSubscription } from './wire';

const WHERE_TO_CHECK = 'Subscriptions in the Gigs dashboard (the reference is in the metadata)';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  prepare: async (session: Session, input: CreateOrderInput) =>
    prepared(session, await beforeBuying(async () => await draftOf(session, input))),
};

function prepared(session: Session, draft: Draft): PreparedPurchase<Order> {
  let userId = text(draft.user?.id);
  let looks = 0;
  let isOpen = false;
  return {
    key: `order/${draft.reference}`,
    what: 'eSIM order',
    whereToCheck: WHERE_TO_CHECK,
    // its promise ends after 24 hours, so the books always come first
    providerDeduplicates: false,
    async find() {
      // whoever was not a user a moment ago has bought nothing yet
      if (userId === null && looks++ === 0) return { outcome: 'absent' };
      const looked = await attempt(async () => {
        userId ??= text((await userByEmail(session, draft.email ?? ''))?.id);
        return userId === null ? null : await bought(session, userId, draft.reference);
      });
      if (!looked.ok) return unreadable(looked.error);
      return looked.value === null ? { outcome: 'absent' } : await weigh(session, looked.value, draft, userId);
    },
    async send() {
      const ready = await attempt(async () => await makeReady(session, draft, userId));
      if (!ready.ok) return { outcome: 'refused', error: notReady(ready.error) };
      userId = ready.value.user;
      const sent = await send(session, draft, ready.value, isOpen);
      isOpen ||= sent.outcome === 'unknown';
      return sent;
    },
  };
}

/** The subscription of this user that carries the reference; null when the books hold none to their end. */
async function bought(session: Session, userId: string, reference: string): Promise<WireSubscription | null> {
  for await (const subscription of subscriptionsOfUser(session, userId)) {
    if (referenceOf(subscription) === reference) return subscription;
  }
  return null;
}

async function weigh(
  session: Session,
  subscription: WireSubscription,
  draft: Draft,
  userId: string | null,
): Promise<Found<Order>> {
  const explanation = contradiction(subscription, draft, userId);
  if (explanation !== null) return { outcome: 'conflict', explanation };
  return { outcome: 'found', result: await orderOfSubscription(session, subscription) };
}

/** Why this subscription is not what was asked for, though it carries (or answers to) the reference. */
function contradiction(subscription: WireSubscription, draft: Draft, userId: string | null): string | null {
  const id = text(subscription.id);
  const [user, plan] = [idOf(subscription.user), idOf(subscription.plan)];
  if (user !== null && user !== userId) return `order ${id} has it, for another customer`;
  return plan !== null && plan !== draft.planId ? `order ${id} has it, for the package ${plan}` : null;
}

interface Ready {
  user: string;
  address: string | null;
}

async function makeReady(session: Session, { plan, wishes, user, email }: Draft, known: string | null): Promise<Ready> {
  const { fullName, birthday, preferredLocale } = wishes;
  if (user) await completeUser(session, user, { fullName, birthday });
  const id = known ?? (await ensureUser(session, { email: email ?? '', fullName, birthday, preferredLocale }));
  if (!requires(plan, 'address')) return { user: id, address: null };
  if (wishes.addressId !== null) return { user: id, address: wishes.addressId };
  if (wishes.address) return { user: id, address: await ensureAddress(session, id, wishes.address) };
  return { user: id, address: idOf((await addressesOf(session, id))[0]) };
}

function notReady(error: ProviderError): ProviderError {
  const what = 'The customer or the address could not be made ready, so nothing was bought.';
  return withAdvice(error, `${what} ${error.description ?? ''}`.trim());
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
  // under a key that was used before, Gigs answers with what was bought then
  const explanation = contradiction(subscription, draft, user);
  if (explanation !== null) return { outcome: 'refused', error: taken(reference, explanation) };
  const { value, raw } = await orderOfSubscription(session, subscription);
  return { outcome: 'done', result: { value: { ...value, clientReference: value.clientReference ?? reference }, raw } };
}

function taken(reference: string, explanation: string): ProviderError {
  return new ProviderError('badInput', `Client Reference "${reference}" is taken: ${explanation}`, {
    description: "Nothing was bought. Give every order a reference of its own, such as your shop's order ID.",
  });
}
