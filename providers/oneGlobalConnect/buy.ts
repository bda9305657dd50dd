/** The purchases: an order for a new SIM, and a top-up (facts/providers/1global-connect.md, sections 1.5, 2.3, 3.4). */
import type { Order } from '../../esim/model';
import type { Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { CreateOrderInput, PreparedPurchase, PurchaseOperation, Sent, Session, TopUpInput } from '../provider';
import { judge, unclear } from '../kit/purchases';
import type { ConnectApi, OrderRecord, OrderRequest, SimRecord } from './api';
import { findPurchase, traitsOf } from './books';
import { correlationIdOf } from './correlation';
import { noEsim } from './esims';
import { explained } from './explain';
import { newEsimRequest, topUpRequest } from './input';
import { esimStateFrom, orderStatusFrom, UNAVAILABLE_RULE } from './mapping';
import { topUpSimType } from './orderFields';
import { ORDER_REFUSALS } from './refusals';
import { type Purchase, remember } from './remember';
import { apiOf } from './version';
import { wholeOrder } from './wholeOrder';

/**
 * Nobody says how late an order shows in the list of orders, nor a subscription in the search by customer (sections 1.9
 * and 3.6): long enough for lists that lag behind.
 */
const SHOWS_WITHIN_MS = 60_000;

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (session, input) => void newEsimRequest(apiOf(session).version, input),
  async prepare(session, input) {
    const api = apiOf(session);
    const order = newEsimRequest(api.version, input);
    return await Promise.resolve(
      prepared(session, api, order, {
        owner: input.customerEmail ?? '',
        whereToCheck: 'the subscriptions of this customer at 1GLOBAL Connect (field device_id)',
      }),
    );
  },
};

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (session, input) => void topUpRequest(apiOf(session).version, input),
  async prepare(session, input) {
    const api = apiOf(session);
    const { iccid } = topUpRequest(api.version, input);
    const sim = await simToTopUp(session, api, iccid, input.fields.get(topUpSimType) === 'physicalSim');
    const order = topUpRequest(api.version, input, sim?.simType === 'PSIM');
    return prepared(session, api, order, {
      owner: iccid,
      whereToCheck: `the subscriptions of the SIM ${iccid} at 1GLOBAL Connect (field device_id)`,
      // looked at only now: a top-up that was bought before is given back, whatever became of the eSIM
      stop: esimStateFrom(sim?.status ?? null) === 'unavailable' ? deactivated(iccid) : undefined,
    });
  },
};

interface About extends Pick<Purchase, 'owner'>, Pick<PreparedPurchase<Order>, 'whereToCheck'> {
  /** Why it may not be sent. */
  stop?: ProviderError;
}

function prepared(
  session: Session,
  api: ConnectApi,
  order: OrderRequest,
  { owner, whereToCheck, stop }: About,
): PreparedPurchase<Order> {
  const { kind, reference, packageId } = order;
  const purchase: Purchase = { kind, reference, packageId, owner };
  // orders for cards have no place for the reference (section 3.4.1)
  const hasReference = order.simType === 'ESIM';
  let looks = 0;
  let sentAt: number | null = null;
  return {
    whereToCheck,
    asked: traitsOf(purchase),
    certainty: hasReference ? 'completeBooks' : 'never',
    find: async () => await findPurchase(session, api, purchase, { again: looks++ > 0, sentAt }, hasReference),
    async send() {
      if (stop) return { outcome: 'refused', error: stop };
      sentAt = Date.now();
      const correlationId = correlationIdOf(kind, reference);
      const exchange = await api.placeOrder(session, order, correlationId);
      return await settle(session, api, order, purchase, { exchange, correlationId });
    },
    asAsked: ({ value, raw }) => ({
      value: { ...value, package: { ...value.package, packageId: value.package.packageId ?? packageId } },
      raw,
    }),
  };
}

async function settle(
  session: Session,
  api: ConnectApi,
  order: OrderRequest,
  purchase: Purchase,
  { exchange, correlationId }: { exchange: Exchange; correlationId: string },
): Promise<Sent<Order>> {
  const judged = judge(exchange, session.http, ORDER_REFUSALS);
  if (judged.outcome === 'refused') return { ...judged, error: await explained(session, api, order, judged.error) };
  if (judged.outcome === 'unknown') return { ...judged, error: withCorrelationId(judged.error, correlationId) };
  const { answer } = judged;
  const placed = api.orderFrom(answer.json);
  if (placed.id === null) {
    const unsettled = unclear(answer, 'the answer holds no id of the order');
    return { ...unsettled, error: withCorrelationId(unsettled.error, correlationId) };
  }
  remember(session, api, purchase, placed.id);
  const { kind: type, reference: clientReference, packageId } = purchase;
  const known = await withOutput(session, api, placed, placed.id);
  return { outcome: 'done', result: await wholeOrder(session, api, known, { type, clientReference, packageId }) };
}

/** The answer to an order is shown with a status only: one that is completed at once is read for what it brought. */
async function withOutput(session: Session, api: ConnectApi, placed: OrderRecord, id: string): Promise<OrderRecord> {
  if (orderStatusFrom(placed.status) !== 'completed' || placed.iccid !== null) return placed;
  const read = await attempt(async () => await api.order(session, id));
  if (!read.ok) session.log(`order ${id} was placed but could not be read: ${read.error.message}`);
  return read.ok ? read.value : placed;
}

/** With it, 1GLOBAL's support can say what became of the call. */
function withCorrelationId({ kind, message, ...more }: ProviderError, correlationId: string): ProviderError {
  return new ProviderError(kind, `${message} (X-Correlation-ID ${correlationId})`, more);
}

/** What GET shows of a physical SIM is unknown (section 3.5): not finding it stops the top-up of an eSIM only. */
async function simToTopUp(
  session: Session,
  api: ConnectApi,
  iccid: string,
  isCard: boolean,
): Promise<SimRecord | null> {
  const sim = await attempt(async () => await api.sim(session, iccid));
  if (sim.ok) return sim.value;
  if (sim.error.kind !== 'notFound') throw sim.error;
  if (!isCard) throw noEsim(iccid);
  return null;
}

function deactivated(iccid: string): ProviderError {
  return new ProviderError('refused', `The eSIM ${iccid} is Unavailable at 1GLOBAL Connect and cannot be topped up`, {
    description: UNAVAILABLE_RULE,
  });
}
