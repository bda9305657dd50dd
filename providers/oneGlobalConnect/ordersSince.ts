/** The orders around the time of a purchase (providers/1global-connect.md, sections 1.9, 2.3.4, 3.4.3). */
import type { Session } from '../provider';
import type { ConnectApi, OrderRecord, SubscriptionRecord } from './api';
import { firstOf } from './paging';
import { isAnother, type Purchase } from './remember';

export interface Look {
  /** Something was attempted, and nobody knows what became of it; otherwise nothing has been sent yet. */
  again: boolean;
  /** When it was sent, in milliseconds since 1970; null when it was not sent by this run. */
  sentAt: number | null;
  /** Whether the order carries the reference at all: those of physical SIMs have no place for it. */
  hasReference: boolean;
}

const HOUR_MS = 3_600_000;
/** How long an order may be under way is unknown (section 1.9); older ones are taken for stuck. */
const UNDER_WAY_FOR_MS = 48 * HOUR_MS;
/** How far the clocks of n8n and the provider may differ. */
const CLOCKS_MS = 15 * 60_000;
const MOST_ORDERS = 400;

/** Orders that have no subscription yet, but for those that are known to be other purchases. */
export async function ordersUnderWay(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  look: Look,
): Promise<OrderRecord[]> {
  const accepted = await ordersOf(session, api, 'ACCEPTED', look);
  const fulfilling = await ordersOf(session, api, 'FULFILLING', look);
  return [...accepted, ...fulfilling].filter(({ id }) => !isAnother(session, api, purchase, id));
}

/** Those that may be the purchase and are finished. */
export async function completedOrders(session: Session, api: ConnectApi, look: Look): Promise<OrderRecord[]> {
  return await ordersOf(session, api, 'COMPLETED', look);
}

/** Read once for all purchases that are looked for at the same time; never before one of them was sent. */
async function ordersOf(session: Session, api: ConnectApi, status: string, look: Look): Promise<OrderRecord[]> {
  const from = startOf(look);
  return await session.shareFresh(`orders ${status} since ${from}`, async () => {
    const to = new Date(Date.now() + HOUR_MS).toISOString();
    return (await firstOf(api.orders(session, { status, from, to }), MOST_ORDERS)).rows;
  });
}

/** What an order says of the subscription that it made: everything else is still to be read. */
export function subscriptionOfOrder({ subscriptionId, iccid, createdAt }: OrderRecord): SubscriptionRecord {
  const silent = {
    status: null,
    deviceId: undefined,
    productId: null,
    productName: null,
    activatedAt: null,
    expiresAt: null,
  };
  return {
    id: subscriptionId,
    iccid,
    createdAt,
    ...silent,
    totalBytes: null,
    usedBytes: null,
    remainingBytes: null,
    raw: null,
  };
}

/** When the purchase may have been made at the earliest, the same for purchases of about the same time. */
function startOf({ sentAt }: Look): string {
  const from = sentAt === null ? Date.now() - UNDER_WAY_FOR_MS : sentAt - CLOCKS_MS;
  return new Date(Math.floor(from / CLOCKS_MS) * CLOCKS_MS).toISOString();
}
