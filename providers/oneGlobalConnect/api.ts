/**
 * What both API versions of 1GLOBAL Connect can do, in words of neither. `v1/` and `v2/` hold the endpoints and the
 * field names (facts/providers/1global-connect.md, sections 2 and 3); everything else is written against this.
 */
import type { OrderType } from '../../esim/model';
import type { Exchange } from '../../http/client';
import type { Session } from '../provider';

export type SimType = 'ESIM' | 'PSIM';

/** Fields that the versions name differently. What a version does not have is `null`; values are read, not checked. */
export interface ProductRecord {
  id: string | null;
  name: string | null;
  dataBytes: number | null;
  duration: unknown;
  durationUnit: unknown;
  /** Amount by currency, as it came. */
  prices: Readonly<Record<string, unknown>>;
  coverage: string | null;
  countries: unknown;
  simTypes: unknown;
  raw: unknown;
}

export interface OrderRecord {
  id: string | null;
  status: string | null;
  createdAt: string | null;
  /** Where the answer gives it away; it never says so. */
  type: OrderType | null;
  iccid: string | null;
  subscriptionId: string | null;
  matchingId: unknown;
  smdpAddress: unknown;
  lpa: unknown;
  qrCodeUrl: unknown;
  raw: unknown;
}

export interface SubscriptionRecord {
  id: string | null;
  iccid: string | null;
  status: string | null;
  /** Our client reference, where an order carried one; undefined when this answer does not show it at all. */
  deviceId: string | null | undefined;
  productId: string | null;
  productName: string | null;
  createdAt: string | null;
  activatedAt: string | null;
  expiresAt: string | null;
  totalBytes: number | null;
  usedBytes: number | null;
  remainingBytes: number | null;
  raw: unknown;
}

export interface SimRecord {
  iccid: string | null;
  status: string | null;
  simType: SimType | null;
  eid: unknown;
  matchingId: unknown;
  lpa: unknown;
  qrCodeUrl: unknown;
  /** When something last happened on the chip. */
  lastModified: unknown;
  raw: unknown;
}

export interface Device {
  /** Carries the client reference: subscriptions give it back as `device_id` (sections 1.5, 5). */
  id: string;
  system: string;
  model: string | null;
  make: string | null;
  eid: string | null;
}

/** A purchase with everything checked. Times are `yyyy-MM-ddTHH:mm:ssZ`. */
export interface OrderRequest {
  kind: 'newEsim' | 'topUp';
  reference: string;
  packageId: string;
  /** ISO 3166 alpha-2: where the sale takes place. */
  country: string;
  simType: SimType;
  /** The SIM to top up, or the physical SIM to activate. */
  iccid: string | null;
  customer: {
    email: string;
    firstName: string | null;
    lastName: string | null;
    countryOfResidence: string | null;
    language: string | null;
  } | null;
  device: Device;
  activationDate: string | null;
  soldPrice: { amount: number; currency: string } | null;
}

export interface OrderFilter {
  status?: string;
  /** ISO 8601. */
  from?: string;
  to?: string;
}

export interface Watched {
  type: string;
  url: string;
}

export interface ConnectApi {
  version: 'v1' | 'v2';
  /** Section 1.11: the notifications that a SIM can be watched for. */
  notificationTypes: readonly string[];

  products(session: Session, filter: { currency?: string; planId?: string }): AsyncIterable<ProductRecord>;
  product(session: Session, id: string, currency: string | undefined): Promise<ProductRecord>;

  /** The one request that spends money. */
  placeOrder(session: Session, order: OrderRequest, correlationId: string): Promise<Exchange>;
  /** Reads the answer of `placeOrder` as well. */
  orderFrom(json: unknown): OrderRecord;
  order(session: Session, id: string): Promise<OrderRecord>;
  orders(session: Session, filter: OrderFilter): AsyncIterable<OrderRecord>;

  subscriptions(session: Session, of: { iccid: string } | { email: string }): AsyncIterable<SubscriptionRecord>;
  subscription(session: Session, id: string): Promise<SubscriptionRecord>;
  activate(session: Session, subscriptionId: string): Promise<Exchange>;

  sim(session: Session, iccid: string): Promise<SimRecord>;
  deleteSim(session: Session, iccid: string): Promise<Exchange>;

  watched(session: Session, iccid: string): Promise<{ watched: Watched[]; raw: unknown }>;
  /** @param replaces whether another URL is registered for this type at the moment */
  watch(session: Session, iccid: string, to: Watched, replaces: boolean): Promise<void>;
  unwatch(session: Session, iccid: string, type: string): Promise<void>;
}
