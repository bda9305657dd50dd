/** What v2 sends, by its own field names (facts/providers/1global-connect.md, sections 3.2 to 3.7). */
import { bytesFrom } from '../../../esim/dataSize';
import { iccidFrom } from '../../../esim/identifiers';
import { list, record, text, type Wire } from '../../../esim/read';
import { isoTime } from '../../../esim/time';
import { less } from '../../kit/usage';
import { linkOf, type LinkName } from '../wire';
import type { OrderRecord, ProductRecord, SimRecord, SimType, SubscriptionRecord, Watched } from '../wire';

/** Section 3.3. `footprint` comes only with a single product. */
type WireProduct = Wire<
  | 'id'
  | 'name'
  | 'sim_type'
  | 'duration'
  | 'duration_unit'
  | 'data'
  | 'data_unit'
  | 'price'
  | 'price_currency'
  | 'footprint_code'
  | 'footprint'
>;

/** Sections 3.4.1 and 3.4.2. Unfinished and failed orders have no `output`. */
type WireOrder = Wire<'id' | 'status' | 'created_date' | 'output'>;
type WireOutput = Wire<'matching_id' | 'iccid' | 'subscription_id'>;

/** Section 3.6. `device_id` is only in the schema of a single subscription; `spent_balance` only in the schema. */
type WireSubscription = Wire<
  | 'id'
  | 'name'
  | 'sim_id'
  | 'product_id'
  | 'created_date'
  | 'activation_date'
  | 'expiry_date'
  | 'status'
  | 'initial_balance'
  | 'current_balance'
  | 'spend_balance'
  | 'spent_balance'
  | 'balance_units'
  | 'device_id'
>;

/** Section 3.5. `eid` is not documented for v2. */
type WireSim = Wire<'iccid' | 'status' | 'matching_id' | 'sim_type' | 'eid' | 'last_modified'>;

/** The id at the end of a link's path: links may be absolute, or start with a placeholder. */
function idInLink(json: unknown, name: LinkName): string | null {
  const last = linkOf(json, name)?.split(/[?#]/)[0]?.split('/').at(-1);
  return text(last?.replace(/%3D/gi, '='));
}

export function productFrom(json: unknown): ProductRecord {
  const product: WireProduct = record(json);
  const currency = text(product.price_currency);
  return {
    id: text(product.id),
    name: text(product.name),
    dataBytes: bytesFrom(product.data, product.data_unit),
    duration: product.duration,
    durationUnit: product.duration_unit,
    prices: currency === null ? {} : { [currency]: product.price },
    coverage: text(product.footprint_code),
    countries: product.footprint,
    simTypes: product.sim_type,
    raw: json,
  };
}

export function orderFrom(json: unknown): OrderRecord {
  const order: WireOrder = record(json);
  const output: WireOutput = record(order.output);
  return {
    id: text(order.id),
    status: text(order.status),
    createdAt: isoTime(order.created_date),
    // whether a top-up has a matching id here is unknown
    type: null,
    iccid: iccidFrom(output.iccid) ?? iccidFrom(idInLink(json, 'sim')),
    subscriptionId: text(output.subscription_id) ?? idInLink(json, 'subscription'),
    matchingId: output.matching_id,
    smdpAddress: linkOf(json, 'smdp'),
    lpa: linkOf(json, 'lpa'),
    qrCodeUrl: linkOf(json, 'qrcode'),
    raw: json,
  };
}

export function subscriptionFrom(json: unknown): SubscriptionRecord {
  const subscription: WireSubscription = record(json);
  const unit = text(subscription.balance_units) ?? 'Bytes';
  const total = bytesFrom(subscription.initial_balance, unit);
  const left = bytesFrom(subscription.current_balance, unit);
  const used = bytesFrom(subscription.spend_balance ?? subscription.spent_balance, unit);
  return {
    id: text(subscription.id),
    iccid: iccidFrom(subscription.sim_id) ?? iccidFrom(idInLink(json, 'sim')),
    status: text(subscription.status),
    deviceId: 'device_id' in subscription ? text(subscription.device_id) : undefined,
    productId: text(subscription.product_id) ?? idInLink(json, 'product'),
    productName: text(subscription.name),
    createdAt: isoTime(subscription.created_date),
    activatedAt: isoTime(subscription.activation_date),
    expiresAt: isoTime(subscription.expiry_date),
    totalBytes: total,
    usedBytes: used ?? less(total, left),
    remainingBytes: left ?? less(total, used),
    raw: json,
  };
}

export function simFrom(json: unknown): SimRecord {
  const sim: WireSim = record(json);
  return {
    iccid: iccidFrom(sim.iccid),
    status: text(sim.status),
    simType: simTypeFrom(sim.sim_type),
    eid: sim.eid,
    matchingId: sim.matching_id,
    lpa: linkOf(json, 'lpa'),
    qrCodeUrl: linkOf(json, 'qrcode'),
    lastModified: sim.last_modified,
    raw: json,
  };
}

export function simTypeFrom(value: unknown): SimType | null {
  const word = text(value)?.toUpperCase();
  return word === 'ESIM' || word === 'PSIM' ? word : null;
}

/** Section 3.7: written as `webhook_url`, read back as `webhook`. */
export function watchedFrom(json: unknown): Watched[] {
  return list(record(json).data).flatMap((entry) => {
    const { type, webhook, webhook_url }: Wire<'type' | 'webhook' | 'webhook_url'> = record(entry);
    const [name, address] = [text(type), text(webhook) ?? text(webhook_url)];
    return name === null || address === null ? [] : [{ type: name, url: address }];
  });
}
