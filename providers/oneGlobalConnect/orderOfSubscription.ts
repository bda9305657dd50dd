/**
 * Beside the usual rooms: from a subscription back to the order that made it, which no field of it names
 * (facts/providers/1global-connect.md, sections 2.3.4, 2.4.1, 3.6).
 */
import type { Order, OrderType } from '../../esim/model';
import { attempt, isNotOffered } from '../kit/attempt';
import { firstOf } from '../kit/lists';
import { memoryOfExecution } from '../kit/memory';
import type { Result, Session } from '../provider';
import { apiOf } from './api';
import { orderBySubscription, wholeOrder } from './wholeOrder';
import type { OrderRecord, SubscriptionRecord } from './wire';

/**
 * Instead of an order id, where the list of orders does not show the order of a subscription (in v1 that list is known
 * from one source only). All our operations understand it.
 */
const BY_SUBSCRIPTION = 'subscription:';

const MINUTE_MS = 60_000;
/** Spans before and after the subscription's creation in which its order is looked for: the near one first. */
const SPANS_MS: ReadonlyArray<[before: number, after: number]> = [
  [30 * MINUTE_MS, 10 * MINUTE_MS],
  [48 * 60 * MINUTE_MS, 60 * MINUTE_MS],
];
const ROUNDING_MS = 10 * MINUTE_MS;
const MOST_ORDERS = 1_000;

export function subscriptionIdIn(orderId: string): string | null {
  return orderId.startsWith(BY_SUBSCRIPTION) ? orderId.slice(BY_SUBSCRIPTION.length) : null;
}

/**
 * The order behind a subscription, as complete as it can be had.
 * @throws ProviderError when the orders cannot be read just now: another time they would give another id
 */
export async function orderOfSubscription(
  session: Session,
  subscription: SubscriptionRecord,
  type: OrderType | null,
): Promise<Result<Order>> {
  const listed = await attempt(async () => await listedOrder(session, subscription));
  if (!listed.ok && !isNotOffered(listed.error)) throw listed.error;
  if (!listed.ok)
    session.log(`the order of subscription ${subscription.id} could not be looked up: ${listed.error.message}`);
  const row = listed.ok ? listed.value : null;
  const rowId = row?.id ?? null;
  if (row === null || rowId === null) {
    const orderId = `${BY_SUBSCRIPTION}${subscription.id}`;
    return await orderBySubscription(session, subscription, { orderId, type });
  }
  // lists give less of an order than it gives itself
  const read = await attempt(async () => await apiOf(session).order(session, rowId));
  return await wholeOrder(session, read.ok ? read.value : row, { type }, subscription);
}

async function listedOrder(session: Session, { id, createdAt }: SubscriptionRecord): Promise<OrderRecord | null> {
  const created = createdAt === null ? Date.now() : Date.parse(createdAt);
  const isIt = ({ subscriptionId }: OrderRecord): boolean => subscriptionId === id;
  for (const [before, after] of SPANS_MS) {
    // the same spans for subscriptions of about the same time
    const from = roundDown(created - before);
    const to = roundDown(created + after + ROUNDING_MS);
    const listed = await listedIn(session, { from, to }, (rows) => rows.some(isIt));
    const found = listed.find(isIt);
    if (found) return found;
  }
  return null;
}

function roundDown(time: number): string {
  return new Date(Math.floor(time / ROUNDING_MS) * ROUNDING_MS).toISOString();
}

/** Completed orders as this execution has listed them before: an order that is among them stays as it is. */
const listedBefore = memoryOfExecution(() => new Map<string, OrderRecord[]>());

async function listedIn(
  session: Session,
  span: { from: string; to: string },
  areEnough: (rows: OrderRecord[]) => boolean,
): Promise<OrderRecord[]> {
  const memory = listedBefore(session);
  const key = `${apiOf(session).version} orders completed from ${span.from} to ${span.to}`;
  const before = memory.get(key);
  if (before && areEnough(before)) return before;
  const rows = await session.shareFresh(key, async () => {
    const listed = await firstOf(apiOf(session).orders(session, { status: 'COMPLETED', ...span }), MOST_ORDERS);
    return listed.rows;
  });
  memory.set(key, rows);
  return rows;
}
