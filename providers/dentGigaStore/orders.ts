/**
 * Orders, which DENT Giga Store calls activated items: placing one, reading them, and starting one that waits
 * (facts/providers/dent-giga-store.md, sections 7, 9.2 and 11).
 */
import type { Order } from '../../esim/model';
import { readIfPossible } from '../kit/attempt';
import { onlyOrder } from '../kit/books';
import { notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type { CreateOrderInput, Listing, OrderLookup, PurchaseOperation, Result, Session } from '../provider';
import * as api from './api';
import { lookEverywhere } from './books';
import { customerById } from './customers';
import { userCountry, userIp } from './fields';
import { orderFrom, PROVIDER_NAME } from './mapping';
import { planned, SHOWS_WITHIN_MS } from './purchases';
import { allSales, orderOfSale, saleById, wholeOrder, withCustomer } from './sales';
import { uidOf } from './wire';

const CHECK_IT =
  'Check it in Sales History in the DENT Giga Store portal, with the login whose client id is in the credential.';

/** A first order makes a customer (section 7); for one who exists it is a top-up with a profile (section 9.2). */
export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  async prepare(session, input) {
    const { customerId: id, fields } = input;
    // who exists has an address already
    const email = id === null ? input.customerEmail : null;
    return await planned(session, {
      type: 'newEsim',
      endpoint: id === null ? 'register' : 'top-up-with-profile',
      input,
      asked: { customer: { id, email } },
      customer: id === null ? null : await customerById(session, id),
      body: {
        userIp: fields.get(userIp) ?? undefined,
        userCountry: fields.get(userCountry) ?? undefined,
        customerEmail: email ?? undefined,
      },
    });
  },
};

/** @throws ProviderError `notFound`, or `badInput` when a client reference is not unique */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const sale = await saleById(session, orderId);
    if (sale === null) throw notThere(`${PROVIDER_NAME} knows no order with the id "${orderId}"`, CHECK_IT);
    return wholeOrder(session, await withCustomer(session, sale));
  },
  async clientReference(session, { clientReference, customerEmail }) {
    const sale = onlyOrder(await lookEverywhere(session, clientReference, customerEmail), clientReference, {
      provider: PROVIDER_NAME,
      nameOf: ({ item }) => uidOf(item),
      none: CHECK_IT,
      notAllSeen: 'Give the customer’s email address as well, or look in Sales History in the DENT Giga Store portal.',
    });
    return wholeOrder(session, await withCustomer(session, sale));
  },
});

export function getMany(session: Session): Listing<Order> {
  return listingOf(
    allSales(session),
    (sale) => orderOfSale(session, sale).value,
    ({ raw }) => raw,
  );
}

/** Starts an ON_DEMAND package (section 7.2) and reads it back. What the answer to the start holds is unknown. */
export async function activate(session: Session, orderId: string): Promise<Result<Order>> {
  const answer = await api.activate(session, orderId);
  const read = await readIfPossible(
    async () => await get(session, { by: 'orderId', orderId }),
    ({ message }) => session.log(`order ${orderId} was activated, but could not be read back: ${message}`),
  );
  return read ?? { value: orderFrom({ uid: orderId }), raw: answer.json ?? answer.text };
}
