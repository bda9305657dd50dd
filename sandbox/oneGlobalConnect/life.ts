/** What becomes of orders and subscriptions as time passes (sections 1.9, 1.11). */
import { bytesOf, type Product } from './catalogue';
import { subscriptionEnd, type Outgoing } from './events';
import type { Order, Subscription } from './state';
import type { ConnectWorld } from './world';

const DAY_MS = 86_400_000;
export const MOST_ACTIVE = 15;

export type OrderStatus = 'ACCEPTED' | 'FULFILLING' | 'COMPLETED' | 'FAILED';
export type SubscriptionStatus = 'PENDING' | 'PENDING_USAGE' | 'ACTIVE' | 'DEPLETED' | 'EXPIRED';

export function orderStatus(order: Order, now: number): OrderStatus {
  if (now < order.fulfillingAt) return 'ACCEPTED';
  if (now < order.endsAt) return 'FULFILLING';
  return order.fails ? 'FAILED' : 'COMPLETED';
}

export function leftBytes({ product, usedBytes }: Subscription): number {
  return Math.max(0, bytesOf(product) - usedBytes);
}

export function subscriptionStatus(one: Subscription, now: number): SubscriptionStatus {
  if (one.activationDate === null) return 'PENDING_USAGE';
  if (now < one.activationDate) return 'PENDING';
  if (one.expiresAt !== null && now >= one.expiresAt) return 'EXPIRED';
  return leftBytes(one) === 0 ? 'DEPLETED' : 'ACTIVE';
}

export function activeOn(world: ConnectWorld, iccid: string): Subscription[] {
  const now = world.clock.now();
  return world.state.subscriptionsOf(iccid).filter((one) => subscriptionStatus(one, now) === 'ACTIVE');
}

export function start(one: Subscription, at: number): void {
  one.activationDate = at;
  one.expiresAt = at + one.product.days * DAY_MS;
}

/** Finishes the orders whose time has come, and tells of packages that have expired. */
export function catchUp(world: ConnectWorld): Outgoing[] {
  const now = world.clock.now();
  for (const order of world.state.orders.values()) {
    if (!order.settled && now >= order.endsAt) settle(world, order);
  }
  const events: Outgoing[] = [];
  for (const one of world.state.subscriptions.values()) {
    if (one.endTold || subscriptionStatus(one, now) !== 'EXPIRED') continue;
    one.endTold = true;
    events.push(...subscriptionEnd(world, one));
  }
  return events;
}

function settle(world: ConnectWorld, order: Order): void {
  order.settled = true;
  if (order.fails) {
    world.ledger.refund({ ...bookLine(world, order, order.product), call: 'orderFailed' });
    return;
  }
  const { state } = world;
  const sim = order.iccid === null ? state.addSim('ESIM', order.eid, order.endsAt) : state.sims.get(order.iccid);
  if (!sim) return;
  const subscription: Subscription = {
    id: state.subscriptionId(),
    iccid: sim.iccid,
    email: order.email ?? emailOf(world, sim.iccid),
    deviceId: order.deviceId,
    product: order.product,
    createdAt: order.endsAt,
    activationDate: null,
    expiresAt: null,
    usedBytes: 0,
    endTold: false,
    thresholdTold: false,
  };
  if (!order.product.startsWithData) start(subscription, order.activationDate ?? order.endsAt);
  state.subscriptions.set(subscription.id, subscription);
  order.iccid = sim.iccid;
  order.matchingId = sim.matchingId;
  order.subscriptionId = subscription.id;
}

/** A top-up does not name the customer: it is whose SIM it is. */
function emailOf(world: ConnectWorld, iccid: string): string | null {
  return world.state.subscriptionsOf(iccid).find(({ email }) => email !== null)?.email ?? null;
}

export function bookLine(world: ConnectWorld, order: Order, product: Product) {
  return {
    at: new Date(world.clock.now()).toISOString(),
    reference: order.deviceId,
    orderId: order.id,
    customerId: order.email,
    amount: product.prices['EUR'] ?? '0',
  };
}
