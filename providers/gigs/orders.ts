/** Reading orders back, and ending or keeping a subscription (facts/providers/gigs.md, section 10). `create.ts` buys. */
import type { Esim, Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { InputError } from '../../input';
import type { Answer } from '../../http/client';
import { attempt, readIfPossible } from '../kit/attempt';
import { changed, notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type { Listing, OrderLookup, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { userByEmail } from './customers';
import { esimFrom, isPhysical, listedEsim, readSim } from './esims';
import * as from from './fields';
import { firstInvoiceId } from './invoices';
import { orderFromAddon, orderFromSubscription, referenceOf, statusOf, WHAT_ORDER_IDS_ARE } from './mapping';
import { idOf } from './wire';
import type { WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

/** @throws ProviderError `notFound` */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const read = await api.readEither(session, orderId, 'subscriptions', ['sad_', 'subscriptionAddons']);
    if (read?.name === 'subscriptions') return await orderOfSubscription(session, read.row);
    if (read) return await orderOfAddon(session, read.row, { clientReference: null });
    throw noOrder(`the ID "${orderId}"`, WHAT_ORDER_IDS_ARE);
  },
  async clientReference(session, { clientReference, customerEmail }) {
    const user = customerEmail === null ? null : await idOfUser(session, customerEmail);
    // newest first
    for await (const subscription of api.listing(session, 'subscriptions', { user })) {
      if (referenceOf(subscription) === clientReference) return await orderOfSubscription(session, subscription);
    }
    throw noOrder(
      `the client reference "${clientReference}"`,
      'Top-ups carry no reference at Gigs: get them by their order ID.',
    );
  },
});

async function idOfUser(session: Session, email: string): Promise<string> {
  const id = text((await userByEmail(session, email))?.id);
  if (id !== null) return id;
  throw noOrder(`the customer email "${email}"`, 'Nobody with this email address is a user of this project.');
}

function noOrder(name: string, hint: string) {
  return notThere(
    `Gigs knows no order with ${name} in this project`,
    `${hint} Check that the credential is for the project in which it was placed.`,
  );
}

export function getMany(session: Session, fields: ProviderFields): Listing<Order> {
  const statuses = fields.get(from.orderStatuses) ?? [];
  const subscriptions = api.listing(session, 'subscriptions', {
    user: fields.get(from.ordersOfCustomer),
    plan: fields.get(from.ordersOfPlan),
    ...(statuses.length > 0 && { status: statuses.join(',') }),
  });
  const isWhole = fields.get(from.withActivationCodes) ?? false;
  return listingOf(subscriptions, async (subscription) =>
    isWhole ? (await orderOfSubscription(session, subscription)).value : listedOrder(subscription),
  );
}

const NOT_IN_LISTS =
  'Lists of Gigs hold no activation codes: switch on Activation Codes, or get the eSIM by its ICCID.';

function listedOrder(subscription: WireSubscription): Order {
  const sim: WireSim | null = subscription.sim ? record(subscription.sim) : null;
  const esim = sim && withHint(listedEsim(sim, subscription), sim);
  return orderFromSubscription(subscription, { esim, invoiceId: null });
}

function withHint(esim: Esim, sim: WireSim): Esim {
  return isPhysical(sim) ? esim : { ...esim, warnings: [...esim.warnings, NOT_IN_LISTS] };
}

/** An activation code that is not there this long after the activation is not on its way any more. */
const CODE_IS_DUE_MS = 60 * 60 * 1000;

/** The order with its eSIM: activation code and profile come along as soon as there is a SIM. */
export async function orderOfSubscription(session: Session, subscription: WireSubscription): Promise<Result<Order>> {
  const invoiceId = await firstInvoiceId(session, subscription);
  const result = (around: { esim: Esim | null; isDeliverable?: boolean }): Result<Order> => ({
    value: orderFromSubscription(subscription, { ...around, invoiceId }),
    raw: subscription,
  });
  if (subscription.sim === null || subscription.sim === undefined) return result({ esim: null });
  const read = await readSim(session, record(subscription.sim));
  const esim = esimFrom(read, subscription);
  const activatedAt = Date.parse(isoTime(subscription.activatedAt) ?? isoTime(subscription.createdAt) ?? '');
  const isLate = Date.now() - activatedAt > CODE_IS_DUE_MS;
  return result({ esim, isDeliverable: esim.activationCode !== null || isPhysical(read.sim) || isLate });
}

/** A top-up; the eSIM of the answer is known where the subscription is. */
export async function orderOfAddon(
  session: Session,
  bought: WireSubscriptionAddon,
  known: { clientReference: string | null; subscription?: WireSubscription },
): Promise<Result<Order>> {
  const { clientReference } = known;
  const subscription = known.subscription ?? (await subscriptionAround(session, bought));
  const invoiceId = await firstInvoiceId(session, bought);
  const esim = subscription?.sim ? listedEsim(record(subscription.sim), subscription) : null;
  return { value: orderFromAddon(bought, { clientReference, esim, invoiceId }), raw: bought };
}

async function subscriptionAround(session: Session, bought: WireSubscriptionAddon): Promise<WireSubscription | null> {
  const id = idOf(bought.subscription);
  return id === null ? null : await readIfPossible(async () => await api.readOne(session, 'subscriptions', id));
}

/** Ends it with its period, or now and for good if the person chose that. */
export async function cancel(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>> {
  if (fields.get(from.when) === 'now') return await endNow(session, orderId);
  const [userReason, userComment] = [fields.get(from.userReason), fields.get(from.userComment)];
  if (userComment !== null && userReason !== 'other') {
    throw new InputError(
      'Comment goes only with the reason Other',
      'Choose Other as the reason, or leave the comment empty.',
    );
  }
  const details = userReason === null ? undefined : { userReason, ...(userComment === null ? {} : { userComment }) };
  return await endWithPeriod(session, orderId, details);
}

export async function endWithPeriod(session: Session, orderId: string, details?: object): Promise<Result<Order>> {
  const change = async () => await api.cancelSubscription(session, orderId, details);
  return await after(session, orderId, change, (now) => isEnded(now) || isCancelled(now));
}

export async function resume(session: Session, orderId: string): Promise<Result<Order>> {
  const change = async () => await api.resumeSubscription(session, orderId);
  return await after(session, orderId, change, (now) => !isEnded(now) && !isCancelled(now));
}

const OTHER_WAY =
  'Check the order ID. If your API version knows the other way of ending a subscription, change "End Subscription With" in the Gigs credential.';

export async function endNow(session: Session, orderId: string): Promise<Result<Order>> {
  const change = async () => await api.endSubscription(session, orderId);
  const ended = await attempt(async () => await after(session, orderId, change, isEnded));
  if (ended.ok) return ended.value;
  const mayBeTheOther = [404, 405, 501].includes(ended.error.status ?? 0);
  throw mayBeTheOther ? changed(ended.error, { description: OTHER_WAY }) : ended.error;
}

function isEnded(subscription: WireSubscription): boolean {
  return statusOf(subscription) === 'ended';
}

/** Section 10: its status stays as it is until the end of the period. */
function isCancelled({ canceledAt }: WireSubscription): boolean {
  return text(canceledAt) !== null;
}

/**
 * The answer to a change is the subscription; where it is not, the subscription is read. That also tells whether a change
 * went through whose answer was lost, or which is refused because an earlier try has made it.
 */
async function after(
  session: Session,
  orderId: string,
  change: () => Promise<Answer>,
  isAsWanted: (subscription: WireSubscription) => boolean,
): Promise<Result<Order>> {
  const answered = await attempt(change);
  const answer: WireSubscription = answered.ok ? record(answered.value.json) : {};
  if (text(answer.id) === orderId) return await orderOfSubscription(session, answer);
  const read = async () => await api.readOne(session, 'subscriptions', orderId);
  if (answered.ok) return await orderOfSubscription(session, await read());
  const { error } = answered;
  if (error.kind === 'credential' || error.kind === 'rateLimited') throw error;
  const now = await readIfPossible(read);
  if (now === null || text(now.id) !== orderId || !isAsWanted(now)) throw error;
  return await orderOfSubscription(session, now);
}
