/** What becomes of orders and subscriptions as time passes (sections 1.9, 1.11). */
import { bytesLeft, DAY_MS, isExpired, isUsable } from '../core/life';
import type { Booking } from '../core/ledger';
import type { OutgoingEvent } from '../core/webhooks';
import { bytesOf, priceOf } from './catalogue';
import { subscriptionEnd } from './events';
import { type ConnectWorld, newSim, type Order, type Subscription, subscriptionsOf } from './state';

export type OrderStatus = 'ACCEPTED' | 'FULFILLING' | 'COMPLETED' | 'FAILED';
export type SubscriptionStatus = 'PENDING' | 'PENDING_USAGE' | 'ACTIVE' | 'DEPLETED' | 'EXPIRED';

export function orderStatus(order: Order, now: number): OrderStatus {
  if (now < order.fulfillingAt) return 'ACCEPTED';
  if (now < order.endsAt) return 'FULFILLING';
  return order.fails ? 'FAILED' : 'COMPLETED';
}

export function subscriptionStatus(one: Subscription, now: number): SubscriptionStatus {
  if (one.activatedAt === null) return 'PENDING_USAGE';
  if (now < one.activatedAt) return 'PENDING';
  if (isExpired(one, now)) return 'EXPIRED';
  return bytesLeft(one) === 0 ? 'DEPLETED' : 'ACTIVE';
}

export function activeOn(world: ConnectWorld, iccid: string): Subscription[] {
  return subscriptionsOf(world, iccid).filter((one) => isUsable(one, world.now));
}

export function start(one: Subscription, at: number): void {
  one.activatedAt = at;
  one.expiresAt = at + one.product.days * DAY_MS;
}

/** Finishes the orders whose time has come, and tells of packages that have expired. */
export function catchUp(world: ConnectWorld): OutgoingEvent[] {
  const { now } = world;
  for (const order of world.state.orders.values()) {
    if (!order.settled && now >= order.endsAt) settle(world, order);
  }
  const events: OutgoingEvent[] = [];
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
    world.ledger.refund({ ...bookLine(order), call: 'orderFailed' });
    return;
  }
  const { state, random } = world;
  const sim = order.iccid === null ? newSim(random, 'ESIM', order.eid, order.endsAt) : state.sims.get(order.iccid);
  if (!sim) return;
  state.sims.set(sim.iccid, sim);
  const subscription: Subscription = {
    id: `${Buffer.from(random.hex(62), 'hex').toString('base64url')}=`,
    iccid: sim.iccid,
    email: order.email ?? emailOf(world, sim.iccid),
    deviceId: order.deviceId,
    product: order.product,
    createdAt: order.endsAt,
    totalBytes: bytesOf(order.product),
    usedBytes: 0,
    activatedAt: null,
    expiresAt: null,
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
  return subscriptionsOf(world, iccid).find(({ email }) => email !== null)?.email ?? null;
}

export function bookLine({ deviceId, id, email, product }: Order): Omit<Booking, 'call'> {
  return { reference: deviceId, orderId: id, customerId: email, amount: priceOf(product) };
}
