/**
 * Beside the usual rooms: what an order and a top-up have in common, which is the table of refusals, the books asked for
 * the reference, and the answer (facts/providers/dent-giga-store.md, sections 7.1, 9 and 13).
 */
import { createHash } from 'crypto';

import type { Order, OrderType } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Answer } from '../../http/client';
import { attempt } from '../kit/attempt';
import { foundAmong } from '../kit/books';
import { type Progress, purchase, type Refusal, refusalsAs, settle } from '../kit/purchases';
import type {
  CreateOrderInput,
  Found,
  PackageTraits,
  PreparedPurchase,
  Result,
  Sent,
  Session,
  TopUpInput,
} from '../provider';
import * as api from './api';
import { type Books, lookAtCustomer, lookEverywhere } from './books';
import { activationMode, expectedPrice } from './fields';
import { traitsOfPackage, traitsOfSale } from './packages';
import { iccidOfOrder, isFirstOrder, orderOfSale, saleFrom, wholeOrder, withCustomer } from './sales';
import type { Hints, Sale } from './sales';
import { either, esimsOf, type Identity, onlyIccid, uidOf, type WireCustomer, type WirePurchase } from './wire';

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
  ...refusalsAs([400, 403, 422], 'facts/providers/dent-giga-store.md, section 11.6', OUT_OF_CREDIT),
  { ...CONFLICT, ...OUT_OF_CREDIT },
  ...refusalsAs([400, 403, 404, 405, 422], NOT_CARRIED_OUT),
  CONFLICT,
];

/** Of an existing customer's purchase, a "no" may be about the coverage; one about the account (403) is not. */
const REFUSALS_FOR_CUSTOMER = REFUSALS.map((row) => (row.status === 403 ? row : { ...row, hint: COVERAGE_RULE }));

/** What tells one purchase from another. */
export interface Wanted {
  type: OrderType;
  endpoint: api.PurchaseEndpoint;
  input: CreateOrderInput | TopUpInput;
  /** Who and which eSIM it is for. */
  asked: { customer: Identity; iccid?: string };
  /** The customer who exists already, as read before. */
  customer: WireCustomer | null;
  /** What only this kind of purchase sends. */
  body?: object;
}

interface Plan extends Wanted {
  asked: Wanted['asked'] & { package: PackageTraits };
  hints: Hints;
}

/** @throws ProviderError when the provider cannot be asked what the package is */
export async function planned(session: Session, wanted: Wanted): Promise<PreparedPurchase<Order>> {
  const { type, endpoint, input, customer } = wanted;
  const asked = { package: await traitsOfPackage(session, input.packageId), ...wanted.asked };
  const plan = { ...wanted, asked, hints: { iccid: asked.iccid, before: type === 'newEsim' ? customer : null } };
  const { id, email } = asked.customer;
  const body = { ...bodyOf(input), ...wanted.body, customerUid: id ?? undefined };
  // one key for one request, and another for anything else under the same reference (section 13: at most 64 characters)
  const key = createHash('sha256')
    .update(JSON.stringify([type, body]))
    .digest('hex');
  let books: Books | null = null;
  return purchase({
    whereToCheck: WHERE_TO_CHECK,
    asked,
    // as far as the last look has shown: without a readable list of sales nothing is certain
    certainty: () => (books === null || books.certain ? 'completeBooks' : 'never'),
    async find(progress) {
      const reference = input.clientReference;
      const looked =
        id === null ? await lookEverywhere(session, reference, email) : await lookAtCustomer(session, id, reference);
      books = looked;
      const shown = async (sale: Sale): Promise<Found<Order>> => await foundIn(session, sale, plan, progress);
      const read = await attempt(async () => await foundAmong(looked, shown, ({ item }) => uidOf(item), BOUGHT_TWICE));
      return read.ok ? read.value : { outcome: 'cannotTell', error: read.error };
    },
    asAsked: (result) => asAsked(result, plan),
    send: async () =>
      await settle(
        await api.buy(session, endpoint, body, key),
        session.http,
        customer === null ? REFUSALS : REFUSALS_FOR_CUSTOMER,
        (answer) => boughtBy(answer, session, plan),
      ),
  });
}

/** The fields that all purchases have. What nobody filled in is not sent (JSON leaves `undefined` out). */
function bodyOf({ packageId, clientReference, fields }: Wanted['input']) {
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

async function foundIn(session: Session, listed: Sale, plan: Plan, { sentAt }: Progress): Promise<Found<Order>> {
  const sale = await withCustomer(session, listed);
  const { item, buyer, customer } = sale;
  const traits = {
    package: await traitsOfSale(session, item),
    customer: buyer,
    iccid: customer && onlyIccid(customer),
  };
  const result = wholeOrder(session, sale, plan.hints);
  // what carries the reference after this run has sent it is what was asked for
  const kind = sentAt === null ? kindOf(sale, result.value, plan) : 'asked';
  if (typeof kind === 'object') return { outcome: 'conflict', explanation: kind.is };
  return { outcome: 'found', result, traits: kind === 'asked' ? traits : {} };
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
function asAsked({ value, raw }: Result<Order>, { type, asked }: Plan): Result<Order> {
  const known = { packageId: asked.package.id, name: value.package.name ?? asked.package.name ?? null };
  return { value: { ...value, type, package: known }, raw };
}

/**
 * Section 7.1: only `status: success` with the ids of what was bought is a success. The answer to a top-up repeats no eSIM;
 * it is the one that was named, or the only one of the customer.
 */
function boughtBy({ json }: Answer, session: Session, plan: Plan): Sent<Order> | string {
  if (json === undefined) return 'the answer is not JSON';
  const { status, activatedItem }: WirePurchase = record(json);
  if (text(status)?.toLowerCase() !== 'success') return 'the answer does not say "success"';
  const item = record(activatedItem);
  const uid = uidOf(item);
  if (uid === null) return 'the answer holds no id of the order';
  const { type, asked, input, hints } = plan;
  const said = saleFrom(json);
  const sale = { ...said, item, buyer: either(said.buyer, asked.customer) };
  const order = orderOfSale(session, { ...sale, customer: type === 'topUp' ? plan.customer : null }, hints).value;
  const iccid = order.esim?.iccid ?? null;
  if (type === 'newEsim' && iccid === null) return 'the answer holds no eSIM';
  if (iccid !== null) iccidOfOrder.set(session, uid, iccid);
  const value = { ...order, clientReference: order.clientReference ?? input.clientReference };
  return { outcome: 'done', result: asAsked({ value, raw: json }, plan) };
}
