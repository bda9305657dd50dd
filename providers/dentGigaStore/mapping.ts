/** DENT Giga Store's fields -> our model. Sections are those of facts/providers/dent-giga-store.md. */
import { bytesFrom } from '../../esim/dataSize';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState, Money, Order, OrderStatus, OrderType, Package, Validity } from '../../esim/model';
import { moneyFrom } from '../../esim/money';
import { flag, list, record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { referenceOf } from './wire';
import type {
  WireActivatedItem,
  WireBalance,
  WireCountry,
  WireEsim,
  WireInventoryItem,
  WirePrice,
  WireSize,
} from './wire';

export const PROVIDER_ID = 'dentGigaStore';

/** Section 4. `null` for an entry without an id: it could not be bought. */
export function packageFrom(item: WireInventoryItem, countries: string[] | null): Package | null {
  const packageId = text(item.id);
  if (packageId === null) return null;
  const coverage = text(item.countrySet);
  return {
    packageId,
    name: text(item.name),
    provider: PROVIDER_ID,
    type: 'both',
    dataBytes: bytesFrom(item.sizeValue, item.sizeUnit),
    unlimited: false,
    voiceSeconds: null,
    smsCount: null,
    validity: flag(item.validityUnlimited) ? null : validityFrom(item.validitySize, item.validityUnit),
    coverage,
    countries: countries ?? (isCountryCode(coverage) ? [coverage] : []),
    price: priceFrom(list(item.prices)[0]),
    retailPrice: priceFrom(list(item.retailPrices)[0]),
    simTypes: ['eSim'],
  };
}

/** Section 5: a country set of one country is called by its ISO2 code; `WWW` is the world, other names are opaque. */
export function isCountryCode(countrySet: string | null): countrySet is string {
  return countrySet !== null && /^[A-Z]{2}$/.test(countrySet);
}

/** Section 5. */
export function countriesFrom(countries: unknown[]): string[] {
  const codes = countries.map((country) => text((record(country) as WireCountry).code)?.toUpperCase() ?? null);
  return [...new Set(codes.filter(isCountryCode))].sort();
}

/** Section 4: `days` -> `day`, `years` -> `year`. */
export function validityFrom(size: unknown, unit: unknown): Validity | null {
  const value = whole(size);
  const word = text(unit)?.toLowerCase().replace(/s$/, '');
  return value === null || !word ? null : { value, unit: word };
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
const STATES: Readonly<Record<string, EsimState>> = {
  released: 'released',
  installed: 'installed',
  disabled: 'disabled',
  error: 'error',
  downloaded: 'downloaded',
  enabled: 'enabled',
  deleted: 'deleted',
  unavailable: 'unavailable',
  quarantine: 'unavailable',
};

export function esimStateFrom(state: unknown): EsimState {
  return STATES[text(state)?.toLowerCase() ?? ''] ?? 'unknown';
}

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
  esim: Esim | null;
  /** The package that was asked for; the item names its package, but never by id. */
  packageId?: string;
}

/** Section 7.1: an activated item is a sale, and it is complete as soon as it exists. */
export function orderFrom(item: WireActivatedItem, around: OrderSurroundings): Order {
  const balance: WireBalance = record(item.balance);
  const bought = text(balance.activationMode)?.toUpperCase() === 'NOW' ? balance.activatedAt : null;
  return {
    orderId: text(item.uid) ?? '',
    provider: PROVIDER_ID,
    type: around.type,
    status: orderStatusFrom(item.status),
    // the "success" of a purchase's answer is about the request: no answer read later has it
    providerStatus: text(item.status),
    clientReference: referenceOf(item) ?? null,
    alreadyExisted: false,
    createdAt: isoTime(item.salesDate) ?? isoTime(bought),
    package: { packageId: around.packageId ?? null, name: text(balance.name) },
    price: priceFrom(item.purchasePrice),
    customerId: around.customerId,
    subscriptionId: null,
    esim: around.esim,
  };
}

/** Section 10: the words of the portal. No answer is known to carry one, so none means that the sale stands. */
export function orderStatusFrom(status: unknown): OrderStatus {
  const word = text(status)?.toLowerCase();
  if (word === undefined || word === 'purchased' || word === 'activated') return 'completed';
  return word === 'refunded' ? 'refunded' : 'unknown';
}
