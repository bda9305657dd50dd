/**
 * The eSIM model: the plain JSON that every workflow sees, the same for all providers.
 *
 * Times are ISO 8601 UTC strings. Data is in bytes (integers). Identifiers (ICCID, EID, IMSI, ids) are always
 * strings. What is unknown or absent is `null`, never missing. The provider's own word is kept beside ours.
 */

/** A decimal amount and its ISO 4217 currency. The amount is a decimal string, never a binary float. */
export interface Money {
  amount: string;
  currency: string;
}

/** How long a package lasts. `unit` is the provider's unit in lower case singular: `day`, `month`, `year`. */
export interface Validity {
  value: number;
  unit: string;
}

export type PackageType = 'base' | 'topUp' | 'both';
export type SimType = 'eSim' | 'physicalSim';

/** Something that can be bought: a data plan or a top-up. */
export interface Package {
  packageId: string;
  name: string | null;
  provider: string;
  type: PackageType;
  dataBytes: number | null;
  unlimited: boolean;
  voiceSeconds: number | null;
  smsCount: number | null;
  /** `null` when it never expires or the provider does not say. */
  validity: Validity | null;
  /** The provider's own name of the coverage area. */
  coverage: string | null;
  /** ISO 3166-1 alpha-2, upper case. Empty when the provider names only an area. */
  countries: string[];
  /** What the reseller pays. */
  price: Money | null;
  /** What the reseller asks from the customer. */
  retailPrice: Money | null;
  simTypes: SimType[];
}

export const ORDER_STATUSES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'refunded',
  'unknown',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type OrderType = 'newEsim' | 'topUp';

/** A purchase at a provider. */
export interface Order {
  orderId: string;
  provider: string;
  /** `null` when the provider does not say and it cannot be inferred. */
  type: OrderType | null;
  status: OrderStatus;
  providerStatus: string | null;
  clientReference: string | null;
  /** True when this client reference had been bought before this call: nothing was bought now. */
  alreadyExisted: boolean;
  createdAt: string | null;
  package: { packageId: string | null; name: string | null };
  price: Money | null;
  customerId: string | null;
  subscriptionId: string | null;
  esim: Esim | null;
  /** The invoice behind the order; only where the provider writes invoices. */
  invoiceId?: string | null;
  /** When the subscription ends or ended; only where the provider has subscriptions that can be cancelled. */
  endsAt?: string | null;
}

export const ESIM_STATES = [
  'released',
  'downloaded',
  'installed',
  'enabled',
  'disabled',
  'deleted',
  'unavailable',
  'error',
  'unknown',
] as const;
export type EsimState = (typeof ESIM_STATES)[number];

/** One eSIM profile. */
export interface Esim {
  iccid: string | null;
  provider: string;
  esimId: string | null;
  imsi: string | null;
  eid: string | null;
  state: EsimState;
  providerState: string | null;
  /** Canonical `LPA:1$<SM-DP+ address>$<matching id>`. Gives access to the profile: treat it as a secret. */
  activationCode: string | null;
  smdpAddress: string | null;
  matchingId: string | null;
  confirmationCodeRequired: boolean;
  iosInstallUrl: string | null;
  androidInstallUrl: string | null;
  /** A page of the provider for the end user. */
  installPageUrl: string | null;
  /** A QR image that the provider hosts. */
  qrCodeUrl: string | null;
  activatedAt: string | null;
  lastSeenAt: string | null;
  customerId: string | null;
  /** What looked odd in the provider's answer, in words for a person. */
  warnings: string[];
}

/** One package on an eSIM and what is left of it. */
export interface PackageUsage {
  packageId: string | null;
  orderId: string | null;
  subscriptionId: string | null;
  name: string | null;
  status: 'waiting' | 'active' | 'depleted' | 'expired' | 'unknown';
  providerStatus: string | null;
  totalBytes: number | null;
  usedBytes: number | null;
  remainingBytes: number | null;
  unlimited: boolean;
  activatedAt: string | null;
  expiresAt: string | null;
}

/** Data used and left. The sums count only packages that can be used now. */
export interface Usage {
  iccid: string | null;
  provider: string;
  customerId: string | null;
  totalBytes: number | null;
  usedBytes: number | null;
  remainingBytes: number | null;
  unlimited: boolean;
  /** When the last usable package ends. */
  expiresAt: string | null;
  packages: PackageUsage[];
}

export type RefundState = 'refunded' | 'requested' | 'cancelled' | 'refused';

/** What became of a refund, with the explanation that a person needs. */
export interface Refund {
  orderId: string;
  provider: string;
  state: RefundState;
  amount: Money | null;
  alreadyExisted: boolean;
  explanation: string;
}

export const EVENT_TYPES = [
  'esim.released',
  'esim.downloaded',
  'esim.installed',
  'esim.enabled',
  'esim.disabled',
  'esim.deleted',
  'esim.error',
  'esim.statusChanged',
  'balance.low',
  'balance.depleted',
  'package.activated',
  'package.renewed',
  'package.ended',
  'country.changed',
  'order.created',
  'order.completed',
  'order.failed',
  'order.cancelled',
  'other',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What is left of the reseller's credit at a provider. */
export interface Balance {
  provider: string;
  /** `null` when the provider names none. */
  balance: Money | null;
}

/** A phone or tablet that can take an eSIM. */
export interface Device {
  brand: string | null;
  /** As the maker calls it: "Pixel 8". */
  name: string;
  /** The maker's number of the model: "SM-S911B". */
  model: string | null;
  /** `ios`, `android`, in lower case. */
  system: string | null;
  provider: string;
}

/** Something that a provider told us through its webhook. */
export interface EsimEvent {
  /** The same for every delivery of the same event: feed it to Remove Duplicates. */
  eventId: string;
  type: EventType;
  provider: string;
  /** The provider's own name of the event, where it has one: tells the events of type `other` apart. */
  providerEvent?: string | null;
  occurredAt: string | null;
  iccid: string | null;
  esimId: string | null;
  customerId: string | null;
  orderId: string | null;
  subscriptionId: string | null;
  state: EsimState | null;
  remainingBytes: number | null;
  thresholdPercent: number | null;
  previousCountry: string | null;
  country: string | null;
  expiresAt: string | null;
  /** True: the provider confirmed it when asked, or it was signed. False: it did not agree. Null: not asked. */
  confirmed: boolean | null;
}
