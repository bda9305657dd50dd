/** Refunds: an unused package goes back, its price returns as credit (facts/providers/dent-giga-store.md, section 10). */
import type { Refund } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import { attempt } from '../kit/attempt';
import type { Found, PurchaseOperation, RefundInput, Result, Sent, Session } from '../provider';
import { judge, unclear } from '../kit/purchases';
import * as api from './api';
import { orderStatusFrom, priceFrom, PROVIDER_ID } from './mapping';
import { SHOWS_WITHIN_MS } from './purchases';
import { WHERE_TO_CHECK } from './purchaseSteps';
import { advised, REFUND_REFUSALS } from './refusals';
import { saleById } from './sales';
import type { Sale } from './sales';
import { activatedItemFrom } from './wire';
import type { WirePurchase } from './wire';

const CONDITIONS =
  'DENT Giga Store refunds a package only if it was bought with credits through Gigastore, is still valid and completely unused, and the monthly number of refunds is not used up.';
const PATH_IN_DOUBT =
  'Check the Order ID. If it is right, change Refund Path in the credential: the documentation is not clear about this address.';

export const refund: PurchaseOperation<RefundInput, Refund> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  async prepare(session, { orderId }) {
    let wasSent = false;
    const sale = await saleIfShown(session, orderId);
    return {
      whereToCheck: WHERE_TO_CHECK,
      // an order is named by its own id: there is nothing else to compare
      asked: {},
      certainty: 'never',
      find: async () => await find(session, orderId, wasSent),
      asBefore: async () => await Promise.resolve(refundOf(orderId, sale, null)),
      async send() {
        wasSent = true;
        const exchange = await api.refund(session, orderId);
        return settle(session, exchange, orderId, sale);
      },
    };
  },
};

/** For its price. Reading a sale is not documented, refunding it is: so nothing that goes wrong here stops a refund. */
async function saleIfShown(session: Session, orderId: string): Promise<Sale | null> {
  const read = await attempt(async () => await saleById(session, orderId));
  if (read.ok) return read.value;
  session.log(`order ${orderId} could not be read for its price: ${read.error.message}`);
  return null;
}

/**
 * The portal shows what was refunded; whether an answer does is unknown, so silence proves nothing.
 * @param wasSent before, books that cannot be read are no reason not to send; afterwards, they may be readable later
 */
async function find(session: Session, orderId: string, wasSent: boolean): Promise<Found<Refund>> {
  const read = await attempt(async () => await saleById(session, orderId));
  if (!read.ok) return { outcome: 'cannotTell', error: wasSent ? read.error : null };
  const status = read.value === null ? null : text(read.value.item.status);
  if (read.value === null || status === null) return { outcome: 'cannotTell', error: null };
  switch (orderStatusFrom(status)) {
    case 'refunded':
      return { outcome: 'found', result: refundOf(orderId, read.value, read.value.raw), traits: {} };
    case 'completed':
      return { outcome: 'absent' };
    default:
      return { outcome: 'cannotTell', error: null };
  }
}

/**
 * Documented is only `200 "ok"` without a schema (section 10): an empty answer is fine, and so is one that says so or shows
 * the order. Anything else may be somebody's error.
 */
function settle(session: Session, exchange: Exchange, orderId: string, sale: Sale | null): Sent<Refund> {
  const judged = advised(judge(exchange, session.http, REFUND_REFUSALS), ({ status }) =>
    status === 404 || status === 405 ? PATH_IN_DOUBT : CONDITIONS,
  );
  if (judged.outcome !== 'accepted') return judged;
  const { answer } = judged;
  if (!isConfirmed(answer, orderId)) {
    return unclear(answer, 'the answer does not say that the order was refunded');
  }
  return { outcome: 'done', result: refundOf(orderId, sale, answer.json ?? answer.text) };
}

function isConfirmed({ json, text: body }: Answer, orderId: string): boolean {
  if (body.trim() === '') return true;
  const { activatedItem, status }: WirePurchase = record(json);
  const named = text(record(activatedItem).uid);
  if (named !== null && named !== orderId) return false;
  const word = text(json ?? body) ?? text(status);
  if (word !== null) return ['success', 'ok', 'refunded'].includes(word.toLowerCase());
  return text(activatedItemFrom(json).uid) === orderId;
}

function refundOf(orderId: string, sale: Sale | null, raw: unknown): Result<Refund> {
  return {
    value: {
      orderId,
      provider: PROVIDER_ID,
      state: 'refunded',
      amount: sale === null ? null : priceFrom(sale.item.purchasePrice),
      alreadyExisted: false,
      explanation: 'The price went back to your Gigastore credits, not to a card.',
    },
    raw,
  };
}
