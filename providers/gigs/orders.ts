/** Reading orders back, and ending or keeping a subscription (facts/providers/gigs.md, section 10). */
import type { Esim, Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import type { Listing, OrderLookup, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { userByEmail } from './customers';
import * as from from './fields';
import { firstInvoiceId } from './invoices';
import { listingWithAllStatuses, listing, SUBSCRIPTION_STATUSES } from './lists';
import { orderFromAddon, orderFromSubscription } from './orderMapping';
import { esimFrom, isPhysical, listedEsim, readSim } from './sims';
import { readSubscription, referenceOf, statusOf, subscriptionsOfUser } from './subscriptions';
import { idOf } from './wire';
import type { WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

/** An activation code that is not there this long after the activation is not on its way any more. */
const CODE_IS_DUE_MS = 60 * 60 * 1000;

/** The order with its eSIM: activation code and profile come along as soon as there is a SIM. */
export async function orderOfSubscription(session: Session, subscription: WireSubscription): Promise<Result<Order>> {
  const invoiceId = statusOf(subscription) === 'initiated' ? await firstInvoiceId(session, subscription) : null;
  if (subscription.sim === null || subscription.sim === undefined) {
    return { value: orderFromSubscription(subscription, { esim: null, invoiceId }), raw: subscription };
  }
  const read = await readSim(session, record(subscription.sim));
  const esim = esimFrom(read, subscription);
  const activatedAt = Date.parse(isoTime(subscription.activatedAt) ?? isoTime(subscription.createdAt) ?? '');
  const isLate = Date.now() - activatedAt > CODE_IS_DUE_MS;
  const isDeliverable = esim.activationCode !== null || isPhysical(read.sim) || isLate;
  return { value: orderFromSubscription(subscription, { esim, invoiceId, isDeliverable }), raw: subscription };
}

/** A top-up; the eSIM of the answer is known where the subscription is. */
export async function orderOfAddon(
  session: Session,
  bought: WireSubscriptionAddon,
  known: { clientReference: string | null; subscription?: WireSubscription },
): Promise<Result<Order>> {
  const id = idOf(bought.subscription);
  const around =
    known.subscription ?? (id === null ? null : await quietly(async () => await readSubscription(session, id)));
  const sim: WireSim | null = around?.sim ? record(around.sim) : null;
  const invoiceId = statusOf(bought) === 'initiated' ? await firstInvoiceId(session, bought) : null;
  const esim = sim && listedEsim(sim, around);
  return { value: orderFromAddon(bought, { clientReference: known.clientReference, esim, invoiceId }), raw: bought };
}

async function quietly<T>(read: () => Promise<T>): Promise<T | null> {
  const answered = await attempt(read);
  return answered.ok ? answered.value : null;
}

/** @throws ProviderError `notFound` */
export const get = findBy<OrderLookup, Result<Order>>({
  orderId: async (session, { orderId }) => await getById(session, orderId),
  clientReference: async (session, lookup) => await getByReference(session, lookup),
});

async function getByReference(
  session: Session,
  { clientReference, customerEmail }: Extract<OrderLookup, { by: 'clientReference' }>,
): Promise<Result<Order>> {
  for await (const subscription of await searched(session, customerEmail)) {
    if (referenceOf(subscription) === clientReference) return await orderOfSubscription(session, subscription);
  }
  throw noOrder(
    `the client reference "${clientReference}"`,
    'Top-ups carry no reference at Gigs: get them by their order ID.',
  );
}

/** Newest first. Without an email address that means every subscription of the project. */
async function searched(session: Session, email: string | null): Promise<AsyncIterable<WireSubscription>> {
  if (email === null) return listingWithAllStatuses(session, 'subscriptions', SUBSCRIPTION_STATUSES, {});
  const user = await userByEmail(session, email);
  const id = user && text(user.id);
  if (id) return subscriptionsOfUser(session, id);
  throw noOrder(`the customer email "${email}"`, 'Nobody with this email address is a user of this project.');
}

/** An id does not promise what it names (section 1), so its beginning only decides what is asked first. */
async function getById(session: Session, id: string): Promise<Result<Order>> {
  const subscription = async () => await orderOfSubscription(session, await readSubscription(session, id));
  const addon = async () => {
    const bought = record(await api.readOne(session, 'subscriptionAddons', id));
    return await orderOfAddon(session, bought, { clientReference: null });
  };
  for (const read of id.startsWith('sad_') ? [addon, subscription] : [subscription, addon]) {
    const answered = await attempt(read);
    if (answered.ok) return answered.value;
    if (answered.error.kind !== 'notFound') throw answered.error;
  }
  throw noOrder(`the ID "${id}"`, 'An order ID at Gigs begins with sub_, one of a top-up with sad_.');
}

function noOrder(name: string, hint: string): ProviderError {
  return new ProviderError('notFound', `Gigs knows no order with ${name} in this project`, {
    description: `${hint} Check that the credential is for the project in which it was placed.`,
    status: 404,
  });
}

const NOT_IN_LISTS =
  'Lists of Gigs hold no activation codes: switch on Activation Codes, or get the eSIM by its ICCID.';

export async function* getMany(session: Session, fields: ProviderFields): Listing<Order> {
  const status = fields.get(from.orderStatuses) ?? [];
  const filters = {
    user: fields.get(from.ordersOfCustomer) ?? undefined,
    plan: fields.get(from.ordersOfPlan) ?? undefined,
  };
  const subscriptions: AsyncIterable<WireSubscription> =
    status.length > 0
      ? listing(session, 'subscriptions', { ...filters, status })
      : listingWithAllStatuses(session, 'subscriptions', SUBSCRIPTION_STATUSES, filters);
  const isWhole = fields.get(from.withActivationCodes) ?? false;
  for await (const subscription of subscriptions) {
    yield isWhole ? await orderOfSubscription(session, subscription) : listedOrder(subscription);
  }
}

function listedOrder(subscription: WireSubscription): Result<Order> {
  const sim: WireSim | null = subscription.sim ? record(subscription.sim) : null;
  const esim = sim && withHint(listedEsim(sim, subscription), sim);
  return { value: orderFromSubscription(subscription, { esim, invoiceId: null }), raw: subscription };
}

function withHint(esim: Esim, sim: WireSim): Esim {
  return isPhysical(sim) ? esim : { ...esim, warnings: [...esim.warnings, NOT_IN_LISTS] };
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
  return await changed(session, orderId, change, (now) => isEnded(now) || isCancelled(now));
}

export async function resume(session: Session, orderId: string): Promise<Result<Order>> {
  const change = async () => await api.resumeSubscription(session, orderId);
  return await changed(session, orderId, change, (now) => !isEnded(now) && !isCancelled(now));
}

const OTHER_WAY =
  'If your API version knows the other way of ending a subscription, change "End Subscription With" in the Gigs credential.';

export async function endNow(session: Session, orderId: string): Promise<Result<Order>> {
  const change = async () => await api.endSubscription(session, orderId);
  const answered = await attempt(async () => await changed(session, orderId, change, isEnded));
  if (answered.ok) return answered.value;
  const { kind, message, status } = answered.error;
  if (status !== 404 && status !== 405 && status !== 501) throw answered.error;
  throw new ProviderError(kind, message, { description: `Check the order ID. ${OTHER_WAY}`, status });
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
async function changed(
  session: Session,
  orderId: string,
  change: () => Promise<{ json: unknown }>,
  isAsWanted: (subscription: WireSubscription) => boolean,
): Promise<Result<Order>> {
  const answered = await attempt(change);
  if (!answered.ok) return await inSpiteOf(answered.error, session, orderId, isAsWanted);
  const subscription: WireSubscription = record(answered.value.json);
  if (text(subscription.id) === orderId) return await orderOfSubscription(session, subscription);
  return await orderOfSubscription(session, await readSubscription(session, orderId));
}

async function inSpiteOf(
  error: ProviderError,
  session: Session,
  orderId: string,
  isAsWanted: (subscription: WireSubscription) => boolean,
): Promise<Result<Order>> {
  if (error.kind === 'credential' || error.kind === 'rateLimited') throw error;
  const read = await quietly(async () => await readSubscription(session, orderId));
  if (read === null || text(read.id) !== orderId || !isAsWanted(read)) throw error;
  return await orderOfSubscription(session, read);
}
