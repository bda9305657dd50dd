/** Orders, which DENT Giga Store calls activated items (facts/providers/dent-giga-store.md, sections 7, 9, 11.5). */
import { iccidFrom } from '../../esim/identifiers';
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { attempt, readIfOffered } from '../kit/attempt';
import { onlyOrder } from '../kit/books';
import { notThere } from '../kit/errors';
import { findBy } from '../kit/lookups';
import type { CreateOrderInput, Listing, OrderLookup, PurchaseOperation, Result, Session } from '../provider';
import * as api from './api';
import { lookAtCustomer, lookEverywhere } from './books';
import { allCustomers, customerById } from './customers';
import { userCountry, userIp } from './fields';
import { orderFrom, orderOfSale, PROVIDER } from './mapping';
import { traitsOfPackage } from './packages';
import { COVERAGE_RULE, orderFromBooks, prepared, SHOWS_WITHIN_MS } from './purchases';
import { readSales, saleById, salesOf, withCustomer } from './sales';
import { esimsOf, type Sale } from './wire';

/** A first order makes a customer (section 7); for one who exists it is a top-up with a profile (section 9.2). */
export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  async prepare(session, input) {
    const { packageId, clientReference, customerId, customerEmail, fields } = input;
    const wanted = await traitsOfPackage(session, packageId);
    const residence = { userIp: fields.get(userIp) ?? undefined, userCountry: fields.get(userCountry) ?? undefined };
    if (customerId === null) {
      return prepared(session, {
        type: 'newEsim',
        input,
        asked: { package: wanted, customer: { id: null, email: customerEmail } },
        body: { ...residence, customerEmail: customerEmail ?? undefined },
        look: async () => await lookEverywhere(session, clientReference, customerEmail),
        send: async (body, key) => await api.register(session, body, key),
      });
    }
    const { customer } = await customerById(session, customerId);
    return prepared(session, {
      type: 'newEsim',
      input,
      asked: { package: wanted, customer: { id: customerId, email: null } },
      body: { ...residence, customerUid: customerId },
      look: async () => await lookAtCustomer(session, customerId, clientReference),
      send: async (body, key) => await api.topUpWithProfile(session, body, key),
      hints: { iccidsBefore: new Set(esimsOf(customer).flatMap(({ iccid }) => iccidFrom(iccid) ?? [])) },
      hint: COVERAGE_RULE,
      customer,
    });
  },
};

/** @throws ProviderError `notFound`, or `badInput` when a client reference is not unique */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const sale = await saleById(session, orderId);
    if (sale === null) throw notThere(`${PROVIDER} knows no order with the id "${orderId}"`, CHECK_IT);
    return orderFromBooks(session, await withCustomer(session, sale));
  },
  async clientReference(session, { clientReference, customerEmail }) {
    const books = await lookEverywhere(session, clientReference, customerEmail);
    const sale = onlyOrder(books, clientReference, {
      provider: PROVIDER,
      nameOf: ({ item }) => text(item.uid),
      none: CHECK_IT,
      notAllSeen: 'Give the customer’s email address as well, or look in Sales History in the DENT Giga Store portal.',
    });
    return orderFromBooks(session, await withCustomer(session, sale));
  },
});

const CHECK_IT =
  'Check it in Sales History in the DENT Giga Store portal, with the login whose client id is in the credential.';

/** All sales (E12, which knows no pages); where that is not offered, the sales of all customers, page by page. */
export async function* getMany(session: Session): Listing<Order> {
  const listed = await readIfOffered(async () => await readSales(session));
  if (listed !== null) yield* listed.map(asListed);
  else for await (const customer of allCustomers(session)) yield* salesOf(customer).map(asListed);
}

/** A row of a list, without a further read for it. */
function asListed(sale: Sale): Result<Order> {
  return { value: orderOfSale(sale), raw: sale.raw };
}

/** Starts an ON_DEMAND package (section 7.2) and reads it back. What the answer to the start holds is unknown. */
export async function activate(session: Session, orderId: string): Promise<Result<Order>> {
  const answer = await api.activate(session, orderId);
  const read = await attempt(async () => await get(session, { by: 'orderId', orderId }));
  if (read.ok) return read.value;
  session.log(`order ${orderId} was activated, but could not be read back: ${read.error.message}`);
  const value = orderFrom({ uid: orderId }, { type: null, customerId: null, esim: null });
  return { value, raw: answer.json ?? answer.text };
}
