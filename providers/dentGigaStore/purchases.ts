/**
 * What an order and a top-up have in common: the table of refusals, the books asked for the reference, and the answer
 * (facts/providers/dent-giga-store.md, sections 7.1, 9 and 13).
 */
import { createHash } from 'crypto';

import type { Order, OrderType } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer } from '../../http/client';
import { attempt } from '../kit/attempt';
import { foundAmong } from '../kit/books';
import { purchase, refusalsAs, settle, type Refusal } from '../kit/purchases';
import type { CreateOrderInput, Found, PreparedPurchase, Result, Sent, Session, TopUpInput, Traits } from '../provider';
import * as api from './api';
import type { Books } from './books';
import { activationMode, expectedPrice } from './fields';
import { traitsOfSale } from './packages';
import { iccidOfOrder, isFirstOrder, orderOfSale, saleFrom, wholeOrder, withCustomer } from './sales';
import type { Hints, Sale } from './sales';
import { either, esimsOf, onlyIccid, uidOf } from './wire';
import type { WireCustomer, WirePurchase } from './wire';

export const WHERE_TO_CHECK =
  'Sales History in the DENT Giga Store portal (https://dent.giga.store/#/your-store/history)';

const BOUGHT_TWICE = `If they are the same sale, it was bought more than once: look in ${WHERE_TO_CHECK}, and refund those too many.`;
const ADD_CREDIT = 'Add credits in the DENT Giga Store portal (https://dent.giga.store/#/credits), then run again.';
const COVERAGE_RULE =
  'A customer can only get packages with the coverage of the first one; for another coverage, place an order without a customer.';

/**
 * How late a sale may show in the lists: nothing says (section 17). A top-up counts for its customer at once (section 9.1),
 * so this is only for lists that are written behind the sale.
 */
export const SHOWS_WITHIN_MS = 10_000;

/** The page on errors is not known (section 13): so it is what HTTP itself says of a status. */
export const NOT_CARRIED_OUT = 'RFC 9110, 15.5: the client has to change something first';

/** The server saw a conflict with what is there: that may be this very purchase, sent before. */
export const CONFLICT: Refusal = { status: 409, proves: 'saidNo', source: 'RFC 9110, 15.5.10' };

/** Credits are all that purchases are paid with (section 11.6). */
const OUT_OF_CREDIT = {
  words:
    /(?:insufficient|not enough|too low|too little|exceed|lack|no)\b[^.]*\bcredits?|\bcredits?\b[^.]*(?:insufficient|not (?:enough|sufficient)|too low|too little|exceeded|used up)/i,
  kind: 'outOfCredit',
  advice: ADD_CREDIT,
} as const;

const REFUSALS: readonly Refusal[] = [
  { status: 402, kind: 'outOfCredit', advice: ADD_CREDIT, source: 'RFC 9110, 15.5.3: to be paid first' },
  ...refusalsAs([400, 403, 422], 'facts/providers/dent-giga-store.md, section 11.6').map((row) => ({
    ...row,
    ...OUT_OF_CREDIT,
  })),
  { ...CONFLICT, ...OUT_OF_CREDIT },
  ...refusalsAs([400, 403, 404, 405, 422], NOT_CARRIED_OUT),
  CONFLICT,
];

/** Of an existing customer's purchase, a "no" may be about the coverage; one about the account (403) is not. */
const REFUSALS_FOR_CUSTOMER = REFUSALS.map((row) => (row.status === 403 ? row : { ...row, hint: COVERAGE_RULE }));

/** What tells one purchase from another. */
export interface Plan {
  type: OrderType;
  endpoint: api.PurchaseEndpoint;
  packageId: string;
  reference: string;
  asked: Traits;
  body: object;
  look(): Promise<Books>;
  hints: Hints;
  /** The customer who exists already. */
  customer: WireCustomer | null;
}

export function planned(session: Session, plan: Plan): PreparedPurchase<Order> {
  let books: Books | null = null;
  return purchase({
    whereToCheck: WHERE_TO_CHECK,
    asked: plan.asked,
    // as far as the last look has shown: without a readable list of sales nothing is certain
    certainty: () => (books === null || books.certain ? 'completeBooks' : 'never'),
    async find({ sentAt }) {
      books = await plan.look();
      const shown = async (sale: Sale): Promise<Found<Order>> => await foundIn(session, sale, plan, sentAt !== null);
      return await foundAmong(books, shown, ({ item }) => uidOf(item), BOUGHT_TWICE);
    },
    asAsked: (result) => asAsked(result, plan),
    async send() {
      const exchange = await api.buy(session, plan.endpoint, plan.body, keyOf(plan));
      const refusals = plan.customer === null ? REFUSALS : REFUSALS_FOR_CUSTOMER;
      return await settle(exchange, session.http, refusals, (answer) => boughtBy(answer, session, plan));
    },
  });
}

