/** Orders, which DENT Giga Store calls activated items: reading them, and starting one that waits. */
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt, isNotOffered } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import type { Listing, OrderLookup, Result, Session } from '../provider';
import * as api from './api';
import { lookEverywhere } from './books';
import { orderFrom } from './mapping';
import { orderAsListed, orderOfSale } from './orderOfSale';
import { readSales, saleById, salesByCustomer, withCustomer } from './sales';

/** @throws ProviderError `notFound`, or `badInput` when a client reference is not unique */
export const get = findBy<OrderLookup, Result<Order>>({
  async orderId(session, { orderId }) {
    const sale = await saleById(session, orderId);
    if (sale === null) throw noOrder(`the id "${orderId}"`);
    return orderOfSale(session, await withCustomer(session, sale));
  },
  clientReference: async (session, lookup) => await byReference(session, lookup),
});

async function byReference(
  session: Session,
  { clientReference, customerEmail }: Extract<OrderLookup, { by: 'clientReference' }>,
): Promise<Result<Order>> {
  const { sales, complete, error } = await lookEverywhere(session, clientReference, customerEmail);
  const [sale, ...others] = sales;
  if (others.length > 0) {
    throw new ProviderError('badInput', `Several orders carry the client reference "${clientReference}"`, {
      description: `Get one of them by its order ID: ${sales.map(({ item }) => text(item.uid)).join(', ')}.`,
    });
  }
  if (sale) return orderOfSale(session, await withCustomer(session, sale));
  if (error !== null) throw error;
  throw complete ? noOrder(`the client reference "${clientReference}"`) : notSearchable(clientReference);
}

function noOrder(name: string): ProviderError {
  return new ProviderError('notFound', `DENT Giga Store knows no order with ${name}`, {
    description:
      'Check it in Sales History in the DENT Giga Store portal, with the login whose client id is in the credential.',
    status: 404,
  });
}

function notSearchable(reference: string): ProviderError {
  return new ProviderError(
    'notFound',
    `No order with the client reference "${reference}" was found, but not all could be seen`,
    {
      description: 'Give the customer’s email address as well, or look in Sales History in the DENT Giga Store portal.',
    },
  );
}

/** All sales (E12, which knows no pages); where that is not offered, the sales of all customers, page by page. */
export async function* getMany(session: Session): Listing<Order> {
  const listed = await attempt(async () => await readSales(session));
  if (!listed.ok && !isNotOffered(listed.error)) throw listed.error;
  if (listed.ok) yield* listed.value.map(orderAsListed);
  else for await (const sales of salesByCustomer(session)) yield* sales.map(orderAsListed);
}

/** Starts an ON_DEMAND package (section 7.2) and reads it back. What the answer to the start holds is unknown. */
export async function activate(session: Session, orderId: string): Promise<Result<Order>> {
  const answer = await api.activate(session, orderId);
  const read = await attempt(async () => await get(session, { by: 'orderId', orderId }));
  if (read.ok) return read.value;
  session.log(`order ${orderId} was activated, but could not be read back: ${read.error.message}`);
  const around = { type: null, customerId: null, esim: null };
  return { value: orderFrom({ uid: orderId }, around), raw: answer.json ?? answer.text };
}
