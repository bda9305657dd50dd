/**
 * The two halves of a purchase: asking the books for its reference, and sending it once
 * (facts/providers/dent-giga-store.md, section 13).
 */
import { createHash } from 'crypto';

import { iccidFrom } from '../../esim/identifiers';
import type { Order, OrderType } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Exchange } from '../../http/client';
import { attempt } from '../kit/attempt';
import type { Found, PreparedPurchase, Result, Sent, Session, Traits } from '../provider';
import { judge, unclear } from '../kit/purchases';
import type { Books } from './books';
import { esimWithIccid } from './customers';
import { esimFrom, orderFrom } from './mapping';
import { isFirstOrder, orderOfSale } from './orderOfSale';
import type { Hints } from './orderOfSale';
import { advised, PURCHASE_REFUSALS } from './refusals';
import { rememberEsim } from './remember';
import { withCustomer } from './sales';
import type { Sale } from './sales';
import { traitsOfSale } from './traits';
import { customerUidOf, esimsOf } from './wire';
import type { WireCustomerRecord, WireEsim, WirePurchase } from './wire';

export const WHERE_TO_CHECK =
  'Sales History in the DENT Giga Store portal (https://dent.giga.store/#/your-store/history)';

const BOUGHT_TWICE = `If they are the same sale, it was bought more than once: look in ${WHERE_TO_CHECK}, and refund those too many.`;

/** What tells one purchase from another. */
export interface Plan {
  type: OrderType;
  packageId: string;
  reference: string;
  asked: Traits;
  hints: Hints;
  body: object;
  look: () => Promise<Books>;
  send: (body: object, idempotencyKey: string) => Promise<Exchange>;
  /** What to try when the provider refuses. */
  advice?: string;
  /** The customer who exists already. */
  customer?: WireCustomerRecord;
}

export function prepared(session: Session, plan: Plan): PreparedPurchase<Order> {
  let wasSent = false;
  let books: Books | null = null;
  return {
    whereToCheck: WHERE_TO_CHECK,
    asked: plan.asked,
    /** As far as the last look has shown: without a readable list of sales nothing is certain. */
    get certainty() {
      return books === null || books.certain ? 'completeBooks' : 'never';
    },
    async find() {
      books = await plan.look();
      return await foundIn(session, books, plan, wasSent);
    },
    asAsked: (result) => asAsked(result, plan),
    async send() {
      wasSent = true;
      return settle(session, await plan.send(plan.body, keyOf(plan)), plan);
    },
  };
}

/** One key for one request, and another for anything else under the same reference (section 13: at most 64 characters). */
function keyOf({ type, body }: Plan): string {
  return createHash('sha256')
    .update(JSON.stringify([type, body]))
    .digest('hex');
}

/** @param wasSent this run has sent the purchase: what carries its reference now is what was asked for */
async function foundIn(session: Session, books: Books, plan: Plan, wasSent: boolean): Promise<Found<Order>> {
  const { sales, complete, error } = books;
  const [found, ...others] = sales;
  if (!found) return complete ? { outcome: 'absent' } : { outcome: 'cannotTell', error };
  if (others.length > 0) {
    const ids = sales.map(({ item }) => text(item.uid)).join(', ');
    return { outcome: 'conflict', explanation: `several orders carry it (order IDs ${ids})`, advice: BOUGHT_TWICE };
  }
  const read = await attempt(async () => {
    const sale = await withCustomer(session, found);
    return { sale, traits: await traitsOf(session, sale) };
  });
  if (!read.ok) return { outcome: 'cannotTell', error: read.error };
  const { sale, traits } = read.value;
  const result = orderOfSale(session, sale, plan.hints);
  const kind = wasSent ? 'asked' : kindOf(sale, result.value, plan);
  switch (kind) {
    case 'asked':
      return { outcome: 'found', result, traits };
    case 'unclear':
      return { outcome: 'found', result, traits: {} };
    default:
      return { outcome: 'conflict', explanation: kind.is };
  }
}

async function traitsOf(session: Session, { item, buyer, customer }: Sale): Promise<Traits> {
  const [esim, ...others] = customer === null ? [] : esimsOf(customer);
  return {
    package: await traitsOfSale(session, item),
    customer: { id: text(buyer?.uid), email: text(buyer?.email) },
    iccid: esim && others.length === 0 ? iccidFrom(esim.iccid) : null,
  };
}

/** Whether a sale is an order or a top-up as asked. No answer says so; what can be known is in `orderOfSale.ts`. */
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
function asAsked({ value, raw }: Result<Order>, { type, packageId, asked }: Plan): Result<Order> {
  const known = { packageId, name: value.package.name ?? asked.package?.name ?? null };
  return { value: { ...value, type, package: known }, raw };
}

/** Section 7.1: only `status: success` with the ids of what was bought is a success. */
function settle(session: Session, exchange: Exchange, plan: Plan): Sent<Order> {
  const judged = advised(judge(exchange, session.http, PURCHASE_REFUSALS), ({ description }) =>
    plan.advice ? [description, plan.advice].filter(Boolean).join(' ') : null,
  );
  if (judged.outcome !== 'accepted') return judged;
  const { answer } = judged;
  if (answer.json === undefined) return unclear(answer, 'the answer is not JSON');
  const { status, activatedItem, customer, esimProfile }: WirePurchase = record(answer.json);
  if (text(status)?.toLowerCase() !== 'success') return unclear(answer, 'the answer does not say "success"');
  const item = record(activatedItem);
  if (text(item.uid) === null) return unclear(answer, 'the answer holds no id of the order');
  const { type, packageId } = plan;
  const customerId = text(record(customer).uid) ?? (plan.customer ? customerUidOf(plan.customer) : null);
  const wireEsim = esimProfile ? record(esimProfile) : toppedUp(plan);
  const esim = wireEsim === null ? null : esimFrom(wireEsim, customerId);
  if (type === 'newEsim' && !esim?.iccid) return unclear(answer, 'the answer holds no eSIM');
  if (esim?.iccid) rememberEsim(session, text(item.uid) ?? '', esim.iccid);
  const order = orderFrom(item, { type, customerId, esim, packageId });
  const value = { ...order, clientReference: order.clientReference ?? plan.reference };
  return { outcome: 'done', result: asAsked({ value, raw: answer.json }, plan) };
}

/** The answer to a top-up repeats no eSIM; it is the one that was named, or the only one of the customer. */
function toppedUp({ type, customer, hints }: Plan): WireEsim | null {
  if (!customer || type !== 'topUp') return null;
  if (hints.iccid) return esimWithIccid(customer, hints.iccid) ?? null;
  const [esim, ...others] = esimsOf(customer);
  return esim && others.length === 0 ? esim : null;
}
