/**
 * What DENT Giga Store sends, by its own field names, as far as anybody reads them (facts/providers/dent-giga-store.md).
 * Nobody guarantees the shapes, so what may come in several of them is unwrapped here.
 */
import { iccidFrom } from '../../esim/identifiers';
import { list, record, text, type Wire } from '../../esim/read';
import { onlyOf } from '../kit/lists';

/** Section 4: `{ sortIndex, priceValue, currencyCode }`. */
export type WirePrice = Wire<'priceValue' | 'currencyCode'>;

/** Section 4: `{ sizeValue, sizeUnit }`, a decimal amount in B, KB, MB, GB or TB. */
export type WireSize = Wire<'sizeValue' | 'sizeUnit'>;

/** Section 4: a whole number of days, years. */
export type WireValidity = Wire<'validitySize' | 'validityUnit'>;

/** Section 4: one element of the inventory. */
export type WireInventoryItem = WireSize &
  WireValidity &
  Wire<'id' | 'name' | 'validityUnlimited' | 'countrySet' | 'prices' | 'retailPrices'>;

/** Section 7.1, "Balance". */
export type WireBalance = WireValidity &
  Wire<'name' | 'activationMode' | 'activatedAt' | 'expiresAt' | 'size' | 'availableBalance'>;

/** Section 7.1, "ActivatedItem". `metaTag` is the spelling of the SDK; `status` is in no sample, only in the portal. */
export type WireActivatedItem = Wire<
  'uid' | 'metatag' | 'metaTag' | 'purchasePrice' | 'salesDate' | 'status' | 'balance'
>;

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
export type WireCustomer = Wire<
  'customer' | 'uid' | 'email' | 'totalAvailableBalance' | 'activatedItems' | 'relatedEsims'
>;

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
  const rows = Array.isArray(json) ? (json as unknown) : record(json)[name];
  return Array.isArray(rows) ? list(rows) : null;
}

/** An activated item that comes bare or inside the answer of a purchase. */
export function activatedItemFrom(json: unknown): WireActivatedItem {
  const { activatedItem } = record(json) as WirePurchase;
  return record(typeof activatedItem === 'object' && activatedItem !== null ? activatedItem : json);
}

/** A customer that comes bare or in either envelope of a list. */
export function customerFrom(json: unknown): WireCustomer {
  return record(listFrom(json, 'customers')?.[0] ?? json);
}

/** Who somebody is, as far as an answer says. */
export interface Identity {
  id: string | null;
  email: string | null;
}

export function identityOf(customer: WireCustomer): Identity {
  const { uid, email }: WireCustomer = 'customer' in customer ? record(customer.customer) : customer;
  return { id: text(uid), email: text(email) };
}

/** What the first says, and what only the second says. */
export function either(first: Identity, second: Identity): Identity {
  return { id: first.id ?? second.id, email: first.email ?? second.email };
}

export function itemsOf(customer: WireCustomer): WireActivatedItem[] {
  return list(customer.activatedItems).map(record);
}

export function esimsOf(customer: WireCustomer): WireEsim[] {
  return list(customer.relatedEsims).map(record);
}

export function esimWithIccid(customer: WireCustomer, iccid: string): WireEsim | undefined {
  return esimsOf(customer).find((esim) => iccidFrom(esim.iccid) === iccid);
}

/** The ICCID of a customer with a single eSIM; null when there are several to choose from. */
export function onlyIccid(customer: WireCustomer): string | null {
  return iccidFrom(onlyOf(esimsOf(customer))?.iccid);
}

export function uidOf(item: WireActivatedItem | null | undefined): string | null {
  return text(item?.uid);
}

/** The client reference of an item; `undefined` when the answer does not show references at all. */
export function referenceOf(item: WireActivatedItem): string | null | undefined {
  if (!('metatag' in item) && !('metaTag' in item)) return undefined;
  return text(item.metatag) ?? text(item.metaTag);
}
