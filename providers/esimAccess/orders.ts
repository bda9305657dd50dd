/** Orders, read back and listed (facts/providers/esim-access.md, sections 8, 9 and 20). They are made in createOrder.ts. */
import { makeOrder } from '../../esim/make';
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import { onlyOrder } from '../kit/books';
import { notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type { Listing, OrderLookup, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { carriersOf, NEWEST_MS, OLDER_MS, timeFilter, transactionIdOf } from './books';
import { STILL_ALLOCATING } from './codes';
import { profilesWith } from './esims';
import * as fields from './fields';
import { orderFrom, PROVIDER_ID, PROVIDER_NAME } from './mapping';
import type { WireProfile } from './wire';

/** The same change to each item of an order. */
export function eachItem(order: Result<Order>, change: Partial<Order>): Result<Order> {
  const { value, others } = order;
  const changed = (one: Order): Order => ({ ...one, ...change });
  return { ...order, value: changed(value), ...(others && { others: others.map(changed) }) };
}

/** Empty while they are being allocated. @throws ProviderError `notFound` */
export async function profilesOf(session: Session, orderId: string): Promise<WireProfile[]> {
  const read = await attempt(async () => await profilesWith(session, { orderNo: orderId }));
  const rows = read.ok ? read.value : [];
  if (rows.length > 0) return rows;
  if (!read.ok && api.codeOf(read.error) === STILL_ALLOCATING) return [];
  if (!read.ok && read.error.kind !== 'notFound') throw read.error;
  throw notThere(
    `${PROVIDER_NAME} knows no order "${orderId}"`,
    'Check it, and that the order belongs to the account in the credential. A top-up is no order of its own there: eSIM → Get Usage shows it.',
  );
}

export function allocating(orderId: string): Result<Order> {
  const value = makeOrder({
    provider: PROVIDER_ID,
    orderId,
    type: 'newEsim',
    status: 'processing',
    providerStatus: STILL_ALLOCATING,
  });
  return { value, raw: { orderNo: orderId } };
}

async function orderWith(session: Session, orderId: string): Promise<Result<Order>> {
  const [first, ...more] = await profilesOf(session, orderId);
  return first === undefined ? allocating(orderId) : orderFrom([first, ...more]);
}

export const get = findBy<OrderLookup, Result<Order>>({
  orderId: async (session, { orderId }) => await orderWith(session, orderId),
  async clientReference(session, { clientReference }) {
    const id = transactionIdOf('order', clientReference);
    const newest = await carriersOf(session, id, NEWEST_MS);
    const carriers = newest.rows.length > 0 ? newest : await carriersOf(session, id, OLDER_MS);
    const orderId = onlyOrder({ ...carriers, complete: false }, clientReference, {
      provider: PROVIDER_NAME,
      nameOf: (one) => one,
      none: '',
      notAllSeen:
        'Orders of the last 60 days are looked through. An order that was just made may show a minute later; get an older one by its Order ID.',
    });
    return eachItem(await orderWith(session, orderId), { clientReference });
  },
});

const PAGE_SIZE = 100;

/** One item an eSIM. */
export async function* getMany(session: Session, values: ProviderFields): Listing<Order> {
  const [after, before] = [values.get(fields.createdAfter), values.get(fields.createdBefore)];
  const filter = {
    ...(after !== null && { startTime: timeFilter(after) }),
    ...(before !== null && { endTime: timeFilter(before) }),
  };
  yield* listingOf(api.profiles(session, filter, PAGE_SIZE), (row) => {
    const wire: WireProfile = record(row);
    return text(wire.orderNo) === null ? null : orderFrom([wire]).value;
  });
}
