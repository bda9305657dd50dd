/**
 * Beside the usual rooms: the orders of the last days, which may be a purchase whose reference is not shown yet
 * (facts/providers/1global-connect.md, sections 1.9, 2.3.4, 3.4.3).
 */
import { firstOf } from '../kit/lists';
import type { Session } from '../provider';
import { apiOf } from './api';
import type { OrderRecord, SubscriptionRecord } from './wire';

export interface UnderWay {
  /** Worth waiting for. */
  recent: OrderRecord[];
  stuck: OrderRecord[];
  /** Whether those are all. */
  complete: boolean;
}

interface Listed {
  orders: OrderRecord[];
  complete: boolean;
}

const HOUR_MS = 3_600_000;
/** How long an order may be under way is unknown (section 1.9); older ones are taken for dead. */
const UNDER_WAY_FOR_MS = 48 * HOUR_MS;
/**
 * An order that has been under way for longer may stay so: waiting for it would hold up every sale of the account. Then
 * n8n's note of the reference decides.
 */
const WAITED_FOR_MS = 3 * HOUR_MS;
/** How far the clocks of n8n and the provider may differ; all who look within this time get the same list. */
const CLOCKS_MS = 15 * 60_000;
const MOST_ORDERS = 400;

/**
 * Orders that have no subscription yet.
 * @param isOpen whether it is unknown whose order it is: others need no closer look
 */
export async function ordersUnderWay(session: Session, isOpen: (order: OrderRecord) => boolean): Promise<UnderWay> {
  const now = Date.now();
  const { orders: all, complete } = await unfinished(session, now - UNDER_WAY_FOR_MS);
  const orders = all.filter(isOpen);
  const since = now - WAITED_FOR_MS;
  if (orders.every(({ createdAt }) => createdAt !== null)) {
    const isRecent = ({ createdAt }: OrderRecord): boolean => Date.parse(createdAt ?? '') >= since;
    return { recent: orders.filter(isRecent), stuck: orders.filter((order) => !isRecent(order)), complete };
  }
  // v1 does not say when an order was made, but takes the time span
  const { orders: recent } = await unfinished(session, since);
  const young = new Set(recent.map(({ id }) => id));
  return { recent, stuck: orders.filter(({ id }) => !young.has(id)), complete };
}

async function unfinished(session: Session, sinceMs: number): Promise<Listed> {
  const accepted = await ordersOf(session, 'ACCEPTED', sinceMs);
  const fulfilling = await ordersOf(session, 'FULFILLING', sinceMs);
  return {
    orders: [...accepted.orders, ...fulfilling.orders],
    complete: accepted.complete && fulfilling.complete,
  };
}

/** @param sentAt when the purchase was sent, in milliseconds since 1970; null when that is not known */
export async function completedOrders(session: Session, sentAt: number | null): Promise<OrderRecord[]> {
  const since = sentAt === null ? Date.now() - UNDER_WAY_FOR_MS : sentAt - CLOCKS_MS;
  return (await ordersOf(session, 'COMPLETED', since)).orders;
}

/** Read once for all purchases that are looked for at the same time, never before one of them was sent. */
async function ordersOf(session: Session, status: string, sinceMs: number): Promise<Listed> {
  const from = new Date(Math.floor(sinceMs / CLOCKS_MS) * CLOCKS_MS).toISOString();
  return await session.shareFresh(`orders ${status} since ${from}`, async () => {
    const { rows, complete } = await firstOf(apiOf(session).orders(session, { status, from }), MOST_ORDERS);
    return { orders: rows, complete };
  });
}

/** What an order says of the subscription that it made: everything else is still to be read. */
export function subscriptionOfOrder({ subscriptionId, iccid, createdAt }: OrderRecord): SubscriptionRecord {
  return {
    id: subscriptionId,
    iccid,
    createdAt,
    status: null,
    deviceId: undefined,
    productId: null,
    productName: null,
    activatedAt: null,
    expiresAt: null,
    totalBytes: null,
    usedBytes: null,
    remainingBytes: null,
    raw: null,
  };
}
