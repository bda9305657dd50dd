/**
 * What Gigs sends, by its own field names (facts/providers/gigs.md). Every value is `unknown`: `mapping.ts` and its
 * neighbours read them one by one.
 */
import { record, text, type Wire } from '../../esim/read';

/** Section 1: an amount in the currency's smallest unit. */
export type WirePrice = Wire<'amount' | 'currency'>;

/** Section 8. */
export type WireUser = Wire<'id' | 'email' | 'fullName' | 'birthday' | 'status'>;

/** Section 8.1. */
export type WireAddress = Wire<'id' | 'line1' | 'line2' | 'city' | 'state' | 'postalCode' | 'country'>;

/** Sections 9 and 13: what a plan and an add-on have in common. `data`, `sms` and `voice` are deprecated. */
export type WirePackage = Wire<'id' | 'name' | 'status' | 'activationTrigger' | 'coverage' | 'price' | 'provider'> &
  Wire<'validity' | 'allowances' | 'data' | 'sms' | 'voice'>;

/** Section 9. */
export type WirePlan = WirePackage & Wire<'requirements' | 'simTypes'>;

/** Section 13. */
export type WireAddon = WirePackage & Wire<'plans'>;

/** Section 10. */
export type WireSubscription = Wire<'id' | 'metadata' | 'status' | 'cancellationDetails' | 'plan' | 'sim' | 'user'> &
  Wire<'createdAt' | 'activatedAt' | 'firstUsageAt' | 'canceledAt' | 'endedAt' | 'currentPeriod'>;

/** Section 10: only while the subscription is active. */
export type WirePeriod = Wire<'start' | 'end'>;

/** Section 13. There is no metadata on it: a client reference cannot travel with it. */
export type WireSubscriptionAddon = Wire<'id' | 'addon' | 'status' | 'subscription' | 'user'> &
  Wire<'createdAt' | 'activatedAt' | 'canceledAt' | 'endedAt' | 'currentPeriod'>;

/** Section 12. */
export type WireSim = Wire<'id' | 'iccid' | 'provider' | 'status' | 'type'>;

/** Section 12. Older copies have neither of the install links. */
export type WireCredentials = Wire<'activationCode' | 'androidInstallUrl' | 'iosInstallUrl' | 'qrCodeUrl'>;

/** Section 12. */
export type WireProfile = Wire<'sim' | 'status'>;

/** Section 14.2. */
export type WireBalance = Wire<'allowance' | 'source' | 'unit' | 'used' | 'limit' | 'remaining' | 'usedPercent'> &
  Wire<'usableFrom' | 'usableUntil'>;

/** Section 16. */
export type WireInvoice = Wire<'id' | 'createdAt' | 'reason' | 'status' | 'subscription' | 'subtotal' | 'tax'> &
  Wire<'total' | 'fees' | 'lineItems'>;

/** Section 16. */
export type WireInvoiceLine = Wire<
  'id' | 'subscription' | 'subscriptionAddon' | 'subtotal' | 'tax' | 'taxes' | 'total'
>;

/** Section 16. */
export type WireCreditNote = Wire<'id' | 'creditTo' | 'total'>;

/** Section 18.1: the CloudEvents envelope. */
export type WireEvent = Wire<'id' | 'type' | 'data' | 'time'>;

/** An object, or only its id where that is what came. */
export function idOf(value: unknown): string | null {
  return text(value) ?? text(record(value).id);
}

/** Arrays; some pages print them as `{"0":"DE"}` (section 1). */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : Object.values(record(value));
}
