/** Orders: reading them and listing them (facts/providers/1global-connect.md, sections 2.3, 3.4). */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import type { Listing, OrderLookup, ProviderFields, Result, Session } from '../provider';
import type { OrderFilter, OrderRecord } from './api';
import { createdAfter, createdBefore, orderStatus } from './fields';
import { NOTHING_KNOWN, orderFrom, orderStatusFrom } from './mapping';
import { orderOfSubscription, subscriptionIdIn } from './orderOf';
import { firstOf } from './paging';
import { withReference } from './references';
import { apiOf } from './version';
import { orderBySubscription, wholeOrder } from './wholeOrder';

const MOST_SUBSCRIPTIONS = 2_000;

/** @throws ProviderError `notFound`, or `badInput` when a reference cannot be searched for */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const subscriptionId = subscriptionIdIn(orderId);
    if (subscriptionId !== null) return await bySubscription(session, subscriptionId, orderId);
    return await wholeOrder(session, apiOf(session), await readOrder(session, orderId), {});
  },
  clientReference: async (session, { clientReference, customerEmail }) =>
    await byReference(session, clientReference, customerEmail),
});

async function bySubscription(session: Session, subscriptionId: string, orderId: string): Promise<Result<Order>> {
  const api = apiOf(session);
  const read = await attempt(async () => await api.subscription(session, subscriptionId));
  if (!read.ok) throw read.error.kind === 'notFound' ? noOrder(orderId) : read.error;
  return await orderBySubscription(session, api, read.value, { orderId, type: null });
}

/** @throws ProviderError `notFound` */
async function readOrder(session: Session, orderId: string): Promise<OrderRecord> {
  const read = await attempt(async () => await apiOf(session).order(session, orderId));
  if (read.ok) return read.value;
  throw read.error.kind === 'notFound' ? noOrder(orderId) : read.error;
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
  const listed = await attempt(async () => await firstOf(api.subscriptions(session, { email }), MOST_SUBSCRIPTIONS));
  if (!listed.ok) throw listed.error.kind === 'notFound' ? noReference(reference) : listed.error;
  const { rows, complete } = listed.value;
  const revealed = await withReference(session, api, rows, reference);
  const [found, ...others] = revealed.matching;
  if (found && others.length === 0) return await orderOfSubscription(session, api, found, null);
  if (found) {
    throw new ProviderError('badInput', `Several orders carry the client reference "${reference}"`, {
      description: `Their subscriptions are ${revealed.matching.map(({ id }) => id).join(', ')}. Get one of them by its order ID.`,
    });
  }
  if (revealed.error) throw revealed.error;
  throw complete && revealed.complete ? noReference(reference) : notAllSeen(reference);
}

function noOrder(orderId: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect knows no order with the id "${orderId}"`, {
    description: 'Check it, and the API version and the base URL in the credential.',
    status: 404,
  });
}

function noReference(reference: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect shows no order with the client reference "${reference}"`, {
    description:
      'It is not visible yet, or was never bought: an order under way shows no reference until it is completed. Look again later. Check that Customer Email is the address that was given with the order.',
    status: 404,
  });
}

function notAllSeen(reference: string): ProviderError {
  return new ProviderError(
    'notFound',
    `No order with the client reference "${reference}" was found, but not all could be seen`,
    {
      description:
        'It may be there: not every subscription of this customer could be read. List the orders with Get Many, get it by its order ID if you have that, or ask 1GLOBAL for the subscription with this device_id.',
    },
  );
}

/** Without a time span, v1 gives the last 30 days: there a span is required. */
export async function* getMany(session: Session, fields: ProviderFields): Listing<Order> {
  for await (const order of apiOf(session).orders(session, filterOf(fields))) {
    yield { value: orderFrom(order, NOTHING_KNOWN), raw: order.raw };
  }
}

function filterOf(filledIn: ProviderFields): OrderFilter {
  return {
    status: filledIn.get(orderStatus) ?? undefined,
    from: filledIn.get(createdAfter) ?? undefined,
    to: filledIn.get(createdBefore) ?? undefined,
  };
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
    if (!subscription.ok) throw subscription.error.kind === 'notFound' ? noOrder(orderId) : subscription.error;
    return { iccid: subscription.value.iccid, subscriptionId, matchingId: null };
  }
  const order = await readOrder(session, orderId);
  if (orderStatusFrom(order.status) === 'completed') return order;
  throw new ProviderError(
    'refused',
    `Order ${orderId} is not completed: 1GLOBAL Connect says ${order.status ?? 'nothing'}`,
    {
      description: 'Run again when it is completed. An order that failed has brought no eSIM.',
    },
  );
}

export function nothingIn(orderId: string, what: string): ProviderError {
  return new ProviderError('refused', `1GLOBAL Connect shows no ${what} in order ${orderId}`, {
    description: 'Get the order to see what it holds.',
  });
}
