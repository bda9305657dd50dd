/**
 * Has this client reference been bought? 1GLOBAL cannot be asked for a reference; it is in `device_id` of the
 * subscription that a completed order made, and an order under way shows no reference at all
 * (facts/providers/1global-connect.md, sections 1.5, 2.4.1, 3.6). So: the subscriptions of the customer (by email) or
 * of the eSIM (by ICCID) are read to the end, and an order under way may be any purchase but those of this process.
 */
import type { Order } from '../../esim/model';
import { attempt, isNotOffered } from '../kit/attempt';
import type { Found, Session, Traits } from '../provider';
import type { ConnectApi, OrderRecord, SubscriptionRecord } from './api';
import { orderOfSubscription } from './orderOf';
import { completedOrders, ordersUnderWay, subscriptionOfOrder } from './ordersSince';
import { firstOf } from './paging';
import { withReference } from './references';
import { isAnother, type Purchase, recall } from './remember';
import { wholeOrder } from './wholeOrder';

export interface Look {
  /** When this run sent it, in milliseconds since 1970; null while it has not. */
  sentAt: number | null;
  /** It was looked for before: then the completed orders are searched as well, whoever they are for. */
  again: boolean;
}

const MOST_SUBSCRIPTIONS = 2_000;

const UNDER_WAY = 'an order is under way that may be this one, and 1GLOBAL says whose it is only when it is completed';

/** Looks once. An order for a physical SIM has no place for the reference: only what this process remembers is known of it. */
export async function findPurchase(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  look: Look,
  hasReference: boolean,
): Promise<Found<Order>> {
  const remembered = await fromMemory(session, api, purchase);
  if (remembered) return remembered;
  return hasReference ? await fromBooks(session, api, purchase, look) : { outcome: 'cannotTell', error: null };
}

/** What this process was told when it sent the purchase, read back. */
async function fromMemory(session: Session, api: ConnectApi, purchase: Purchase): Promise<Found<Order> | null> {
  const sent = recall(session, api, purchase);
  if (!sent) return null;
  const read = await attempt(async () => await api.order(session, sent.orderId));
  if (!read.ok) return read.error.kind === 'notFound' ? null : { outcome: 'cannotTell', error: read.error };
  const { kind: type, reference: clientReference, packageId } = sent;
  const result = await wholeOrder(session, api, read.value, { type, clientReference, packageId });
  return { outcome: 'found', result, traits: traitsOf(sent) };
}

async function fromBooks(session: Session, api: ConnectApi, purchase: Purchase, look: Look): Promise<Found<Order>> {
  const isOpen = ({ id }: OrderRecord): boolean => !isAnother(session, api, purchase, id);
  // first, so that an order which is completed between the two reads has its subscription in the second
  const underWay = await attempt(async () => await ordersUnderWay(session, api, isOpen));
  const owner = purchase.kind === 'topUp' ? { iccid: purchase.owner } : { email: purchase.owner };
  const listed = await attempt(async () => await firstOf(api.subscriptions(session, owner), MOST_SUBSCRIPTIONS));
  if (!listed.ok && !isNotOffered(listed.error)) return { outcome: 'cannotTell', error: listed.error };
  // "not found" may be said of a customer without any, or of the whole search: nothing is known then
  const { rows, complete } = listed.ok ? listed.value : { rows: [], complete: false };
  const revealed = await withReference(session, api, rows, purchase.reference);
  if (revealed.matching.length > 0) return await recognised(session, api, purchase, revealed.matching, rows);
  if (revealed.error) return { outcome: 'cannotTell', error: revealed.error };
  const isWhole = complete && revealed.complete;
  const unlisted = look.again || !isWhole ? await amongAllOrders(session, api, purchase, look, rows) : null;
  if (unlisted) return unlisted;
  if (!underWay.ok) return { outcome: 'cannotTell', error: isNotOffered(underWay.error) ? null : underWay.error };
  // once more: the answer that names the order of another purchase may have come meanwhile
  const { recent, stuck, complete: areAll } = underWay.value;
  if (recent.some(isOpen)) return { outcome: 'underWay', explanation: UNDER_WAY };
  const isCalm = areAll && !stuck.some(isOpen);
  return isWhole && isCalm ? { outcome: 'absent' } : { outcome: 'cannotTell', error: null };
}

