/** Refunds: an unused package goes back, its price returns as credit (facts/providers/dent-giga-store.md, section 10). */
import { makeRefund } from '../../esim/make';
import type { Refund } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer } from '../../http/client';
import { attempt, readIfPossible } from '../kit/attempt';
import { purchase, type Refusal, refusalsAs, settle } from '../kit/purchases';
import type { Found, PurchaseOperation, RefundInput, Result, Session } from '../provider';
import * as api from './api';
import { orderStatusFrom, priceFrom, PROVIDER_ID } from './mapping';
import { CONFLICT, NOT_CARRIED_OUT, SHOWS_WITHIN_MS, WHERE_TO_CHECK } from './purchases';
import { type Sale, saleById } from './sales';
import { activatedItemFrom, uidOf, type WirePurchase } from './wire';

const CONDITIONS =
  'DENT Giga Store refunds a package only if it was bought with credits through Gigastore, is still valid and completely unused, and the monthly number of refunds is not used up.';
const PATH_IN_DOUBT =
  'Check the Order ID. If it is right, change Refund Path in the credential: the documentation is not clear about this address.';

/**
 * A refund shows in no documented answer, so books never tell what a 409 was about. One that names a documented condition
 * does: none of them is the refund itself.
 */
const REFUSALS: readonly Refusal[] = [
  ...refusalsAs([400, 422], NOT_CARRIED_OUT, { advice: CONDITIONS }),
  ...refusalsAs([404, 405], NOT_CARRIED_OUT, { advice: PATH_IN_DOUBT }),
  ...refusalsAs([403], NOT_CARRIED_OUT),
  {
    status: 409,
    words: /\b(?:un)?used\b|\busage\b|\bexpired\b|\bvalid(?:ity)?\b|\blimit\b|\bmaximum\b|\bcredits\b/i,
    advice: CONDITIONS,
    source: 'facts/providers/dent-giga-store.md, section 10: an error unless all conditions hold',
  },
  { ...CONFLICT, advice: CONDITIONS },
];

export const refund: PurchaseOperation<RefundInput, Refund> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  async prepare(session, { orderId }) {
    // for its price: reading a sale is not documented, refunding it is, so nothing that goes wrong here stops a refund
    const sale = await readIfPossible(
      async () => await saleById(session, orderId),
      ({ message }) => session.log(`order ${orderId} could not be read for its price: ${message}`),
    );
    return purchase<Refund>({
      whereToCheck: WHERE_TO_CHECK,
      // an order is named by its own id: there is nothing else to compare
      asked: {},
      certainty: 'never',
      find: async ({ sentAt }) => await find(session, orderId, sentAt !== null),
      asBefore: async () => await Promise.resolve(refundOf(orderId, sale, null)),
      async send() {
        return await settle(await api.refund(session, orderId), session.http, REFUSALS, (answer) =>
          isConfirmed(answer, orderId)
            ? { outcome: 'done', result: refundOf(orderId, sale, answer.json ?? answer.text) }
            : 'the answer does not say that the order was refunded',
        );
      },
    });
  },
};

/**
 * The portal shows what was refunded; whether an answer does is unknown, so silence proves nothing.
 * @param wasSent before, books that cannot be read are no reason not to send; afterwards, they may be readable later
 */
async function find(session: Session, orderId: string, wasSent: boolean): Promise<Found<Refund>> {
  const read = await attempt(async () => await saleById(session, orderId));
  if (!read.ok) return { outcome: 'cannotTell', error: wasSent ? read.error : null };
  const sale = read.value;
  const status = text(sale?.item.status);
  if (sale === null || status === null) return { outcome: 'cannotTell', error: null };
  const shown = orderStatusFrom(status);
  if (shown === 'refunded') return { outcome: 'found', result: refundOf(orderId, sale, sale.raw), traits: {} };
  return shown === 'completed' ? { outcome: 'absent' } : { outcome: 'cannotTell', error: null };
}

/**
 * Documented is only `200 "ok"` without a schema (section 10): an empty answer is fine, and so is one that says so or shows
 * the order. Anything else may be somebody's error.
 */
function isConfirmed({ json, text: body }: Answer, orderId: string): boolean {
  if (body.trim() === '') return true;
  const { activatedItem, status }: WirePurchase = record(json);
  const named = uidOf(record(activatedItem));
  if (named !== null && named !== orderId) return false;
  const word = text(json ?? body) ?? text(status);
  if (word !== null) return ['success', 'ok', 'refunded'].includes(word.toLowerCase());
  return uidOf(activatedItemFrom(json)) === orderId;
}

function refundOf(orderId: string, sale: Sale | null, raw: unknown): Result<Refund> {
  const value = makeRefund({
    provider: PROVIDER_ID,
    orderId,
    state: 'refunded',
    amount: priceFrom(sale?.item.purchasePrice),
    explanation: 'The price went back to your Gigastore credits, not to a card.',
  });
  return { value, raw };
}
