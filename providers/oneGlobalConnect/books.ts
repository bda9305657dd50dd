/**
 * Has this client reference been bought? 1GLOBAL cannot be asked for a reference; it is in `device_id` of the
 * subscription that a completed order made, and an order under way shows no reference at all
 * (providers/1global-connect.md, sections 1.5, 2.4.1, 3.6). So: the subscriptions of the customer (by email) or of the
 * eSIM (by ICCID) are read to the end, and `absent` is said only if, beyond that, no unknown order is under way.
 */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, Session } from '../provider';
import type { ConnectApi, SubscriptionRecord } from './api';
import { unlessDeleted } from './deleted';
import { NOTHING_KNOWN, orderFrom } from './mapping';
import { orderOfSubscription } from './orderOf';
import { firstOf } from './paging';
import { withReference } from './references';
import { completedOrders, type Look, ordersUnderWay, subscriptionOfOrder } from './ordersSince';
import { isAnother, type Purchase, recall } from './remember';

type Seen = Found<Order> | { outcome: 'underWay' };

const MOST_SUBSCRIPTIONS = 2_000;

/** While an unknown order is under way, `again` waits for it, this often and this long, before it gives up. */
const ROUNDS = 5;
const PAUSE_MS = 2_500;

export async function findPurchase(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  look: Look,
): Promise<Found<Order>> {
  const remembered = await fromMemory(session, api, purchase);
  if (remembered) return remembered;
  if (!look.hasReference) return { outcome: 'cannotTell', error: null };
  for (let round = 1; ; round++) {
    const seen = await lookOnce(session, api, purchase, look);
    if (seen.outcome !== 'underWay') return seen;
    if (!look.again) return { outcome: 'cannotTell', error: null };
    if (round >= ROUNDS) return { outcome: 'cannotTell', error: stillUnderWay() };
    await session.sleep(PAUSE_MS);
  }
}

/** What this process was told when it sent the purchase, read back. */
async function fromMemory(session: Session, api: ConnectApi, purchase: Purchase): Promise<Found<Order> | null> {
  const known = recall(session, api, purchase);
  if (!known) return null;
  if (known.owner.toLowerCase() !== purchase.owner.toLowerCase()) {
    return { outcome: 'conflict', explanation: `order ${known.orderId} has it, for ${known.owner}` };
  }
  if (known.packageId !== purchase.packageId) return otherPackage(known.orderId, known.packageId);
  const read = await attempt(async () => await api.order(session, known.orderId));
  if (!read.ok) return read.error.kind === 'notFound' ? null : { outcome: 'cannotTell', error: read.error };
  const { kind: type, reference: clientReference, packageId } = purchase;
  const around = { ...NOTHING_KNOWN, type, clientReference, packageId };
  const order = { value: orderFrom(read.value, around), raw: read.value.raw };
  return { outcome: 'found', result: await unlessDeleted(session, api, order, read.value.createdAt) };
}

async function lookOnce(session: Session, api: ConnectApi, purchase: Purchase, look: Look): Promise<Seen> {
  // first, so that an order which is completed between the two reads has its subscription in the second
  const underWay = await attempt(async () => await ordersUnderWay(session, api, purchase, look));
  const owner = purchase.kind === 'topUp' ? { iccid: purchase.owner } : { email: purchase.owner };
  const listed = await attempt(async () => await firstOf(api.subscriptions(session, owner), MOST_SUBSCRIPTIONS));
  if (!listed.ok && listed.error.kind !== 'notFound') return { outcome: 'cannotTell', error: listed.error };
  // "not found" may be said of a customer without any, or of the whole search: nothing is known then
  const { rows, complete } = listed.ok ? listed.value : { rows: [], complete: false };
  const revealed = await withReference(session, api, rows, purchase.reference);
  if (revealed.matching.length > 0) return await recognised(session, api, purchase, revealed.matching, rows);
  if (revealed.error) return { outcome: 'cannotTell', error: revealed.error };
  const unlisted = look.again ? await lookAtOrders(session, api, purchase, look, rows) : null;
  if (unlisted) return unlisted;
  if (!underWay.ok) return { outcome: 'cannotTell', error: look.again ? underWay.error : null };
  if (underWay.value.length > 0) return { outcome: 'underWay' };
  return complete && revealed.complete ? { outcome: 'absent' } : { outcome: 'cannotTell', error: null };
}

/** Completed orders whose subscription the search by email or ICCID did not give. */
async function lookAtOrders(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  look: Look,
  listed: readonly SubscriptionRecord[],
): Promise<Seen | null> {
  const orders = await attempt(async () => await completedOrders(session, api, look));
  if (!orders.ok) return null;
  const known = new Set(listed.map(({ id }) => id));
  const unlisted = orders.value
    .filter(({ id, subscriptionId }) => !known.has(subscriptionId) && !isAnother(session, api, purchase, id))
    .map(subscriptionOfOrder);
  const [found] = (await withReference(session, api, unlisted, purchase.reference)).matching;
  if (!found) return null;
  if (purchase.kind === 'topUp' && found.iccid !== purchase.owner) {
    return { outcome: 'conflict', explanation: `subscription ${found.id} has it, for the eSIM ${found.iccid}` };
  }
  return await unlessOtherPackage(session, api, purchase, found);
}

/** The reference is in the books: is it for this purchase? */
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
  return await unlessOtherPackage(session, api, purchase, found);
}

async function unlessOtherPackage(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
  found: SubscriptionRecord,
): Promise<Found<Order>> {
  if (found.productId !== null && found.productId !== purchase.packageId) {
    return otherPackage(`subscription ${found.id}`, found.productId);
  }
  return { outcome: 'found', result: await orderOfSubscription(session, api, found, purchase.kind) };
}

/** The first subscription of a SIM came with it, the later ones are top-ups; equal times prove nothing. */
function isOfKind(kind: Purchase['kind'], one: SubscriptionRecord, all: readonly SubscriptionRecord[]): boolean {
  const created = one.createdAt;
  if (created === null) return true;
  const others = all.filter(({ id, iccid }) => iccid !== null && iccid === one.iccid && id !== one.id);
  if (kind === 'newEsim') return !others.some(({ createdAt }) => createdAt !== null && createdAt < created);
  return others.some(({ createdAt }) => createdAt === null || createdAt <= created);
}

function otherPackage(where: string, packageId: string): Found<Order> {
  return { outcome: 'conflict', explanation: `${where} has it, for the package ${packageId}` };
}

function stillUnderWay(): ProviderError {
  return new ProviderError(
    'unreachable',
    'an order is under way that may be this one: 1GLOBAL does not say before it is completed',
  );
}
