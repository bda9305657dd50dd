/**
 * Beside the usual rooms: has this client reference been bought? 1GLOBAL cannot be asked for a reference; it is in `device_id` of the
 * subscription that a completed order made, and an order under way shows no reference at all
 * (facts/providers/1global-connect.md, sections 1.5, 2.4.1, 3.6). So: the subscriptions of the customer (by email) or
 * of the eSIM (by ICCID) are read to the end, and an order under way may be any purchase but those of this process.
 */
import type { Order } from '../../esim/model';
import { attempt, isNotOffered } from '../kit/attempt';
import { foundAmong } from '../kit/books';
import { firstOf } from '../kit/lists';
import { memoryOfProcess } from '../kit/memory';
import type { Progress } from '../kit/purchases';
import type { Found, Session, Traits } from '../provider';
import { apiOf } from './api';
import { MOST_SUBSCRIPTIONS } from './esims';
import { orderOfSubscription } from './orderOfSubscription';
import { completedOrders, ordersUnderWay, subscriptionOfOrder } from './recentOrders';
import { withReference } from './references';
import { wholeOrder } from './wholeOrder';
import type { OrderRecord, OrderRequest, SubscriptionRecord } from './wire';

export interface Purchase {
  kind: OrderRequest['kind'];
  reference: string;
  packageId: string;
  /** Email address of a new eSIM's customer, or ICCID: whose purchase it is. */
  owner: string;
}

const accountOf = ({ settings }: Session) => [settings.baseUrl, settings.clientId];

/**
 * Which order each purchase of this process became, and which purchase an order is. 1GLOBAL shows the reference of an order
 * only once it is completed (section 1.5): until then nothing else tells whose an order under way is. After a restart, and
 * for orders of other processes, the provider's books must do.
 */
const orderOf = memoryOfProcess<Purchase & { orderId: string }>(accountOf);
const purchaseOf = memoryOfProcess<Purchase>(accountOf);

export function rememberOrder(session: Session, purchase: Purchase, orderId: string): void {
  orderOf.set(session, [purchase.kind, purchase.reference], { ...purchase, orderId });
  purchaseOf.set(session, orderId, purchase);
}

/** Whether an order is known to be another purchase than this one. */
function isAnother(session: Session, { kind, reference }: Purchase, orderId: string | null): boolean {
  const known = orderId === null ? undefined : purchaseOf.get(session, orderId);
  return known !== undefined && (known.kind !== kind || known.reference !== reference);
}

const UNDER_WAY = 'an order is under way that may be this one, and 1GLOBAL says whose it is only when it is completed';

/** Looks once. An order for a physical SIM has no place for the reference: only what this process remembers is known of it. */
export async function findPurchase(
  session: Session,
  purchase: Purchase,
  progress: Progress,
  hasReference: boolean,
): Promise<Found<Order>> {
  const remembered = await fromMemory(session, purchase);
  if (remembered) return remembered;
  return hasReference ? await fromBooks(session, purchase, progress) : { outcome: 'cannotTell', error: null };
}

/** What this process was told when it sent the purchase, read back. */
async function fromMemory(session: Session, purchase: Purchase): Promise<Found<Order> | null> {
  const sent = orderOf.get(session, purchase.kind, purchase.reference);
  if (!sent) return null;
  const read = await attempt(async () => await apiOf(session).order(session, sent.orderId));
  if (!read.ok) return read.error.kind === 'notFound' ? null : { outcome: 'cannotTell', error: read.error };
  const { kind: type, reference: clientReference, packageId } = sent;
  const result = await wholeOrder(session, read.value, { type, clientReference, packageId });
  return { outcome: 'found', result, traits: traitsOf(sent) };
}