/** The fields that all purchases have. What nobody filled in is not sent (JSON leaves `undefined` out). */
export function sharedBody({ packageId, clientReference, fields }: CreateOrderInput | TopUpInput) {
  const price = fields.get(expectedPrice);
  const mode = fields.get(activationMode);
  return {
    inventoryItemId: packageId,
    metatag: clientReference,
    expectedPrice: price ? { sortIndex: 0, priceValue: Number(price.amount), currencyCode: price.currency } : undefined,
    // older versions of the page do not know the field (section 15): its default is not sent
    activationMode: mode === null || mode === 'NOW' ? undefined : mode,
  };
}

/** One key for one request, and another for anything else under the same reference (section 13: at most 64 characters). */
function keyOf({ type, body }: Plan): string {
  return createHash('sha256')
    .update(JSON.stringify([type, body]))
    .digest('hex');
}

/** @param wasSent this run has sent the purchase: what carries its reference now is what was asked for */
async function foundIn(session: Session, listed: Sale, plan: Plan, wasSent: boolean): Promise<Found<Order>> {
  const read = await attempt(async () => {
    const sale = await withCustomer(session, listed);
    return { sale, sold: await traitsOfSale(session, sale.item) };
  });
  if (!read.ok) return { outcome: 'cannotTell', error: read.error };
  const { sale, sold } = read.value;
  const result = wholeOrder(session, sale, plan.hints);
  const kind = wasSent ? 'asked' : kindOf(sale, result.value, plan);
  switch (kind) {
    case 'asked': {
      const iccid = sale.customer && onlyIccid(sale.customer);
      return { outcome: 'found', result, traits: { package: sold, customer: sale.buyer, iccid } };
    }
    case 'unclear':
      return { outcome: 'found', result, traits: {} };
    default:
      return { outcome: 'conflict', explanation: kind.is };
  }
}

/** Whether a sale is an order or a top-up as asked. No answer says so; what can be known is in `sales.ts`. */
function kindOf(sale: Sale, { orderId, type }: Order, plan: Plan): 'asked' | 'unclear' | { is: string } {
  if (plan.type === 'topUp') {
    if (isFirstOrder(sale)) return { is: `the order of this customer's eSIM has it (order ID ${orderId})` };
    const hasOneEsim = sale.customer !== null && esimsOf(sale.customer).length === 1;
    return type === 'topUp' || (type === null && hasOneEsim) ? 'asked' : 'unclear';
  }
  // an order for an existing customer may be listed before its eSIM is, and look like a top-up
  if (type === 'topUp' && plan.customer === null) return { is: `a top-up has it (order ID ${orderId})` };
  return type === 'newEsim' ? 'asked' : 'unclear';
}

/** A sale names its package, but never by id, and an older form of the lists not at all (section 11.2). */
function asAsked({ value, raw }: Result<Order>, { type, packageId, asked }: Plan): Result<Order> {
  const known = { packageId, name: value.package.name ?? asked.package?.name ?? null };
  return { value: { ...value, type, package: known }, raw };
}

/**
 * Section 7.1: only `status: success` with the ids of what was bought is a success. The answer to a top-up repeats no eSIM;
 * it is the one that was named, or the only one of the customer.
 */
function boughtBy(answer: Answer, session: Session, plan: Plan): Sent<Order> | string {
  if (answer.json === undefined) return 'the answer is not JSON';
  const { status, activatedItem }: WirePurchase = record(answer.json);
  if (text(status)?.toLowerCase() !== 'success') return 'the answer does not say "success"';
  const item = record(activatedItem);
  const uid = uidOf(item);
  if (uid === null) return 'the answer holds no id of the order';
  const said = saleFrom(answer.json);
  const buyer = either(said.buyer, { id: plan.asked.customer?.id ?? null, email: null });
  const customer = plan.type === 'topUp' ? plan.customer : null;
  const { value, raw } = orderOfSale(session, { ...said, item, buyer, customer }, plan.hints);
  const iccid = value.esim?.iccid ?? null;
  if (plan.type === 'newEsim' && iccid === null) return 'the answer holds no eSIM';
  if (iccid !== null) iccidOfOrder.set(session, uid, iccid);
  const order = { ...value, clientReference: value.clientReference ?? plan.reference };
  return { outcome: 'done', result: asAsked({ value: order, raw }, plan) };
}
