/** What v1 sends, by its own field names (facts/providers/1global-connect.md, sections 2.2 to 2.6). */
import { bytesFrom } from '../../../esim/dataSize';
import { iccidFrom } from '../../../esim/identifiers';
import type { OrderType } from '../../../esim/model';
import { list, record, text, whole, type Wire } from '../../../esim/read';
import { isoTime } from '../../../esim/time';
import { less } from '../../kit/usage';
import type { OrderRecord, ProductRecord, SimRecord, SubscriptionRecord, Watched } from '../wire';

/** Section 2.2. `units` and `active_countries` are spellings of the older sources. */
type WireProduct = Wire<'id' | 'name' | 'period' | 'period_unit' | 'data' | 'footprint' | 'pricing' | 'region'>;

/** Section 2.3.3. The OpenAPI schema has the names of the output at the top level; its own examples do not. */
type WireOrder = Wire<'id' | 'externalId' | 'status' | 'output' | 'createdDate' | 'created_date'>;
type WireOutput = Wire<
  'matchingId' | 'matching_id' | 'iccid' | 'smdpUrl' | 'smdp_url' | 'lpa_url' | 'qrcode_url' | 'subscription_id'
>;

/** Section 2.4.1. */
type WireSubscription = Wire<
  | 'id'
  | 'status'
  | 'initialBalance'
  | 'spentBalance'
  | 'activationDate'
  | 'expirationDate'
  | 'createdDate'
  | 'product'
  | 'iccid'
  | 'device_id'
>;

/** Section 2.5.2. */
type WireSim = Wire<
  | 'iccid'
  | 'matching_id'
  | 'matchingId'
  | 'status'
  | 'profileStatus'
  | 'eid'
  | 'last_modified'
  | 'lpa_url'
  | 'qrcode_url'
>;

export function productFrom(json: unknown): ProductRecord {
  const product: WireProduct = record(json);
  const data: Wire<'value' | 'unit' | 'units'> = record(product.data);
  return {
    id: text(product.id),
    name: text(product.name),
    dataBytes: bytesFrom(data.value, data.unit ?? data.units),
    duration: product.period,
    durationUnit: product.period_unit,
    prices: record(product.pricing),
    coverage: text(product.region),
    countries: product.footprint,
    // v1 sells no physical SIMs
    simTypes: ['ESIM'],
    raw: json,
  };
}

export function orderFrom(json: unknown): OrderRecord {
  const order: WireOrder = record(json);
  const output: WireOutput = 'output' in order ? record(order.output) : record(json);
  return {
    id: text(order.id) ?? text(order.externalId),
    status: text(order.status),
    createdAt: isoTime(order.createdDate ?? order.created_date),
    type: typeFrom(output),
    iccid: iccidFrom(output.iccid),
    subscriptionId: text(output.subscription_id),
    matchingId: output.matchingId ?? output.matching_id,
    smdpAddress: output.smdpUrl ?? output.smdp_url,
    lpa: output.lpa_url,
    qrCodeUrl: output.qrcode_url,
    raw: json,
  };
}

/** A completed top-up has no matching id (section 2.3.2). */
function typeFrom(output: WireOutput): OrderType | null {
  if (text(output.iccid) === null) return null;
  return text(output.matchingId) === null && text(output.matching_id) === null ? 'topUp' : 'newEsim';
}

export function subscriptionFrom(json: unknown): SubscriptionRecord {
  const subscription: WireSubscription = record(json);
  const product: Wire<'id' | 'name'> = record(subscription.product);
  const totalBytes = whole(subscription.initialBalance);
  const usedBytes = whole(subscription.spentBalance);
  return {
    id: text(subscription.id),
    iccid: iccidFrom(subscription.iccid),
    status: text(subscription.status),
    deviceId: 'device_id' in subscription ? text(subscription.device_id) : undefined,
    productId: text(product.id),
    productName: text(product.name),
    createdAt: isoTime(subscription.createdDate),
    activatedAt: isoTime(subscription.activationDate),
    expiresAt: isoTime(subscription.expirationDate),
    totalBytes,
    usedBytes,
    // not sent: what was bought less what was used (section 2.4.1)
    remainingBytes: less(totalBytes, usedBytes),
    raw: json,
  };
}

export function simFrom(json: unknown): SimRecord {
  const sim: WireSim = record(json);
  return {
    iccid: iccidFrom(sim.iccid),
    status: text(sim.status) ?? text(sim.profileStatus),
    simType: null,
    eid: sim.eid,
    matchingId: sim.matching_id ?? sim.matchingId,
    lpa: sim.lpa_url,
    qrCodeUrl: sim.qrcode_url,
    lastModified: sim.last_modified,
    raw: json,
  };
}

/** Section 2.6. */
export function watchedFrom(json: unknown): Watched[] {
  return list(record(json).notifications).flatMap((entry) => {
    const { type, webhook_url: url }: Wire<'type' | 'webhook_url'> = record(entry);
    const [name, address] = [text(type), text(url)];
    return name === null || address === null ? [] : [{ type: name, url: address }];
  });
}