async function fromBooks(session: Session, purchase: Purchase, progress: Progress): Promise<Found<Order>> {
  const isOpen = ({ id }: OrderRecord): boolean => !isAnother(session, purchase, id);
  // first, so that an order which is completed between the two reads has its subscription in the second
  const underWay = await attempt(async () => await ordersUnderWay(session, isOpen));
  const listed = await attempt(async () => await subscriptionsOfOwner(session, purchase));
  if (!listed.ok && !isNotOffered(listed.error)) return { outcome: 'cannotTell', error: listed.error };
  // "not found" may be said of a customer without any, or of the whole search: nothing is known then
  const { rows, complete } = listed.ok ? listed.value : { rows: [], complete: false };
  const revealed = await withReference(session, rows, purchase.reference);
  if (revealed.rows.length > 0) return await recognised(session, purchase, revealed.rows, rows);
  if (revealed.error) return { outcome: 'cannotTell', error: revealed.error };
  const isWhole = complete && revealed.complete;
  // looked for before: then the completed orders are searched as well, whoever they are for
  const unlisted = progress.looks > 0 || !isWhole ? await amongAllOrders(session, purchase, progress, rows) : null;
  if (unlisted) return unlisted;
  if (!underWay.ok) return { outcome: 'cannotTell', error: isNotOffered(underWay.error) ? null : underWay.error };
  // once more: the answer that names the order of another purchase may have come meanwhile
  const { recent, stuck, complete: areAll } = underWay.value;
  if (recent.some(isOpen)) return { outcome: 'underWay', explanation: UNDER_WAY };
  const isCalm = areAll && !stuck.some(isOpen);
  return isWhole && isCalm ? { outcome: 'absent' } : { outcome: 'cannotTell', error: null };
}

/** Addresses may be kept in lower case, and whether the search minds is unknown. */
async function subscriptionsOfOwner(session: Session, { kind, owner }: Purchase) {
  const owners = kind === 'topUp' ? [{ iccid: owner }] : spellingsOf(owner).map((email) => ({ email }));
  const rows = new Map<string | null, SubscriptionRecord>();
  let complete = true;
  for (const one of owners) {
    const found = await firstOf(apiOf(session).subscriptions(session, one), MOST_SUBSCRIPTIONS);
    for (const row of found.rows) rows.set(row.id, row);
    complete &&= found.complete;
  }
  return { rows: [...rows.values()], complete };
}

export function spellingsOf(email: string): string[] {
  return [...new Set([email, email.toLowerCase()])];
}

/** Completed orders whose subscription the search by email or ICCID did not give. */
async function amongAllOrders(
  session: Session,
  purchase: Purchase,
  { sentAt }: Progress,
  listed: readonly SubscriptionRecord[],
): Promise<Found<Order> | null> {
  const orders = await attempt(async () => await completedOrders(session, sentAt));
  if (!orders.ok) return null;
  const known = new Set(listed.map(({ id }) => id));
  const unlisted = orders.value
    .filter(({ type }) => type === null || type === purchase.kind)
    .filter(({ id, subscriptionId }) => !known.has(subscriptionId) && !isAnother(session, purchase, id))
    .map(subscriptionOfOrder);
  const [found] = (await withReference(session, unlisted, purchase.reference)).rows;
  return found ? await foundBy(session, purchase, found, { email: null }) : null;
}

/** The reference is in the books, once for a purchase of this kind, or for something else. */
async function recognised(
  session: Session,
  purchase: Purchase,
  matching: readonly SubscriptionRecord[],
  all: readonly SubscriptionRecord[],
): Promise<Found<Order>> {
  const own = matching.filter((one) => isOfKind(purchase.kind, one, all));
  if (own.length === 0) {
    const other =
      purchase.kind === 'topUp' ? 'the order of this eSIM has it' : `a top-up of the eSIM ${matching[0]?.iccid} has it`;
    return { outcome: 'conflict', explanation: other };
  }
  return await foundAmong(
    { rows: own, complete: true, error: null },
    // what the search by the customer's address gives belongs to that customer
    async (only) => await foundBy(session, purchase, only, { email: purchase.owner }),
    ({ id }) => `subscription ${id}`,
    'If they are the same sale, it was bought more than once: ask 1GLOBAL about those too many.',
  );
}

async function foundBy(
  session: Session,
  { kind }: Purchase,
  found: SubscriptionRecord,
  { email }: { email: string | null },
): Promise<Found<Order>> {
  const { productId, iccid } = await withProduct(session, found);
  const result = await orderOfSubscription(session, { ...found, productId }, kind);
  const whose = kind === 'topUp' ? { iccid } : { customer: { id: null, email } };
  return { outcome: 'found', result, traits: { package: { id: productId }, ...whose } };
}

/** Lists may leave the product out (section 3.6). */
async function withProduct(
  session: Session,
  found: SubscriptionRecord,
): Promise<Pick<SubscriptionRecord, 'productId' | 'iccid'>> {
  const { id, productId } = found;
  if (productId !== null || id === null) return found;
  const read = await attempt(async () => await apiOf(session).subscription(session, id));
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
