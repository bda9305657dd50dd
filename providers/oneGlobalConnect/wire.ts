/**
 * What both API versions of 1GLOBAL Connect say and can do, in words of neither: `v1/` and `v2/` hold the endpoints and the
 * field names (facts/providers/1global-connect.md, sections 2 and 3); everything else is written against this.
 */
import type { OrderType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import type { Page } from '../kit/lists';
import { rowsOf } from '../kit/lists';
import type { Session } from '../provider';

export const PROVIDER_ID = 'oneGlobalConnect';
export const PROVIDER_NAME = '1GLOBAL Connect';

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

/** Section 1.4: the id under which 1GLOBAL's support finds a call. */
export const CORRELATION_HEADER = 'X-Correlation-ID';

/** `/v2/orders/<id>` */
export function pathOf(list: string, id: string): string {
  return `${list}/${encodeURIComponent(id)}`;
}

export type LinkName = 'lpa' | 'smdp' | 'qrcode' | 'sim' | 'subscription' | 'product' | 'next';

/**
 * A link of an answer (facts/providers/1global-connect.md, section 3.2): under `links` or `_links`, and every name with
 * or without an underscore.
 */
export function linkOf(json: unknown, name: LinkName): string | null {
  const { links, _links } = record(record(json)._metadata);
  const all = { ...record(_links), ...record(links) };
  return text(all[`_${name}`]) ?? text(all[name]);
}

/** The documented default (sections 2.3.4, 2.4.2, 3.2); the largest is unknown. */
export const PAGE_SIZE = 40;

/**
 * Lists that come in pages. What ends a list is unknown: the documented examples contradict themselves (section 3.2), so
 * every sign of another page is followed and every way in which a server can repeat itself ends the list.
 * @param load reads a page, counted from 1
 * @param comesWhole the list is documented without pages: a full page does not speak for another one
 */
export function rowsIn(
  name: string,
  load: (page: number) => Promise<Answer>,
  { comesWhole = false } = {},
): AsyncGenerator<unknown, boolean> {
  return rowsOf({
    provider: PROVIDER_NAME,
    name,
    first: 1,
    load,
    read: (answer, page) => pageFrom(answer, page, comesWhole),
    // orders of v1 may have their id under its old name only (section 2.3.1)
    idOf: (row) => text(record(row).id) ?? text(record(row).externalId),
    behindTheLast: [400, 404, 416, 422],
    check: 'the base URL and the API version',
  });
}

/** A bare array with its neighbours in headers (section 2.4.4), or `data` and `_metadata` (sections 2.3.4, 3.2). */
function pageFrom({ json, headers }: Answer, page: number, comesWhole: boolean): Page<number> {
  const { data, _metadata } = record(json);
  const rows: unknown = Array.isArray(json) ? json : data;
  if (!Array.isArray(rows)) return { rows: null, next: null };
  const said = record(_metadata);
  const [pages, size] = [whole(said.page_count), whole(said.page_size)];
  const isFull = rows.length >= (size ?? PAGE_SIZE) && !comesWhole;
  // wrapped without a word about its pages: only the next page can tell
  const isSilent =
    !Array.isArray(json) && !comesWhole && !['page_count', 'page_size', 'links', '_links'].some((key) => key in said);
  const isNamed = Boolean(headers['x-next-page']) || linkOf(json, 'next') !== null;
  const more = isNamed || (pages !== null && pages > page) || isFull || isSilent;
  return { rows: rows as unknown[], next: more ? page + 1 : null };
}
