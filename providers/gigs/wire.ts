/**
 * What Gigs sends, by its own field names (facts/providers/gigs.md). Every value is `unknown`: `mapping.ts` and its
 * neighbours read them one by one. The keys are listed so that a name written wrong does not compile.
 */
import { list, record, text } from '../../esim/read';

type Wire<Keys extends string> = { readonly [Key in Keys]?: unknown };

/** Section 1: an amount in the currency's smallest unit. */
export type WirePrice = Wire<'amount' | 'currency'>;

/** Section 8. */
export type WireUser = Wire<'id' | 'email' | 'fullName' | 'birthday' | 'preferredLocale' | 'status' | 'metadata'>;

/** Section 8.1. */
export type WireAddress = Wire<'id' | 'line1' | 'line2' | 'city' | 'state' | 'postalCode' | 'country'>;

/** Section 9; `data`, `sms` and `voice` are the deprecated twins of `allowances`. */
export type WirePlan = Wire<
  | 'id'
  | 'name'
  | 'status'
  | 'activationTrigger'
  | 'allowances'
  | 'coverage'
  | 'price'
  | 'provider'
  | 'requirements'
  | 'simTypes'
  | 'validity'
  | 'data'
  | 'sms'
  | 'voice'
>;

/** Section 13. */
export type WireAddon = Wire<
  | 'id'
  | 'name'
  | 'status'
  | 'type'
  | 'activationTrigger'
  | 'allowances'
  | 'coverage'
  | 'plans'
  | 'price'
  | 'provider'
  | 'validity'
  | 'data'
  | 'sms'
  | 'voice'
>;

/** Section 10. */
export type WireSubscription = Wire<
  | 'id'
  | 'metadata'
  | 'status'
  | 'activatedAt'
  | 'canceledAt'
  | 'createdAt'
  | 'endedAt'
  | 'firstUsageAt'
  | 'currentPeriod'
  | 'cancellationDetails'
  | 'plan'
  | 'sim'
  | 'user'
>;

/** Section 10: only while the subscription is active. */
export type WirePeriod = Wire<'number' | 'start' | 'end'>;

/** Section 13. There is no metadata on it: a client reference cannot travel with it. */
export type WireSubscriptionAddon = Wire<
  | 'id'
  | 'activatedAt'
  | 'addon'
  | 'canceledAt'
  | 'createdAt'
  | 'currentPeriod'
  | 'endedAt'
  | 'status'
  | 'subscription'
  | 'user'
>;

/** Section 12. */
export type WireSim = Wire<'id' | 'iccid' | 'provider' | 'status' | 'type'>;

/** Section 12. Older copies have neither of the install links. */
export type WireCredentials = Wire<'activationCode' | 'androidInstallUrl' | 'iosInstallUrl' | 'qrCodeUrl' | 'sim'>;

/** Section 12. */
export type WireProfile = Wire<'sim' | 'status' | 'updatedAt'>;

/** Section 14.1: what was used on a day, or in a period. */
export type WireUsageRecord = Wire<'data' | 'start' | 'end'>;

/** Section 14.2. */
export type WireBalance = Wire<
  | 'id'
  | 'allowance'
  | 'subscription'
  | 'source'
  | 'unit'
  | 'used'
  | 'limit'
  | 'remaining'
  | 'usedPercent'
  | 'usableFrom'
  | 'usableUntil'
>;

/** Section 16. */
export type WireInvoice = Wire<
  | 'id'
  | 'createdAt'
  | 'fees'
  | 'lineItems'
  | 'paidAt'
  | 'reason'
  | 'status'
  | 'subscription'
  | 'subtotal'
  | 'tax'
  | 'total'
>;

/** Section 16. */
export type WireInvoiceLine = Wire<
  'id' | 'subscription' | 'subscriptionAddon' | 'subtotal' | 'tax' | 'taxes' | 'total'
>;

/** Section 16. */
export type WireCreditNote = Wire<'id' | 'createdAt' | 'creditTo' | 'invoice' | 'status' | 'total'>;

/** Section 18.1: the CloudEvents envelope. */
export type WireEvent = Wire<'id' | 'type' | 'data' | 'previousData' | 'project' | 'time' | 'version'>;

/** An object, or only its id where that is what came. */
export function idOf(value: unknown): string | null {
  return text(value) ?? text(record(value).id);
}

/** Arrays; some pages print them as `{"0":"DE"}` (section 1). */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? list(value) : Object.values(record(value));
}
