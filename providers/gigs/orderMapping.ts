/** Subscriptions and subscription add-ons as orders (facts/providers/gigs.md, sections 10 and 13). */
import type { Esim, Order, OrderStatus } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { priceFrom, PROVIDER_ID } from './mapping';
import { referenceOf, statusOf } from './subscriptions';
import { idOf } from './wire';
import type { WireAddon, WirePeriod, WirePlan, WireSubscription, WireSubscriptionAddon } from './wire';

/** What is known about an order besides the subscription itself. */
export interface OrderSurroundings {
  esim: Esim | null;
  invoiceId: string | null;
  /** False when a new eSIM has no activation code yet, though it should: the order is not ready to be delivered. */
  isDeliverable?: boolean;
}

export function orderFromSubscription(subscription: WireSubscription, around: OrderSurroundings): Order {
  const plan: WirePlan = record(subscription.plan);
  const period: WirePeriod = record(subscription.currentPeriod);
  const orderId = text(subscription.id) ?? '';
  return {
    orderId,
    provider: PROVIDER_ID,
    type: 'newEsim',
    status: subscriptionStatus(subscription, around),
    providerStatus: text(subscription.status),
    clientReference: referenceOf(subscription),
    alreadyExisted: false,
    createdAt: isoTime(subscription.createdAt),
    package: { packageId: idOf(subscription.plan), name: text(plan.name) },
    price: priceFrom(plan.price),
    customerId: idOf(subscription.user),
    subscriptionId: orderId,
    esim: around.esim,
    invoiceId: around.invoiceId,
    endsAt: isoTime(subscription.endedAt) ?? (isOneTime(plan) ? isoTime(period.end) : null),
  };
}

/** Reasons for which a subscription ends that never worked (section 10). */
const FAILURES = [
  'deviceblocked',
  'invoiceunpaid',
  'paymentdisputed',
  'paymentfailed',
  'portingexpired',
  'simunusable',
];

function subscriptionStatus(subscription: WireSubscription, { esim, isDeliverable }: OrderSurroundings): OrderStatus {
  const plan: WirePlan = record(subscription.plan);
  switch (statusOf(subscription)) {
    case 'initiated':
      return 'pending';
    case 'pending':
      // such a plan becomes active when the eSIM is used, so it must be delivered before (section 9)
      return text(plan.activationTrigger) === 'usageStarted' && esim?.activationCode ? 'completed' : 'pending';
    case 'active':
      return subscription.sim === null || isDeliverable === false ? 'processing' : 'completed';
    case 'restricted':
      return 'completed';
    case 'ended':
      return endedStatus(subscription, plan);
    default:
      return 'unknown';
  }
}

/** A one-time plan ends by itself: it was delivered, nobody cancelled it. */
function endedStatus(subscription: WireSubscription, plan: WirePlan): OrderStatus {
  const cause = text(record(subscription.cancellationDetails).cause)?.toLowerCase() ?? null;
  const neverWorked = isoTime(subscription.activatedAt) === null;
  if (neverWorked && cause !== null && FAILURES.includes(cause)) return 'failed';
  const untouched = isoTime(subscription.canceledAt) === null && cause === null;
  return untouched && !neverWorked && isOneTime(plan) ? 'completed' : 'cancelled';
}

function isOneTime(plan: WirePlan): boolean {
  return text(record(plan.validity).type) === 'oneTime';
}

/** What is known about a top-up besides the add-on itself. */
export interface TopUpSurroundings {
  /** Gigs keeps no reference with an add-on: only the run that bought it knows. */
  clientReference: string | null;
  esim: Esim | null;
  invoiceId: string | null;
}

export function orderFromAddon(bought: WireSubscriptionAddon, around: TopUpSurroundings): Order {
  const addon: WireAddon = record(bought.addon);
  return {
    orderId: text(bought.id) ?? '',
    provider: PROVIDER_ID,
    type: 'topUp',
    status: addonStatus(bought, addon),
    providerStatus: text(bought.status),
    clientReference: around.clientReference,
    alreadyExisted: false,
    createdAt: isoTime(bought.createdAt),
    package: { packageId: idOf(bought.addon), name: text(addon.name) },
    price: priceFrom(addon.price),
    customerId: idOf(bought.user),
    subscriptionId: idOf(bought.subscription),
    esim: around.esim,
    invoiceId: around.invoiceId,
    endsAt: isoTime(bought.endedAt),
  };
}

function addonStatus(bought: WireSubscriptionAddon, addon: WireAddon): OrderStatus {
  switch (statusOf(bought)) {
    case 'initiated':
      return 'pending';
    case 'pending': {
      // waits for the phone, not for Gigs: there is nothing more to wait for (section 13)
      const trigger = text(addon.activationTrigger);
      return trigger === 'networkLatch' || trigger === 'usageStarted' ? 'completed' : 'pending';
    }
    case 'active':
      return 'completed';
    case 'ended':
      return isoTime(bought.activatedAt) !== null && isoTime(bought.canceledAt) === null ? 'completed' : 'cancelled';
    default:
      return 'unknown';
  }
}
