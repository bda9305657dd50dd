/** Orders: reading them, listing them, starting one early (providers/1global-connect.md, sections 2.3, 2.4.5, 3.4). */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Listing, OrderLookup, ProviderFields, Result, Session } from '../provider';
import type { OrderFilter, OrderRecord } from './api';
import { NOTHING_KNOWN, orderFrom, orderStatusFrom, surroundingsFrom } from './mapping';
import { orderOfSubscription, orderWithoutId, subscriptionIdIn } from './orderOf';
import { firstOf } from './paging';
import { withReference } from './references';
import { apiOf } from './version';

const MOST_SUBSCRIPTIONS = 2_000;

/** @throws ProviderError `notFound`, or `badInput` when a reference cannot be searched for */
export async function get(session: Session, lookup: OrderLookup): Promise<Result<Order>> {
  if (lookup.by === 'clientReference') return await byReference(session, lookup.clientReference, lookup.customerEmail);
  const subscriptionId = subscriptionIdIn(lookup.orderId);
  if (subscriptionId !== null) return await bySubscription(session, subscriptionId, lookup.orderId);
  const order = await readOrder(session, lookup.orderId);
  return await withSubscription(session, order);
}

/** Unfinished orders hold nothing but a status; a finished one leads to its subscription, which says the rest. */
async function withSubscription(session: Session, order: OrderRecord): Promise<Result<Order>> {
  const bare = { value: orderFrom(order, NOTHING_KNOWN), raw: order.raw };
  const { subscriptionId } = order;
  if (subscriptionId === null) return bare;
  const read = await attempt(async () => await apiOf(session).subscription(session, subscriptionId));
  if (!read.ok) {
    session.log(`the subscription of order ${order.id} could not be read: ${read.error.message}`);
    return bare;
  }
  const around = { type: null, ...surroundingsFrom(read.value) };
  return { value: orderFrom(order, around), raw: { order: order.raw, subscription: read.value.raw } };
}

async function bySubscription(session: Session, subscriptionId: string, orderId: string): Promise<Result<Order>> {
  const api = apiOf(session);
  const read = await attempt(async () => await api.subscription(session, subscriptionId));
  if (!read.ok) throw read.error.status === 404 ? noOrder(`the id "${orderId}"`) : read.error;
  return await orderWithoutId(session, api, read.value, { type: null, ...surroundingsFrom(read.value) });
}

/** @throws ProviderError `notFound` */
async function readOrder(session: Session, orderId: string): Promise<OrderRecord> {
  const read = await attempt(async () => await apiOf(session).order(session, orderId));
  if (read.ok) return read.value;
  throw read.error.status === 404 ? noOrder(`the id "${orderId}"`) : read.error;
}

/** Only through the subscriptions of a customer: 1GLOBAL cannot be asked for a reference. */
async function byReference(session: Session, reference: string, email: string | null): Promise<Result<Order>> {
  if (email === null) {
    throw new ProviderError('badInput', 'Customer Email is empty', {
      description:
        '1GLOBAL Connect can only be searched by customer. Fill in the address that was given with the order.',
    });
  }
  const api = apiOf(session);
  const { rows, complete } = await firstOf(api.subscriptions(session, { email }), MOST_SUBSCRIPTIONS);
  const revealed = await withReference(session, api, rows, reference);
  const [found, ...others] = revealed.matching;
  if (found && others.length === 0) return await orderOfSubscription(session, api, found, null);
  if (found) {
    throw new ProviderError('badInput', `Several orders carry the client reference "${reference}"`, {
      description: `Their subscriptions are ${revealed.matching.map(({ id }) => id).join(', ')}. Get one of them by its order ID.`,
    });
  }
  if (revealed.error) throw revealed.error;
  throw complete && revealed.complete ? noOrder(`the client reference "${reference}"`) : notAllSeen(reference);
}

function noOrder(name: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect knows no order with ${name}`, {
    description:
      'Check it, and the API version and the base URL in the credential. An order shows its client reference only once it is completed: while it is under way, get it by its order ID.',
    status: 404,
  });
}

function notAllSeen(reference: string): ProviderError {
  return new ProviderError(
    'notFound',
    `No order with the client reference "${reference}" was found, but not all could be seen`,
    {
      description: 'Get the order by its order ID, or ask 1GLOBAL for the subscription with this device_id.',
    },
  );
}

/** Without a time span, v1 gives the last 30 days: there a span is required. */
export async function* getMany(session: Session, fields: ProviderFields): Listing<Order> {
  for await (const order of apiOf(session).orders(session, filterOf(fields))) {
    yield { value: orderFrom(order, NOTHING_KNOWN), raw: order.raw };
  }
}

function filterOf(fields: ProviderFields): OrderFilter {
  const filters = record(fields.filters ?? fields);
  return {
    status: text(filters.status) ?? undefined,
    from: timeOf(filters.createdAfter, 'Created After'),
    to: timeOf(filters.createdBefore, 'Created Before'),
  };
}

function timeOf(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const time = isoTime(value);
  if (time !== null) return time;
  throw new ProviderError('badInput', `${field} is not a date`, {
    description: 'Write it like 2030-01-31T12:00:00Z, in UTC.',
  });
}

/** Starts a package that was bought to start later, and reads its order back. */
export async function activate(session: Session, orderId: string): Promise<Result<Order>> {
  const { subscriptionId } = await completedOrder(session, orderId);
  if (subscriptionId === null) throw nothingIn(orderId, 'package to start');
  const answer = await apiOf(session).activate(session, subscriptionId);
  const read = await attempt(async () => await get(session, { by: 'orderId', orderId }));
  if (read.ok) return read.value;
  session.log(`order ${orderId} was activated, but could not be read back: ${read.error.message}`);
  const value = orderFrom(apiOf(session).orderFrom({}), NOTHING_KNOWN);
  return { value: { ...value, orderId, subscriptionId }, raw: answer.json ?? answer.text };
}

/**
 * The ids behind an order.
 * @throws ProviderError `notFound`, or `refused` when the order is not completed
 */
export async function completedOrder(
  session: Session,
  orderId: string,
): Promise<Pick<OrderRecord, 'iccid' | 'subscriptionId' | 'matchingId'>> {
  const subscriptionId = subscriptionIdIn(orderId);
  if (subscriptionId !== null) {
    const subscription = await attempt(async () => await apiOf(session).subscription(session, subscriptionId));
    if (!subscription.ok) throw subscription.error.status === 404 ? noOrder(`the id "${orderId}"`) : subscription.error;
    return { iccid: subscription.value.iccid, subscriptionId, matchingId: null };
  }
  const order = await readOrder(session, orderId);
  if (orderStatusFrom(order.status) === 'completed') return order;
  throw new ProviderError(
    'refused',
    `Order ${orderId} is not completed: 1GLOBAL Connect says ${order.status ?? 'nothing'}`,
    {
      description: 'Run again when it is completed. An order that failed has brought no eSIM. Nothing was changed.',
    },
  );
}

export function nothingIn(orderId: string, what: string): ProviderError {
  return new ProviderError('refused', `1GLOBAL Connect shows no ${what} in order ${orderId}`, {
    description: 'Get the order to see what it holds. Nothing was changed.',
  });
}
