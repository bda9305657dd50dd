/** Purchases at Gigs by the provider's own code, as the node makes them. */
import { gigs } from '../../providers/gigs';
import type { CreateOrderInput, PreparedPurchase, Result, Sent, TopUpInput } from '../../providers/provider';
import type { Order } from '../../esim/model';
import { TRAVEL, TRAVEL_TOP_UP } from '../../sandbox/gigs/catalogue';
import type { TestSession } from './axiosSession';
import { filledIn } from './gigsSession';

/** Another order than the usual one; its fields as a person fills them in. */
export type OtherOrder = Partial<Omit<CreateOrderInput, 'fields'>> & { fields?: Record<string, unknown> };

export function done<T>(sent: Sent<T>): Result<T> {
  if (sent.outcome === 'done') return sent.result;
  throw sent.error;
}

/** All items are checked before the first is prepared. */
export async function prepareOrder(
  session: TestSession,
  clientReference: string,
  { fields, ...more }: OtherOrder = {},
): Promise<PreparedPurchase<Order>> {
  const input: CreateOrderInput = {
    packageId: TRAVEL,
    clientReference,
    customerEmail: 'jerry@example.com',
    customerId: null,
    fields: filledIn('order.create', fields ?? { sim: 'sim_test_esim' }),
    ...more,
  };
  gigs.order.create!.check?.(session, input);
  return await gigs.order.create!.prepare(session, input);
}

export async function buyOrder(session: TestSession, reference: string, more: OtherOrder = {}): Promise<Order> {
  return done(await (await prepareOrder(session, reference, more)).send()).value;
}

export async function prepareTopUp(
  session: TestSession,
  clientReference: string,
  more: Partial<TopUpInput>,
): Promise<PreparedPurchase<Order>> {
  const input: TopUpInput = {
    packageId: TRAVEL_TOP_UP,
    clientReference,
    iccid: null,
    customerId: null,
    fields: filledIn('esim.topUp'),
    ...more,
  };
  gigs.esim.topUp!.check?.(session, input);
  return await gigs.esim.topUp!.prepare(session, input);
}

export async function failure(task: Promise<unknown>): Promise<unknown> {
  return await task.then(
    () => null,
    (error: unknown) => error,
  );
}
