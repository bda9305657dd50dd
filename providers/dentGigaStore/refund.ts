/** Refunds: an unused package goes back, its price returns as credit (providers/dent-giga-store.md, section 10). */
import type { Refund } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import type { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, PurchaseOperation, RefundInput, Result, Sent, Session } from '../provider';
import { judge, unclear, withAdvice } from '../spending';
import * as api from './api';
import { orderStatusFrom, priceFrom, PROVIDER_ID } from './mapping';
import { WHERE_TO_CHECK } from './purchaseSteps';
import { saleById } from './sales';
import type { Sale } from './sales';
import { activatedItemFrom } from './wire';

const CONDITIONS =
  'DENT Giga Store refunds a package only if it was bought with credits through Gigastore, is still valid and completely unused, and the monthly number of refunds is not used up. Nothing was changed.';
const PATH_IN_DOUBT =
  'Check the order ID. If it is right, change Refund Path in the credential: the documentation is not clear about this address. Nothing was changed.';

export const refund: PurchaseOperation<RefundInput, Refund> = {
  /** Reads the order for its price. A provider that cannot be asked now should not be sent a refund either. */
  async prepare(session, { orderId }) {
    const sale = await saleById(session, orderId);
    return {
      key: `refund/${orderId}`,
      what: 'refund',
      whereToCheck: WHERE_TO_CHECK,
      providerDeduplicates: false,
      find: async () => await find(session, orderId),
      asBefore: async () => await Promise.resolve(refundOf(orderId, sale, null)),
      async send() {
        const exchange = await api.refund(session, orderId);
        return settle(session, exchange, orderId, sale);
      },
    };
  },
};

/** The portal shows what was refunded; whether an answer does is unknown, so silence proves nothing. */
async function find(session: Session, orderId: string): Promise<Found<Refund>> {
  const read = await attempt(async () => await saleById(session, orderId));
  if (!read.ok) return { outcome: 'cannotTell', error: read.error };
  const status = read.value === null ? null : text(read.value.item.status);
  if (read.value === null || status === null) return { outcome: 'cannotTell', error: null };
  switch (orderStatusFrom(status)) {
    case 'refunded':
      return { outcome: 'found', result: refundOf(orderId, read.value, read.value.raw) };
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
  const judged = judge(exchange, session.http);
  if (judged.outcome === 'refused') return { ...judged, error: advised(judged.error) };
  if (judged.outcome === 'unknown') return judged;
  const { answer } = judged;
  if (!isConfirmed(answer, orderId)) {
    return unclear(answer, 'the answer does not say that the order was refunded');
  }
  return { outcome: 'done', result: refundOf(orderId, sale, answer.json ?? answer.text) };
}

function isConfirmed({ json, text: body }: Answer, orderId: string): boolean {
  if (body.trim() === '') return true;
  const word = text(json ?? body) ?? text(record(json).status);
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

function advised(error: ProviderError): ProviderError {
  if (error.status === 404 || error.status === 405) return withAdvice(error, PATH_IN_DOUBT);
  return error.kind === 'refused' && error.status !== 403 ? withAdvice(error, CONDITIONS) : error;
}
