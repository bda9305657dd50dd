/** Records of either API version -> our model. Sections are those of facts/providers/1global-connect.md. */
import { countriesFrom } from '../../esim/countries';
import { makeOrder, makePackage } from '../../esim/make';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState, Money, Order, OrderStatus, OrderType, Package, PackageUsage } from '../../esim/model';
import { moneyFrom } from '../../esim/money';
import { text } from '../../esim/read';
import { simTypesFrom, validityFrom, wordsOf } from '../kit/words';
import { PROVIDER_ID } from './wire';
import type { OrderRecord, ProductRecord, SimRecord, SubscriptionRecord } from './wire';

/** Always the same, says section 1.10; lists of orders give the matching id alone. */
const SMDP_ADDRESS = 'rsp.truphone.com';

/** Sections 2.2 and 3.3. `null` for a product without an id: it could not be bought. */
export function packageFrom(product: ProductRecord, wantedCurrency: string | undefined): Package | null {
  if (product.id === null) return null;
  return makePackage({
    packageId: product.id,
    name: product.name,
    provider: PROVIDER_ID,
    type: 'both',
    dataBytes: product.dataBytes,
    validity: validityFrom(product.duration, product.durationUnit),
    coverage: product.coverage,
    countries: countriesFrom(product.countries),
    price: priceFrom(product.prices, wantedCurrency),
    simTypes: simTypesFrom(product.simTypes),
  });
}

/** The currency that was asked for, else euro, the documented default, else the first. */
function priceFrom(prices: Readonly<Record<string, unknown>>, wantedCurrency: string | undefined): Money | null {
  const currencies = Object.keys(prices);
  const currency = [wantedCurrency, 'EUR', currencies[0]].find((one) => one !== undefined && currencies.includes(one));
  return currency === undefined ? null : moneyFrom(prices[currency], currency);
}

/** Section 1.11; `FULFILING` is a misprint of one page. */
export const orderStatusFrom = wordsOf<OrderStatus>(
  {
    ACCEPTED: 'pending',
    FULFILLING: 'processing',
    FULFILING: 'processing',
    COMPLETED: 'completed',
    FAILED: 'failed',
  },
  'unknown',
);

/** Section 1.11. `PENDING_USAGE` waits for the first data, `PENDING` for its date. */
export const packageStatusFrom = wordsOf<PackageUsage['status']>(
  { PENDING: 'waiting', PENDING_USAGE: 'waiting', ACTIVE: 'active', DEPLETED: 'depleted', EXPIRED: 'expired' },
  'unknown',
);

/** What is known about an order besides what its own answer says. */
export interface OrderSurroundings {
  type: OrderType | null;
  clientReference: string | null;
  packageId: string | null;
  packageName: string | null;
  createdAt: string | null;
}

export const NOTHING_KNOWN: OrderSurroundings = {
  type: null,
  clientReference: null,
  packageId: null,
  packageName: null,
  createdAt: null,
};

/** No answer carries what the reseller pays. */
export function orderFrom(order: OrderRecord, around: OrderSurroundings): Order {
  return makeOrder({
    orderId: order.id ?? '',
    provider: PROVIDER_ID,
    type: around.type ?? order.type,
    status: orderStatusFrom(order.status),
    providerStatus: order.status,
    clientReference: around.clientReference,
    createdAt: order.createdAt ?? around.createdAt,
    package: { packageId: around.packageId, name: around.packageName },
    subscriptionId: order.subscriptionId,
    esim: esimFromOrder(order),
  });
}

function usualSmdpAddress(lpa: unknown): string | undefined {
  return text(lpa) === null ? SMDP_ADDRESS : undefined;
}

/** The profile's state is not in an order: `wholeOrder.ts` adds it. `null` until the order is completed. */
function esimFromOrder(order: OrderRecord): Esim | null {
  if (order.iccid === null && text(order.matchingId) === null) return null;
  const { iccid, matchingId, lpa, qrCodeUrl } = order;
  // a top-up or a card comes without a code, and nothing is odd about it
  const hasCode = [matchingId, lpa].some((part) => text(part) !== null);
  const smdpAddress = hasCode ? (text(order.smdpAddress) ?? usualSmdpAddress(lpa)) : undefined;
  const code = { matchingId, smdpAddress, activationCodeText: lpa };
  const esim = makeEsim({ provider: PROVIDER_ID, state: 'unknown', iccid, qrCodeUrl, ...code });
  return hasCode ? esim : { ...esim, warnings: [] };
}

/** Section 1.11, with the misprint of the OpenAPI file. */
export const esimStateFrom = wordsOf<EsimState>(
  {
    released: 'released',
    downloaded: 'downloaded',
    downlaoded: 'downloaded',
    installed: 'installed',
    unavailable: 'unavailable',
  },
  'unknown',
);

export const UNAVAILABLE_RULE =
  '1GLOBAL says of an eSIM in the state Unavailable: it is deactivated; do not top it up, order a new eSIM for the customer, and stop asking about this one.';

export function esimFrom(sim: SimRecord): Esim {
  const state = esimStateFrom(sim.status);
  const esim = makeEsim({
    provider: PROVIDER_ID,
    state,
    providerState: sim.status,
    iccid: sim.iccid,
    eid: sim.eid,
    matchingId: sim.matchingId,
    smdpAddress: usualSmdpAddress(sim.lpa),
    activationCodeText: sim.lpa,
    qrCodeUrl: sim.qrCodeUrl,
    lastSeenAt: sim.lastModified,
  });
  if (sim.simType === 'PSIM') return { ...esim, warnings: ['This is a physical SIM: it has no activation code.'] };
  if (state === 'unavailable') esim.warnings.push(UNAVAILABLE_RULE);
  return esim;
}

/** A subscription knows of its order what the order itself does not repeat, but not whether it was a top-up. */
export function surroundingsFrom(subscription: SubscriptionRecord): Omit<OrderSurroundings, 'type'> {
  return {
    clientReference: subscription.deviceId ?? null,
    packageId: subscription.productId,
    packageName: subscription.productName,
    createdAt: subscription.createdAt,
  };
}
