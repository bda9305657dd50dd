/** Gigs' fields -> our model. Sections are those of facts/providers/gigs.md. */
import { countriesFrom } from '../../esim/countries';
import { makeOrder, makePackage } from '../../esim/make';
import type { Esim, Money, Order, OrderStatus, Package } from '../../esim/model';
import { moneyFrom, moneyFromMinorUnits } from '../../esim/money';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { simTypesFrom, validityFrom } from '../kit/words';
import { idOf, listOf } from './wire';
import type { WireAddon, WirePackage, WirePeriod, WirePlan, WirePrice } from './wire';
import type { WireSubscription, WireSubscriptionAddon } from './wire';

export const PROVIDER_ID = 'gigs';
export const PROVIDER_NAME = 'Gigs';

/** For whoever named an order that is not there. */
export const WHAT_ORDER_IDS_ARE = 'An order ID at Gigs begins with sub_, one of a top-up with sad_.';

/** Section 1: whole smallest units; a fraction can only be an amount in the main unit, which no page describes. */
export function priceFrom(price: unknown): Money | null {
  const { amount, currency }: WirePrice = record(price);
  return whole(amount) === null ? moneyFrom(amount, currency) : moneyFromMinorUnits(amount, currency);
}

/** In the smallest unit, whether it came as a price or as a bare number. */
export function minorOf(value: unknown): number | null {
  return whole(value) ?? whole(record(value).amount);
}

export function moneyInWords(money: Money | null): string {
  return money === null ? 'an unknown amount' : `${money.amount} ${money.currency}`;
}

/** A word of Gigs in lower case; empty when it says nothing. */
export function statusOf({ status }: { readonly status?: unknown }): string {
  return text(status)?.toLowerCase() ?? '';
}

/** Section 9. `null` for an entry without an id: it could not be bought. */
export function packageFromPlan(plan: WirePlan): Package | null {
  const value = packageFrom(plan, 'base');
  return value && { ...value, simTypes: simTypesFrom(listOf(plan.simTypes)) };
}

/** Section 13. Add-ons go on an eSIM that exists. */
export function packageFromAddon(addon: WireAddon): Package | null {
  return packageFrom(addon, 'topUp');
}

function packageFrom(wire: WirePackage, type: 'base' | 'topUp'): Package | null {
  const packageId = text(wire.id);
  if (packageId === null) return null;
  const coverage = record(wire.coverage);
  const validity = record(wire.validity);
  const data = allowanceOf(wire, 'dataBytes', 'data');
  return makePackage({
    packageId,
    name: text(wire.name),
    provider: PROVIDER_ID,
    type,
    dataBytes: data.amount,
    unlimited: data.unlimited,
    voiceSeconds: allowanceOf(wire, 'voiceSeconds', 'voice').amount,
    smsCount: allowanceOf(wire, 'smsMessages', 'sms').amount,
    // section 13: none means until the period of the subscription ends
    validity: validityFrom(validity.value, validity.unit),
    coverage: text(coverage.name) ?? text(coverage.id),
    countries: countriesFrom(listOf(coverage.countries)),
    price: priceFrom(wire.price),
  });
}

/** Section 9: `null` means unlimited; the deprecated twins beside `allowances` say -1 for that. */
export function allowanceOf(
  wire: WirePackage,
  name: 'dataBytes' | 'voiceSeconds' | 'smsMessages',
  twin: 'data' | 'voice' | 'sms',
): { amount: number | null; unlimited: boolean } {
  const allowances = record(wire.allowances);
  if (name in allowances) return { amount: whole(allowances[name]), unlimited: allowances[name] === null };
  const amount = whole(wire[twin]);
  return amount === -1 ? { amount: null, unlimited: true } : { amount, unlimited: false };
}

/** Name of our entry in a subscription's metadata: at most 40 characters, a value at most 255 (section 7). */
export const REFERENCE_KEY = 'clientReference';

export function referenceOf({ metadata }: WireSubscription): string | null {
  const value = record(metadata)[REFERENCE_KEY];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What is known about an order besides what was bought. */
export interface Surroundings {
  esim: Esim | null;
  invoiceId: string | null;
  /** False when a new eSIM has no activation code yet, though it should: the order is not ready to be delivered. */
  isDeliverable?: boolean;
}

/** Section 10. */
export function orderFromSubscription(subscription: WireSubscription, around: Surroundings): Order {
  const plan: WirePlan = record(subscription.plan);
  const period: WirePeriod = record(subscription.currentPeriod);
  return {
    ...orderFrom(subscription, subscription.plan, around),
    type: 'newEsim',
    status: subscriptionStatus(subscription, plan, around),
    clientReference: referenceOf(subscription),
    subscriptionId: text(subscription.id),
    endsAt: isoTime(subscription.endedAt) ?? (isOneTime(plan) ? isoTime(period.end) : null),
  };
}

/** Section 13. @param clientReference Gigs keeps none with an add-on: only the run that bought it knows */
export function orderFromAddon(
  bought: WireSubscriptionAddon,
  { clientReference, ...around }: Surroundings & { clientReference: string | null },
): Order {
  return {
    ...orderFrom(bought, bought.addon, around),
    type: 'topUp',
    status: addonStatus(bought, record(bought.addon)),
    clientReference,
    subscriptionId: idOf(bought.subscription),
  };
}

function orderFrom(
  bought: WireSubscription | WireSubscriptionAddon,
  sold: unknown,
  { esim, invoiceId }: Surroundings,
): Order {
  const { name, price }: WirePackage = record(sold);
  return makeOrder({
    orderId: text(bought.id) ?? '',
    provider: PROVIDER_ID,
    status: 'unknown',
    providerStatus: text(bought.status),
    createdAt: isoTime(bought.createdAt),
    package: { packageId: idOf(sold), name: text(name) },
    price: priceFrom(price),
    customerId: idOf(bought.user),
    esim,
    invoiceId,
    endsAt: isoTime(bought.endedAt),
  });
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

function subscriptionStatus(
  subscription: WireSubscription,
  plan: WirePlan,
  { esim, isDeliverable }: Surroundings,
): OrderStatus {
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
