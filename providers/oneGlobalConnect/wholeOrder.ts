/**
 * Beside the usual rooms: an order with all that 1GLOBAL shows of it, the same whoever asks for it: no answer tells everything. A completed order
 * leads to its subscription, which names package and reference, and to its SIM, which has a state
 * (facts/providers/1global-connect.md, sections 2.3.3, 2.4.1, 2.5.2, 3.4.2, 3.5, 3.6).
 */
import type { Order, OrderType } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { attempt, type Attempt, readIfPossible } from '../kit/attempt';
import type { Result, Session } from '../provider';
import { apiOf } from './api';
import { warned, withUnseenEsim } from './deleted';
import { esimFrom, NOTHING_KNOWN, orderFrom, surroundingsFrom, UNAVAILABLE_RULE } from './mapping';
import type { OrderSurroundings } from './mapping';
import type { OrderRecord, SimRecord, SubscriptionRecord } from './wire';

/** What whoever asks knows of an order before it is read. */
export type Known = Partial<Pick<OrderSurroundings, 'type' | 'clientReference' | 'packageId'>>;

/**
 * What cannot be read now is missing, and said in the log: never fails for want of an answer.
 * @param subscription where it has been read already
 */
export async function wholeOrder(
  session: Session,
  order: OrderRecord,
  known: Known,
  subscription?: SubscriptionRecord,
): Promise<Result<Order>> {
  const bought = subscription ?? (await subscriptionOf(session, order));
  const around = aroundOf(known, bought);
  const value = orderFrom(order, around);
  const raw = bought === null ? order.raw : { order: order.raw, subscription: bought.raw };
  return await withItsEsim(session, { value, raw });
}

/** An order that is known by its subscription alone. There is one, so the order was completed. */
export async function orderBySubscription(
  session: Session,
  subscription: SubscriptionRecord,
  { orderId, type }: { orderId: string; type: OrderType | null },
): Promise<Result<Order>> {
  const { iccid, id: subscriptionId, createdAt, raw } = subscription;
  const sim = iccid === null ? null : await attempt(async () => await apiOf(session).sim(session, iccid));
  // a top-up comes without a code
  const code = sim?.ok && type !== 'topUp' ? sim.value : null;
  const { matchingId, lpa, qrCodeUrl } = code ?? { matchingId: null, lpa: null, qrCodeUrl: null };
  const record = { id: orderId, status: null, createdAt, type, iccid, subscriptionId, smdpAddress: null, raw };
  const order = orderFrom({ ...record, matchingId, lpa, qrCodeUrl }, aroundOf({ type }, subscription));
  const completed = { value: { ...order, status: 'completed' as const }, raw: { order: null, subscription: raw } };
  return sim === null ? completed : await withItsEsim(session, completed, sim);
}

function aroundOf(known: Known, subscription: SubscriptionRecord | null): OrderSurroundings {
  const said = subscription === null ? NOTHING_KNOWN : surroundingsFrom(subscription);
  return {
    ...NOTHING_KNOWN,
    ...said,
    type: known.type ?? null,
    clientReference: said.clientReference ?? known.clientReference ?? null,
    packageId: said.packageId ?? known.packageId ?? null,
  };
}

async function subscriptionOf(
  session: Session,
  { id, subscriptionId }: OrderRecord,
): Promise<SubscriptionRecord | null> {
  if (subscriptionId === null) return null;
  return await readIfPossible(
    async () => await apiOf(session).subscription(session, subscriptionId),
    ({ message }) => session.log(`the subscription of order ${id} could not be read: ${message}`),
  );
}

/**
 * An order may stay COMPLETED, and keep showing its code, whatever becomes of the eSIM: so the eSIM itself is asked for
 * (sections 2.5.3 and 3.5).
 */
async function withItsEsim(session: Session, order: Result<Order>, read?: Attempt<SimRecord>): Promise<Result<Order>> {
  const { esim, status } = order.value;
  const iccid = esim?.iccid ?? null;
  if (status !== 'completed' || esim === null || iccid === null) return order;
  const sim = read ?? (await attempt(async () => await apiOf(session).sim(session, iccid)));
  if (!sim.ok) return withoutAnswer(session, order, sim.error);
  const { state, providerState, eid, lastSeenAt } = esimFrom(sim.value);
  const shown = { ...esim, state, providerState, eid: eid ?? esim.eid, lastSeenAt };
  const value =
    state === 'unavailable' ? warned(order.value, shown, UNAVAILABLE_RULE) : { ...order.value, esim: shown };
  return { ...order, value };
}

function withoutAnswer(session: Session, { value, raw }: Result<Order>, error: ProviderError): Result<Order> {
  const { esim, orderId, createdAt } = value;
  if (esim === null || error.kind !== 'notFound') {
    session.log(`the eSIM of order ${orderId} could not be read: ${error.message}`);
    return { value, raw };
  }
  // cards have no code, and v1 has no cards
  const isCertain = esim.activationCode !== null || apiOf(session).version === 'v1';
  return { value: withUnseenEsim(session, value, esim, { orderedAt: createdAt, isCertain }), raw };
}
