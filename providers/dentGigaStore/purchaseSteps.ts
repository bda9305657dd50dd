/** The two halves of a purchase: asking the books for its reference, and sending it once (section 13). */
import { createHash } from 'crypto';

import type { Order, OrderType } from '../../esim/model';
import { record, text } from '../../esim/read';
import type { Exchange } from '../../http/client';
import type { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, PreparedPurchase, Result, Sent, Session } from '../provider';
import { judge, unclear, withAdvice } from '../spending';
import type { Look } from './books';
import { esimWithIccid } from './customers';
import { esimFrom, orderFrom } from './mapping';
import { isFirstOrder, orderOfSale } from './orderOfSale';
import type { Hints } from './orderOfSale';
import { rememberEsim } from './remember';
import { withCustomer } from './sales';
import type { Sale } from './sales';
import { customerUidOf, esimsOf } from './wire';
import type { WireCustomerRecord, WireEsim, WirePurchase } from './wire';

export const WHERE_TO_CHECK =
  'Sales History in the DENT Giga Store portal (https://dent.giga.store/#/your-store/history)';

const BOUGHT_TWICE = `If they are the same sale, it was bought more than once: look in ${WHERE_TO_CHECK}, and refund those too many.`;

/** What tells one purchase from another. */
export interface Plan {
  key: string;
  what: string;
  reference: string;
  hints: Hints & { type: OrderType };
  look: () => Promise<Look>;
  send: (idempotencyKey: string) => Promise<Exchange>;
  /** The address and the customer that a found order must not contradict. */
  email?: string;
  customerUid?: string;
  /** What to try when the provider refuses. */
  advice?: string;
  /** The customer of a top-up, whose eSIM the answer does not repeat. */
  customer?: WireCustomerRecord;
}

export function prepared(session: Session, plan: Plan): PreparedPurchase<Order> {
  let wasSent = false;
  return {
    key: plan.key,
    what: plan.what,
    whereToCheck: WHERE_TO_CHECK,
    // a header that may do it is known only from others' code
    providerDeduplicates: false,
    find: async () => await find(session, plan, wasSent),
    asAsked: (result) => asAsked(result, plan.hints),
    async send() {
      wasSent = true;
      const exchange = await plan.send(createHash('sha256').update(plan.key).digest('hex'));
      return settle(session, exchange, plan);
    },
  };
}

/** @param wasSent this run has sent the purchase: what carries its reference now is what was asked for */
async function find(session: Session, plan: Plan, wasSent: boolean): Promise<Found<Order>> {
  const { sales, complete, error } = await plan.look();
  const [found, ...others] = sales;
  if (!found) return complete ? { outcome: 'absent' } : { outcome: 'cannotTell', error };
  if (others.length > 0) {
    const ids = sales.map(({ item }) => text(item.uid)).join(', ');
    return { outcome: 'conflict', explanation: `several orders carry it (order IDs ${ids})`, advice: BOUGHT_TWICE };
  }
  const read = await attempt(async () => await withCustomer(session, found));
  if (!read.ok) return { outcome: 'cannotTell', error: read.error };
  const result = orderOfSale(
    session,
    read.value,
    wasSent ? plan.hints : { ...plan.hints, type: undefined, packageId: undefined },
  );
  const explanation = contradiction(read.value, result.value, plan, wasSent);
  return explanation === null ? { outcome: 'found', result } : { outcome: 'conflict', explanation };
}

/** Why a sale is not what was asked for, though it carries the reference. */
function contradiction(sale: Sale, { orderId, type }: Order, plan: Plan, wasSent: boolean): string | null {
  const { email, hints, customerUid } = plan;
  const theirs = { uid: text(sale.buyer?.uid), email: text(sale.buyer?.email)?.toLowerCase() };
  if (email && theirs.email && theirs.email !== email.toLowerCase()) {
    return `order ${orderId} has it, for a customer with another email address`;
  }
  if (customerUid && theirs.uid && theirs.uid !== customerUid) return `order ${orderId} has it, for another customer`;
  if (hints.type === 'topUp' && isFirstOrder(sale)) {
    return `the order of this customer's eSIM has it (order ID ${orderId})`;
  }
  // an order for an existing customer may be listed before its eSIM is, and look like a top-up
  const isFirst = hints.type === 'newEsim' && !customerUid;
  return isFirst && !wasSent && type === 'topUp' ? `a top-up has it (order ID ${orderId})` : null;
}

/** The item names its package, but never by id. */
function asAsked({ value, raw }: Result<Order>, { type, packageId }: Plan['hints']): Result<Order> {
  const known = { ...value.package, packageId: value.package.packageId ?? packageId ?? null };
  return { value: { ...value, type: value.type ?? type, package: known }, raw };
}

/** Section 7.1: only `status: success` with the ids of what was bought is a success. */
function settle(session: Session, exchange: Exchange, plan: Plan): Sent<Order> {
  const judged = judge(exchange, session.http);
  if (judged.outcome === 'refused') return { ...judged, error: advised(judged.error, plan.advice) };
  if (judged.outcome === 'unknown') return judged;
  const { answer } = judged;
  if (answer.json === undefined) return unclear(answer, 'the answer is not JSON');
  const { status, activatedItem, customer, esimProfile }: WirePurchase = record(answer.json);
  if (text(status)?.toLowerCase() !== 'success') return unclear(answer, 'the answer does not say "success"');
  const item = record(activatedItem);
  if (text(item.uid) === null) return unclear(answer, 'the answer holds no id of the order');
  const { type, packageId } = plan.hints;
  const customerId = text(record(customer).uid) ?? (plan.customer ? customerUidOf(plan.customer) : null);
  const wireEsim = esimProfile ? record(esimProfile) : toppedUp(plan);
  const esim = wireEsim === null ? null : esimFrom(wireEsim, customerId);
  if (type === 'newEsim' && !esim?.iccid) return unclear(answer, 'the answer holds no eSIM');
  if (esim?.iccid) rememberEsim(session, text(item.uid) ?? '', esim.iccid);
  const order = orderFrom(item, { type, customerId, esim, packageId, answerStatus: status });
  const value = { ...order, clientReference: order.clientReference ?? plan.reference };
  return { outcome: 'done', result: { value, raw: answer.json } };
}

/** The answer to a top-up repeats no eSIM; it is the one that was named, or the only one of the customer. */
function toppedUp({ customer, hints }: Plan): WireEsim | null {
  if (!customer) return null;
  if (hints.iccid) return esimWithIccid(customer, hints.iccid) ?? null;
  const [esim, ...others] = esimsOf(customer);
  return esim && others.length === 0 ? esim : null;
}

/** Other refusals (sign-in, too many requests) have nothing to do with what was asked for. */
function advised(error: ProviderError, advice: string | undefined): ProviderError {
  const aboutTheRequest = error.kind === 'refused' || error.kind === 'notFound';
  if (!advice || !aboutTheRequest || error.status === 403) return error;
  return withAdvice(error, `${error.description ?? ''} ${advice}`.trim());
}
