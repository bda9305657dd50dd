/** DENT Giga Store's fields -> our model. Sections are those of facts/providers/dent-giga-store.md. */
import { countriesFrom, isCountryCode } from '../../esim/countries';
import { bytesFrom } from '../../esim/dataSize';
import { iccidFrom } from '../../esim/identifiers';
import { makeOrder, makePackage } from '../../esim/make';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState, Money, Order, OrderStatus, OrderType, Package } from '../../esim/model';
import { moneyFrom } from '../../esim/money';
import { flag, list, record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { validityFrom, wordsOf } from '../kit/words';
import { customerOf, esimsOf, esimWithIccid, itemsOf, referenceOf } from './wire';
import type { Sale, WireActivatedItem, WireBalance, WireEsim, WireInventoryItem, WirePrice, WireSize } from './wire';

export const PROVIDER_ID = 'dentGigaStore';
export const PROVIDER = 'DENT Giga Store';

/**
 * Section 4. `null` for an entry without an id: it could not be bought.
 * @param countries of its coverage, where they were asked for
 */
export function packageFrom(item: WireInventoryItem, countries: string[] | null = null): Package | null {
  const packageId = text(item.id);
  if (packageId === null) return null;
  const coverage = text(item.countrySet);
  return makePackage({
    packageId,
    name: text(item.name),
    provider: PROVIDER_ID,
    type: 'both',
    dataBytes: bytesFrom(item.sizeValue, item.sizeUnit),
    validity: flag(item.validityUnlimited) ? null : validityFrom(item.validitySize, item.validityUnit),
    coverage,
    // section 5: a country set of one country is called by its code; `WWW` is the world, other names are opaque
    countries: countries ?? (isCountryCode(coverage) ? [coverage] : []),
    price: priceFrom(list(item.prices)[0]),
    retailPrice: priceFrom(list(item.retailPrices)[0]),
    simTypes: ['eSim'],
  });
}

/** Section 5. */
export function countriesIn(countries: unknown[]): string[] {
  return countriesFrom(countries.map((country) => record(country).code));
}

/** Section 4. What `sortIndex` means is unknown. */
export function priceFrom(price: unknown): Money | null {
  const { priceValue, currencyCode } = record(price) as WirePrice;
  return moneyFrom(priceValue, currencyCode);
}

/** Section 4: a decimal amount with its unit, 1 GB = 1024 MB. */
export function sizeFrom(size: unknown): number | null {
  const { sizeValue, sizeUnit } = record(size) as WireSize;
  return bytesFrom(sizeValue, sizeUnit);
}

/** Section 8: the four documented states, then those of DENT's own iOS SDK that say where the profile is. */
export const esimStateFrom = wordsOf<EsimState>(
  {
    released: 'released',
    installed: 'installed',
    disabled: 'disabled',
    error: 'error',
    downloaded: 'downloaded',
    enabled: 'enabled',
    deleted: 'deleted',
    unavailable: 'unavailable',
    quarantine: 'unavailable',
  },
  'unknown',
);

/** Section 8. `activatedAt` is the profile's time, not the package's. */
export function esimFrom(esim: WireEsim, customerId: string | null): Esim {
  const made = makeEsim({
    provider: PROVIDER_ID,
    state: esimStateFrom(esim.state),
    providerState: esim.state,
    iccid: esim.iccid,
    esimId: esim.uid,
    imsi: esim.imsi,
    eid: esim.eid,
    activationCodeText: esim.activationCode,
    iosInstallUrl: esim.appleUniversalLink,
    androidInstallUrl: esim.androidUniversalLink,
    installPageUrl: esim.installationUrl,
    activatedAt: esim.activatedAt,
    lastSeenAt: esim.lastSeen,
    customerId,
  });
  if (flag(esim.active) === false) made.warnings.push('The provider marks this eSIM as no longer active.');
  return made;
}

/** What is known about an order besides the activated item itself. */
export interface OrderSurroundings {
  type: OrderType | null;
  customerId: string | null;
  esim: WireEsim | null;
  /** The package that was asked for; the item names its package, but never by id. */
  packageId?: string;
}

/** Section 7.1: an activated item is a sale, and it is complete as soon as it exists. */
export function orderFrom(item: WireActivatedItem, { type, customerId, esim, packageId }: OrderSurroundings): Order {
  const balance: WireBalance = record(item.balance);
  return makeOrder({
    orderId: text(item.uid) ?? '',
    provider: PROVIDER_ID,
    type,
    status: orderStatusFrom(text(item.status)),
    // the "success" of a purchase's answer is about the request: no answer read later has it
    providerStatus: text(item.status),
    clientReference: referenceOf(item) ?? null,
    createdAt: boughtAt(item),
    package: { packageId: packageId ?? null, name: text(balance.name) },
    price: priceFrom(item.purchasePrice),
    customerId,
    esim: esim && esimFrom(esim, customerId),
  });
}

function boughtAt({ salesDate, balance }: WireActivatedItem): string | null {
  const { activationMode, activatedAt }: WireBalance = record(balance);
  return isoTime(salesDate) ?? (text(activationMode)?.toUpperCase() === 'NOW' ? isoTime(activatedAt) : null);
}

const STATUSES = wordsOf<OrderStatus>(
  { purchased: 'completed', activated: 'completed', refunded: 'refunded' },
  'unknown',
);

/** Section 10: the words of the portal. No answer is known to carry one, so none means that the sale stands. */
export function orderStatusFrom(status: string | null): OrderStatus {
  return status === null ? 'completed' : STATUSES(status);
}

/** What the caller knows of a sale that the provider's answers do not say. */
export interface Hints {
  /** The eSIM that was topped up, or came with the sale. */
  iccid?: string | null;
  /** The eSIMs that the customer had before: what came with the sale is the one that is new. */
  iccidsBefore?: ReadonlySet<string>;
}

/** A sale with what is known of its customer. An eSIM that cannot be told from others is left out. */
export function orderOfSale(sale: Sale, hints: Hints = {}): Order {
  const customerId = text(sale.buyer?.uid) ?? text(sale.customer && customerOf(sale.customer).uid);
  return orderFrom(sale.item, { type: typeOfSale(sale), customerId, esim: esimOfSale(sale, hints) });
}

/**
 * Whether a sale brought an eSIM or topped one up. Nothing says so directly: a customer is made by a first order, and
 * every order of a new eSIM adds one (section 11.1).
 * @returns `null` when it cannot be known
 */
function typeOfSale(sale: Sale): OrderType | null {
  const { item, esim, customer } = sale;
  if (esim !== null || isFirstOrder(sale)) return 'newEsim';
  if (customer === null) return null;
  const items = itemsOf(customer);
  const active = esimsOf(customer).filter(isActive);
  if (items.length <= active.length) return 'newEsim';
  const first = active.length === 1 ? firstOf(items) : null;
  if (first === null) return null;
  return text(first.uid) === text(item.uid) ? 'newEsim' : 'topUp';
}

/** A customer with a single sale was made by it: certainly not a top-up. */
export function isFirstOrder({ item, customer }: Sale): boolean {
  return customer !== null && text(only(itemsOf(customer))?.uid) === text(item.uid);
}

function firstOf(items: WireActivatedItem[]): WireActivatedItem | null {
  const bought = items.map(boughtAt);
  if (bought.some((time) => time === null)) return null;
  const earliest = bought.filter((time) => time !== null).sort()[0];
  return only(items.filter((_, index) => bought[index] === earliest));
}

function esimOfSale(sale: Sale, { iccid, iccidsBefore }: Hints): WireEsim | null {
  const { esim, customer } = sale;
  if (esim !== null || customer === null) return esim;
  if (iccid) return esimWithIccid(customer, iccid) ?? null;
  const esims = esimsOf(customer);
  // an only eSIM is that of the first order: the new one of a later order may not be listed yet
  if (iccidsBefore && !isFirstOrder(sale)) return only(esims.filter((one) => isNew(one, iccidsBefore)));
  // beside one that was replaced, and is no longer active, the other one is meant; unless two orders brought them
  return only(esims) ?? (isFirstOrder(sale) ? only(esims.filter(isActive)) : null);
}

function isActive(esim: WireEsim): boolean {
  return flag(esim.active) !== false;
}

function isNew(esim: WireEsim, before: ReadonlySet<string>): boolean {
  const iccid = iccidFrom(esim.iccid);
  return iccid !== null && !before.has(iccid);
}

function only<T>(all: T[]): T | null {
  return all.length === 1 ? (all[0] ?? null) : null;
}
