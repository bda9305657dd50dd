/** DENT Giga Store's fields -> our model. Sections are those of facts/providers/dent-giga-store.md. */
import { isCountryCode } from '../../esim/countries';
import { bytesFrom } from '../../esim/dataSize';
import { makeOrder, makePackage } from '../../esim/make';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState, Money, Order, OrderStatus, Package } from '../../esim/model';
import { moneyFrom } from '../../esim/money';
import { flag, list, record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { validityFrom, wordsOf } from '../kit/words';
import { referenceOf } from './wire';
import type { WireActivatedItem, WireBalance, WireEsim, WireInventoryItem, WirePrice, WireSize } from './wire';

export const PROVIDER_ID = 'dentGigaStore';
export const PROVIDER_NAME = 'DENT Giga Store';

/**
 * Section 4. `null` for an entry without an id: it could not be bought.
 * @param countries null where they were not read: a country set of one country is called by its code (section 5)
 */
export function packageFrom(item: WireInventoryItem, countries: string[] | null): Package | null {
  const packageId = text(item.id);
  if (packageId === null) return null;
  const coverage = text(item.countrySet);
  return makePackage({
    provider: PROVIDER_ID,
    packageId,
    name: text(item.name),
    type: 'both',
    dataBytes: bytesFrom(item.sizeValue, item.sizeUnit),
    validity: flag(item.validityUnlimited) ? null : validityFrom(item.validitySize, item.validityUnit),
    coverage,
    countries: countries ?? (isCountryCode(coverage) ? [coverage] : []),
    price: priceFrom(list(item.prices)[0]),
    retailPrice: priceFrom(list(item.retailPrices)[0]),
    simTypes: ['eSim'],
  });
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
    RELEASED: 'released',
    INSTALLED: 'installed',
    DISABLED: 'disabled',
    ERROR: 'error',
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

/**
 * Section 7.1: an activated item is a sale, and it is complete as soon as it exists. It names its package, but never by id.
 * @param around what is known besides the item itself
 */
export function orderFrom(
  item: WireActivatedItem,
  around: Partial<Pick<Order, 'type' | 'customerId' | 'esim'>> = {},
): Order {
  return makeOrder({
    ...around,
    provider: PROVIDER_ID,
    orderId: text(item.uid) ?? '',
    status: orderStatusFrom(item.status),
    // the "success" of a purchase's answer is about the request: no answer read later has it
    providerStatus: text(item.status),
    clientReference: referenceOf(item) ?? null,
    createdAt: soldAt(item),
    package: { packageId: null, name: text((record(item.balance) as WireBalance).name) },
    price: priceFrom(item.purchasePrice),
  });
}

/** When an item was sold: its sales date, else the start of a package that starts by being bought. */
export function soldAt({ salesDate, balance }: WireActivatedItem): string | null {
  const { activationMode, activatedAt }: WireBalance = record(balance);
  return isoTime(salesDate) ?? (text(activationMode)?.toUpperCase() === 'NOW' ? isoTime(activatedAt) : null);
}

const statusOfWord = wordsOf<OrderStatus>(
  { Purchased: 'completed', Activated: 'completed', Refunded: 'refunded' },
  'unknown',
);

/** Section 10: the words of the portal. No answer is known to carry one, so none means that the sale stands. */
export function orderStatusFrom(status: unknown): OrderStatus {
  return text(status) === null ? 'completed' : statusOfWord(status);
}
