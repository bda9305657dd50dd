/**
 * Beside the usual rooms, since orders and top-ups are bought alike: asking the books for the reference, and sending once
 * (facts/providers/dent-giga-store.md, sections 7.1, 13).
 */
import { createHash } from 'crypto';

import type { Order, OrderType } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import { foundAmong } from '../kit/books';
import { memoryOfProcess } from '../kit/memory';
import { found, type Progress, purchase, type Refusal, refusalsAs, settle } from '../kit/purchases';
import type { CreateOrderInput, Found, PreparedPurchase, Result, Sent, Session, TopUpInput, Traits } from '../provider';
import type { Books } from './books';
import { activationMode, expectedPrice } from './fields';
import { esimFrom, type Hints, isFirstOrder, orderFrom, orderOfSale } from './mapping';
import { traitsOfSale } from './packages';
import { withCustomer } from './sales';
import { customerUidOf, esimsOf, esimWithIccid, onlyIccidOf } from './wire';
import type { Sale, WireCustomerRecord, WirePurchase } from './wire';

export const WHERE_TO_CHECK =
  'Sales History in the DENT Giga Store portal (https://dent.giga.store/#/your-store/history)';

const BOUGHT_TWICE = `If they are the same sale, it was bought more than once: look in ${WHERE_TO_CHECK}, and refund those too many.`;

export const COVERAGE_RULE =
  'A customer can only get packages with the coverage of the first one; for another coverage, place an order without a customer.';

/**
 * How late a sale may show in the lists: nothing says (section 17). A top-up counts for its customer at once (section 9.1),
 * so this is only for lists that are written behind the sale.
 */
export const SHOWS_WITHIN_MS = 10_000;

const CREDIT =
  /(?:insufficient|not enough|too low|too little|exceed|lack|no)\b[^.]*\bcredits?|\bcredits?\b[^.]*(?:insufficient|not (?:enough|sufficient)|too low|too little|exceeded|used up)/i;

/** Credits are all that purchases are paid with (section 11.6). */
const OUT_OF_CREDIT = {
  words: CREDIT,
  kind: 'outOfCredit',
  advice: 'Add credits in the DENT Giga Store portal (https://dent.giga.store/#/credits), then run again.',
  source: 'facts/providers/dent-giga-store.md, section 11.6',
} as const;

/**
 * DENT's page on errors is not known (section 13): so it is what HTTP itself says of a status.
 * @param hint what may be behind a "no" to what was asked
 */
export function notCarriedOut(hint?: string): Refusal[] {
  const source = 'RFC 9110, 15.5: the client has to change something first';
  return [{ status: 403, source }, ...refusalsAs([400, 404, 405, 422], source).map((row) => ({ ...row, hint }))];
}

/** The server saw a conflict with what is there: that may be this very purchase, sent before. */
export const CONFLICT: Refusal = { status: 409, proves: 'saidNo', source: 'RFC 9110, 15.5.10' };

function refusals(hint: string | undefined): readonly Refusal[] {
  return [
    { ...OUT_OF_CREDIT, status: 402, words: undefined, source: 'RFC 9110, 15.5.3: to be paid first' },
    ...[400, 403, 422].map((status): Refusal => ({ ...OUT_OF_CREDIT, status })),
    { ...OUT_OF_CREDIT, ...CONFLICT },
    ...notCarriedOut(hint),
    { ...CONFLICT, hint },
  ];
}

/**
 * Which eSIM came with an order that this process has placed: where a customer has several, nothing in the answers says so
 * afterwards (section 11.2).
 */
const esimOfOrder = memoryOfProcess<string>(({ settings }) => [settings.baseUrl]);

/** The model of a sale that `withCustomer` has completed; what nothing tells is said in the log. */
export function orderFromBooks(session: Session, sale: Sale, hints: Hints = {}): Result<Order> {
  const uid = text(sale.item.uid) ?? '';
  const value = orderOfSale(sale, { ...hints, iccid: hints.iccid ?? esimOfOrder.get(session, uid) });
  if (value.esim === null) {
    const count = sale.customer === null ? 'unknown' : String(esimsOf(sale.customer).length);
    session.log(`order ${uid}: nothing says which eSIM belongs to it (eSIMs of its customer: ${count})`);
  }
  return { value, raw: sale.raw };
}

/** What tells one purchase from another. */
export interface Plan {
  type: OrderType;
  input: CreateOrderInput | TopUpInput;
  asked: Traits;
  /** What belongs to this kind of purchase alone. */
  body: object;
  look: () => Promise<Books>;
  send: (body: object, idempotencyKey: string) => Promise<Exchange>;
  hints?: Hints;
  /** What may be behind a refusal. */
  hint?: string;
  /** The customer who exists already. */
  customer?: WireCustomerRecord;
}

