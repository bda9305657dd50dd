/** Orders of new SIMs, and reading all orders back (facts/providers/1global-connect.md, sections 2.3, 3.4). */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import { readOr } from '../kit/attempt';
import { onlyOrder } from '../kit/books';
import { notThere } from '../kit/errors';
import { firstOf, listingOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type {
  CreateOrderInput,
  Listing,
  OrderLookup,
  ProviderFields,
  PurchaseOperation,
  Result,
  Session,
} from '../provider';
import { apiOf } from './api';
import { MOST_SUBSCRIPTIONS } from './esims';
import { createdAfter, createdBefore, orderStatus } from './fields';
import { NOTHING_KNOWN, orderFrom, orderStatusFrom } from './mapping';
import { orderOfSubscription, subscriptionIdIn } from './orderOfSubscription';
import { prepared, SHOWS_WITHIN_MS } from './purchases';
import { withReference } from './references';
import { newEsimRequest } from './request';
import { orderBySubscription, wholeOrder } from './wholeOrder';
import { type OrderFilter, type OrderRecord, PROVIDER_NAME, type SubscriptionRecord } from './wire';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (session, input) => void newEsimRequest(apiOf(session).version, input),
  prepare: async (session, input) =>
    await Promise.resolve(
      prepared(session, newEsimRequest(apiOf(session).version, input), {
        owner: input.customerEmail ?? '',
        whereToCheck: `the subscriptions of this customer at ${PROVIDER_NAME} (field device_id)`,
      }),
    ),
};

/** @throws ProviderError `notFound`, or `badInput` when a reference cannot be searched for */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const subscriptionId = subscriptionIdIn(orderId);
    if (subscriptionId !== null) return await bySubscription(session, subscriptionId, orderId);
    return await wholeOrder(session, await readOrder(session, orderId), {});
  },
  clientReference: async (session, { clientReference, customerEmail }) =>
    await byReference(session, clientReference, customerEmail),
});

async function bySubscription(session: Session, subscriptionId: string, orderId: string): Promise<Result<Order>> {
  const subscription = await readSubscription(session, subscriptionId, orderId);
  return await orderBySubscription(session, subscription, { orderId, type: null });
}

/** @throws ProviderError `notFound` */
async function readOrder(session: Session, orderId: string): Promise<OrderRecord> {
  return await readOr(
    async () => await apiOf(session).order(session, orderId),
    () => noOrder(orderId),
  );
}

/** @throws ProviderError `notFound` */
async function readSubscription(session: Session, id: string, orderId: string): Promise<SubscriptionRecord> {
  return await readOr(
    async () => await apiOf(session).subscription(session, id),
    () => noOrder(orderId),
  );
}

/** Only through the subscriptions of a customer: 1GLOBAL cannot be asked for a reference. */
async function byReference(session: Session, reference: string, email: string | null): Promise<Result<Order>> {
  if (email === null) {
    throw new InputError(
      'Customer Email is empty',
      '1GLOBAL Connect can only be searched by customer. Fill in the address that was given with the order.',
    );
  }
  const listed = await readOr(
    async () => await firstOf(apiOf(session).subscriptions(session, { email }), MOST_SUBSCRIPTIONS),
    () => notThere(`${PROVIDER_NAME} shows no order with the client reference "${reference}"`, NOT_VISIBLE),
  );
  const revealed = await withReference(session, listed.rows, reference);
  const found = onlyOrder({ ...revealed, complete: listed.complete && revealed.complete }, reference, {
    provider: PROVIDER_NAME,
    nameOf: ({ id }) => `subscription:${id}`,
    none: NOT_VISIBLE,
    notAllSeen:
      'It may be there: not every subscription of this customer could be read. List the orders with Get Many, get it by its order ID if you have that, or ask 1GLOBAL for the subscription with this device_id.',
  });
  return await orderOfSubscription(session, found, null);
}

const NOT_VISIBLE =
  'It is not visible yet, or was never bought: an order under way shows no reference until it is completed. Look again later. Check that Customer Email is the address that was given with the order.';

function noOrder(orderId: string): ProviderError {
  return notThere(
    `${PROVIDER_NAME} knows no order with the id "${orderId}"`,
    'Check it, and the API version and the base URL in the credential.',
  );
}

/** Without a time span, v1 gives the last 30 days: there a span is required. */
export function getMany(session: Session, fields: ProviderFields): Listing<Order> {
  const orders = apiOf(session).orders(session, filterOf(fields));
  return listingOf(
    orders,
    (order: OrderRecord) => orderFrom(order, NOTHING_KNOWN),
    ({ raw }) => raw,
  );
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
    const { iccid } = await readSubscription(session, subscriptionId, orderId);
    return { iccid, subscriptionId, matchingId: null };
  }
  const order = await readOrder(session, orderId);
  if (orderStatusFrom(order.status) === 'completed') return order;
  throw new ProviderError(
    'refused',
    `Order ${orderId} is not completed: ${PROVIDER_NAME} says ${order.status ?? 'nothing'}`,
    {
      description: 'Run again when it is completed. An order that failed has brought no eSIM.',
    },
  );
}

export function nothingIn(orderId: string, what: string): ProviderError {
  return new ProviderError('refused', `${PROVIDER_NAME} shows no ${what} in order ${orderId}`, {
    description: 'Get the order to see what it holds.',
  });
}
