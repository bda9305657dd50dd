/** What DENT Giga Store sends, by its own field names (facts/providers/dent-giga-store.md). */
import { iccidFrom } from '../../esim/identifiers';
import { list, record, text, type Wire } from '../../esim/read';

/** Section 4: `{ sortIndex, priceValue, currencyCode }`. */
export type WirePrice = Wire<'sortIndex' | 'priceValue' | 'currencyCode'>;

/** Section 4: `{ sizeValue, sizeUnit }`, a decimal amount in B, KB, MB, GB or TB. */
export type WireSize = Wire<'sizeValue' | 'sizeUnit'>;

/** Section 4: one element of the inventory. */
export type WireInventoryItem = Wire<
  | 'id'
  | 'productId'
  | 'name'
  | 'sizeValue'
  | 'sizeUnit'
  | 'validitySize'
  | 'validityUnit'
  | 'validityUnlimited'
  | 'countrySet'
  | 'prices'
  | 'retailPrices'
>;

/** Section 5: one country of a country set. `name` only repeats the code. */
export type WireCountry = Wire<'code' | 'name' | 'imageUrl'>;

/** Section 7.1, "Balance". */
export type WireBalance = Wire<
  | 'activatedAt'
  | 'expiresAt'
  | 'activationMode'
  | 'name'
  | 'size'
  | 'availableBalance'
  | 'validitySize'
  | 'validityUnit'
>;

/** Section 7.1, "ActivatedItem". `metaTag` is the spelling of the SDK; `status` is in no sample, only in the portal. */
export type WireActivatedItem = Wire<
  | 'uid'
  | 'metatag'
  | 'metaTag'
  | 'salesChannel'
  | 'activationType'
  | 'purchasePrice'
  | 'retailPrice'
  | 'salesDate'
  | 'status'
  | 'balance'
>;

/** Section 7.1, "Customer". */
export type WireCustomer = Wire<'uid' | 'email' | 'profileUrl'>;

/** Section 8. `eid` and `androidUniversalLink` are not documented, only read by others. */
export type WireEsim = Wire<
  | 'iccid'
  | 'uid'
  | 'imsi'
  | 'eid'
  | 'activationCode'
  | 'appleUniversalLink'
  | 'androidUniversalLink'
  | 'installationUrl'
  | 'lastSeen'
  | 'activatedAt'
  | 'state'
  | 'active'
>;

/** Section 7.1: the answer to a purchase; also the shape in which one activated item may come. */
export type WirePurchase = Wire<'status' | 'activatedItem' | 'customer' | 'esimProfile'>;

/** Section 11.2: a customer with packages and eSIMs. Some answers carry uid and email at the top level. */
export type WireCustomerRecord = Wire<
  'customer' | 'uid' | 'email' | 'totalAvailableBalance' | 'activatedItems' | 'relatedEsims'
>;

/** An activated item, which is an order of our model, with what is known around it. */
export interface Sale {
  item: WireActivatedItem;
  /** Who has it, as far as the answer says. */
  buyer: WireCustomer | null;
  /** The customer with all packages and eSIMs, where the item was read from there. */
  customer: WireCustomerRecord | null;
  /** The eSIM that came with it, where the answer says so. */
  esim: WireEsim | null;
  raw: unknown;
}

/** The four webhooks (section 12), all fields together. */
export type WireEvent = Wire<
  | 'uid'
  | 'customerUid'
  | 'iccid'
  | 'imsi'
  | 'eid'
  | 'profileState'
  | 'state'
  | 'timestamp'
  | 'balanceAmountInByte'
  | 'previousCountry'
  | 'newCountry'
  | 'activatedItem'
  | 'activatedAt'
  | 'expiresAt'
>;

/** A list that comes bare or under a name: `[...]` or `{ "customers": [...] }`. `null` when there is none. */
export function listFrom(json: unknown, name: string): unknown[] | null {
  if (Array.isArray(json)) return json as unknown[];
  const named = record(json)[name];
  return Array.isArray(named) ? (named as unknown[]) : null;
}

/** An activated item that comes bare or inside the answer of a purchase. */
export function activatedItemFrom(json: unknown): WireActivatedItem {
  const { activatedItem } = record(json) as WirePurchase;
  return record(typeof activatedItem === 'object' && activatedItem !== null ? activatedItem : json);
}

/** A customer record that comes bare or in either envelope of a list. */
export function customerRecordFrom(json: unknown): WireCustomerRecord {
  return record(listFrom(json, 'customers')?.[0] ?? json);
}

export function customerOf(customer: WireCustomerRecord): WireCustomer {
  return 'customer' in customer ? record(customer.customer) : { uid: customer.uid, email: customer.email };
}

export function customerUidOf(customer: WireCustomerRecord): string | null {
  return text(customerOf(customer).uid);
}

export function itemsOf(customer: WireCustomerRecord): WireActivatedItem[] {
  return list(customer.activatedItems).map(record);
}

export function esimsOf(customer: WireCustomerRecord): WireEsim[] {
  return list(customer.relatedEsims).map(record);
}

export function esimWithIccid(customer: WireCustomerRecord, iccid: string): WireEsim | undefined {
  return esimsOf(customer).find((esim) => iccidFrom(esim.iccid) === iccid);
}

/** The ICCID of a customer who has one eSIM only. */
export function onlyIccidOf(customer: WireCustomerRecord | null): string | null {
  const [esim, ...others] = customer === null ? [] : esimsOf(customer);
  return esim && others.length === 0 ? iccidFrom(esim.iccid) : null;
}

/** The client reference of an item; `undefined` when the answer does not show references at all. */
export function referenceOf(item: WireActivatedItem): string | null | undefined {
  if (!('metatag' in item) && !('metaTag' in item)) return undefined;
  return text(item.metatag) ?? text(item.metaTag);
}