export function prepared(session: Session, plan: Plan): PreparedPurchase<Order> {
  let books: Books | null = null;
  const body = { ...bodyOf(plan.input), ...plan.body };
  // one key for one request, and another for anything else under the same reference (section 13: at most 64 characters)
  const key = createHash('sha256')
    .update(JSON.stringify([plan.type, body]))
    .digest('hex');
  return purchase({
    whereToCheck: WHERE_TO_CHECK,
    asked: plan.asked,
    // as far as the last look has shown: without a readable list of sales nothing is certain
    certainty: () => (books === null || books.certain ? 'completeBooks' : 'never'),
    async find(progress) {
      books = await plan.look();
      const shown = async (sale: Sale) => await shownAs(session, sale, plan, progress);
      return await foundAmong(books, shown, ({ item }) => text(item.uid), BOUGHT_TWICE);
    },
    asAsked: (result) => asAsked(result, plan),
    send: async () =>
      await settle(await plan.send(body, key), session.http, refusals(plan.hint), (answer) =>
        boughtWith(session, answer, plan),
      ),
  });
}

/** The fields that all three purchases have. What nobody filled in is not sent (JSON leaves `undefined` out). */
function bodyOf({ packageId, clientReference, fields }: Plan['input']) {
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

async function shownAs(session: Session, listed: Sale, plan: Plan, { sentAt }: Progress): Promise<Found<Order>> {
  return await found(async () => {
    const sale = await withCustomer(session, listed);
    const { item, buyer, customer } = sale;
    const traits: Traits = {
      package: await traitsOfSale(session, item),
      customer: { id: text(buyer?.uid), email: text(buyer?.email) },
      iccid: onlyIccidOf(customer),
    };
    const result = orderFromBooks(session, sale, plan.hints);
    // what carries the reference after this run has sent it is what was asked for
    const kind = sentAt === null ? kindOf(sale, result.value, plan) : 'asked';
    if (typeof kind === 'object') return { outcome: 'conflict', explanation: kind.is };
    return { outcome: 'found', result, traits: kind === 'asked' ? traits : {} };
  });
}

/** Whether a sale is an order or a top-up as asked. No answer says so; what can be known is in `mapping.ts`. */
function kindOf(sale: Sale, { orderId, type }: Order, plan: Plan): 'asked' | 'unclear' | { is: string } {
  if (plan.type === 'topUp') {
    if (isFirstOrder(sale)) return { is: `the order of this customer's eSIM has it (order ID ${orderId})` };
    const hasOneEsim = sale.customer !== null && esimsOf(sale.customer).length === 1;
    return type === 'topUp' || (type === null && hasOneEsim) ? 'asked' : 'unclear';
  }
  // an order for an existing customer may be listed before its eSIM is, and look like a top-up
  const isTopUp = type === 'topUp' && plan.customer === undefined;
  if (isTopUp) return { is: `a top-up has it (order ID ${orderId})` };
  return type === 'newEsim' ? 'asked' : 'unclear';
}

/** A sale names its package, but never by id, and an older form of the lists not at all (section 11.2). */
function asAsked({ value, raw }: Result<Order>, { type, input: { packageId }, asked }: Plan): Result<Order> {
  const known = { packageId, name: value.package.name ?? asked.package?.name ?? null };
  return { value: { ...value, type, package: known }, raw };
}

/** Section 7.1: only `status: success` with the ids of what was bought is a success. */
function boughtWith(session: Session, { json }: Answer, plan: Plan): Sent<Order> | string {
  if (json === undefined) return 'the answer is not JSON';
  const { status, activatedItem, customer, esimProfile }: WirePurchase = record(json);
  if (text(status)?.toLowerCase() !== 'success') return 'the answer does not say "success"';
  const item = record(activatedItem);
  const orderId = text(item.uid);
  if (orderId === null) return 'the answer holds no id of the order';
  const { type, input } = plan;
  const customerId = text(record(customer).uid) ?? (plan.customer ? customerUidOf(plan.customer) : null);
  const esim = esimProfile ? record(esimProfile) : toppedUp(plan);
  const iccid = esim && esimFrom(esim, null).iccid;
  if (type === 'newEsim' && !iccid) return 'the answer holds no eSIM';
  if (iccid) esimOfOrder.set(session, orderId, iccid);
  const order = orderFrom(item, { type, customerId, esim });
  const value = { ...order, clientReference: order.clientReference ?? input.clientReference };
  return { outcome: 'done', result: asAsked({ value, raw: json }, plan) };
}

/** The answer to a top-up repeats no eSIM; it is the one that was named, or the only one of the customer. */
function toppedUp({ type, customer, hints }: Plan) {
  if (!customer || type !== 'topUp') return null;
  const iccid = hints?.iccid ?? onlyIccidOf(customer);
  return iccid ? (esimWithIccid(customer, iccid) ?? null) : null;
}