/** Completed orders whose subscription the search by email or ICCID did not give. */
async function amongAllOrders(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  { sentAt }: Look,
  listed: readonly SubscriptionRecord[],
): Promise<Found<Order> | null> {
  const orders = await attempt(async () => await completedOrders(session, api, sentAt));
  if (!orders.ok) return null;
  const known = new Set(listed.map(({ id }) => id));
  const unlisted = orders.value
    .filter(({ type }) => type === null || type === purchase.kind)
    .filter(({ id, subscriptionId }) => !known.has(subscriptionId) && !isAnother(session, api, purchase, id))
    .map(subscriptionOfOrder);
  const [found] = (await withReference(session, api, unlisted, purchase.reference)).matching;
  return found ? await foundBy(session, api, purchase, found, { email: null }) : null;
}

/** The reference is in the books, once for a purchase of this kind, or for something else. */
async function recognised(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  matching: SubscriptionRecord[],
  all: readonly SubscriptionRecord[],
): Promise<Found<Order>> {
  const own = matching.filter((one) => isOfKind(purchase.kind, one, all));
  const [found, ...others] = own;
  if (!found) {
    const other =
      purchase.kind === 'topUp' ? 'the order of this eSIM has it' : `a top-up of the eSIM ${matching[0]?.iccid} has it`;
    return { outcome: 'conflict', explanation: other };
  }
  if (others.length > 0) {
    return {
      outcome: 'conflict',
      explanation: `several subscriptions carry it (${own.map(({ id }) => id).join(', ')})`,
      advice: 'If they are the same sale, it was bought more than once: ask 1GLOBAL about those too many.',
    };
  }
  // what the search by the customer's address gives belongs to that customer
  return await foundBy(session, api, purchase, found, { email: purchase.owner });
}

async function foundBy(
  session: Session,
  api: ConnectApi,
  { kind }: Purchase,
  found: SubscriptionRecord,
  { email }: { email: string | null },
): Promise<Found<Order>> {
  const { productId, iccid } = await withProduct(session, api, found);
  const result = await orderOfSubscription(session, api, { ...found, productId }, kind);
  const whose = kind === 'topUp' ? { iccid } : { customer: { id: null, email } };
  return { outcome: 'found', result, traits: { package: { id: productId }, ...whose } };
}

/** Lists may leave the product out (section 3.6). */
async function withProduct(
  session: Session,
  api: ConnectApi,
  found: SubscriptionRecord,
): Promise<Pick<SubscriptionRecord, 'productId' | 'iccid'>> {
  const { id, productId } = found;
  if (productId !== null || id === null) return found;
  const read = await attempt(async () => await api.subscription(session, id));
  return read.ok ? read.value : found;
}

/** What a purchase is about, as it was or is to be sent. */
export function traitsOf({ kind, packageId, owner }: Purchase): Traits {
  const whose = kind === 'topUp' ? { iccid: owner } : { customer: { id: null, email: owner } };
  return { package: { id: packageId }, ...whose };
}

/** The first subscription of a SIM came with it, the later ones are top-ups; equal times prove nothing. */
function isOfKind(kind: Purchase['kind'], one: SubscriptionRecord, all: readonly SubscriptionRecord[]): boolean {
  const created = one.createdAt;
  if (created === null) return true;
  const others = all.filter(({ id, iccid }) => iccid !== null && iccid === one.iccid && id !== one.id);
  if (kind === 'newEsim') return !others.some(({ createdAt }) => createdAt !== null && createdAt < created);
  return others.some(({ createdAt }) => createdAt === null || createdAt <= created);
}
