/** The purchases: an order for a new SIM, and a top-up (providers/1global-connect.md, sections 1.5, 2.3, 3.4). */
import type { Order } from '../../esim/model';
import type { Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { CreateOrderInput, PreparedPurchase, PurchaseOperation, Sent, Session, TopUpInput } from '../provider';
import { judge, unclear } from '../spending';
import type { ConnectApi, OrderRecord, OrderRequest, SimRecord } from './api';
import { findPurchase } from './books';
import { correlationIdOf } from './correlation';
import { noEsim } from './esims';
import { explained } from './explain';
import { newEsimRequest, topUpRequest } from './input';
import { esimStateFrom, NOTHING_KNOWN, orderFrom, orderStatusFrom, UNAVAILABLE_RULE } from './mapping';
import { type Purchase, remember } from './remember';
import { apiOf } from './version';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  async prepare(session, input) {
    const api = apiOf(session);
    const order = newEsimRequest(api.version, input);
    const owner = order.customer?.email ?? '';
    return prepared(session, api, order, owner, {
      what: 'eSIM order',
      whereToCheck: `the subscriptions of ${owner} at 1GLOBAL Connect (field device_id)`,
    });
  },
};

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  async prepare(session, input) {
    const { iccid } = input;
    if (iccid === null) {
      throw new ProviderError('badInput', 'ICCID is empty', { description: 'Fill it in. Nothing was bought.' });
    }
    const api = apiOf(session);
    const sim = await simToTopUp(session, api, iccid, input.fields.simType);
    const order = topUpRequest(api.version, input, iccid, simTypeOf(sim, input.fields.simType));
    return prepared(session, api, order, iccid, {
      what: 'top-up',
      whereToCheck: `the subscriptions of the eSIM ${iccid} at 1GLOBAL Connect (field device_id)`,
      // looked at only now: a top-up that was bought before is given back, whatever became of the eSIM
      stop: esimStateFrom(sim?.status ?? null) === 'unavailable' ? deactivated(iccid) : undefined,
    });
  },
};

interface Words {
  what: string;
  whereToCheck: string;
  /** Why it may not be sent. */
  stop?: ProviderError;
}

function prepared(
  session: Session,
  api: ConnectApi,
  order: OrderRequest,
  owner: string,
  { what, whereToCheck, stop }: Words,
): PreparedPurchase<Order> {
  const { kind, reference, packageId, simType } = order;
  const purchase: Purchase = { kind, reference, packageId, owner };
  let looks = 0;
  let sentAt: number | null = null;
  return {
    key: `${kind === 'topUp' ? 'topUp' : 'order'}/${reference}`,
    what,
    whereToCheck,
    providerDeduplicates: false,
    // who asks a second time does so because something was attempted (purchase/buyOnce.ts)
    find: async () =>
      await findPurchase(session, api, purchase, { again: looks++ > 0, sentAt, hasReference: simType === 'ESIM' }),
    async send() {
      if (stop) return { outcome: 'refused', error: stop };
      sentAt = Date.now();
      const exchange = await api.placeOrder(session, order, correlationIdOf(kind, reference));
      return await settle(session, api, exchange, order, purchase);
    },
  };
}

async function settle(
  session: Session,
  api: ConnectApi,
  exchange: Exchange,
  order: OrderRequest,
  purchase: Purchase,
): Promise<Sent<Order>> {
  const judged = judge(exchange, session.http);
  if (judged.outcome === 'refused') return { ...judged, error: await explained(session, api, order, judged.error) };
  if (judged.outcome === 'unknown') return { ...judged, error: withCorrelationId(judged.error, purchase) };
  const { answer } = judged;
  const placed = api.orderFrom(answer.json);
  if (placed.id === null) {
    const unsettled = unclear(answer, 'the answer holds no id of the order');
    return { ...unsettled, error: withCorrelationId(unsettled.error, purchase) };
  }
  remember(session, api, purchase, placed.id);
  const { kind: type, reference: clientReference, packageId } = purchase;
  const known = await withOutput(session, api, placed, placed.id);
  const value = orderFrom(known, { ...NOTHING_KNOWN, type, clientReference, packageId });
  return { outcome: 'done', result: { value, raw: known.raw } };
}

/** The answer to an order is shown with a status only: one that is completed at once is read for what it brought. */
async function withOutput(session: Session, api: ConnectApi, placed: OrderRecord, id: string): Promise<OrderRecord> {
  if (orderStatusFrom(placed.status) !== 'completed' || placed.iccid !== null) return placed;
  const read = await attempt(async () => await api.order(session, id));
  if (!read.ok) session.log(`order ${id} was placed but could not be read: ${read.error.message}`);
  return read.ok ? read.value : placed;
}

/** With it, 1GLOBAL's support can say what became of the call. */
function withCorrelationId(error: ProviderError, { kind, reference }: Purchase): ProviderError {
  const { description, status, retryAfterMs } = error;
  const message = `${error.message} (X-Correlation-ID ${correlationIdOf(kind, reference)})`;
  return new ProviderError(error.kind, message, { description, status, retryAfterMs });
}

/** What GET shows of a physical SIM is unknown (section 3.5): not finding it stops the top-up of an eSIM only. */
async function simToTopUp(
  session: Session,
  api: ConnectApi,
  iccid: string,
  simType: unknown,
): Promise<SimRecord | null> {
  const sim = await attempt(async () => await api.sim(session, iccid));
  if (sim.ok) return sim.value;
  if (sim.error.kind !== 'notFound') throw sim.error;
  if (simType !== 'physicalSim') throw noEsim(iccid);
  return null;
}

function simTypeOf(sim: SimRecord | null, chosen: unknown): OrderRequest['simType'] {
  if (chosen === 'physicalSim') return 'PSIM';
  return chosen === 'eSim' ? 'ESIM' : (sim?.simType ?? 'ESIM');
}

function deactivated(iccid: string): ProviderError {
  return new ProviderError('refused', `The eSIM ${iccid} is Unavailable at 1GLOBAL Connect and cannot be topped up`, {
    description: `${UNAVAILABLE_RULE} Nothing was bought.`,
  });
}
