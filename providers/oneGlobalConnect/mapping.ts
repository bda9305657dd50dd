/** Records of either API version -> our model. Sections are those of facts/providers/1global-connect.md. */
import { makeEsim } from '../../esim/makeEsim';
import type {
  Esim,
  EsimState,
  Money,
  Order,
  OrderStatus,
  OrderType,
  Package,
  SimType,
  Validity,
} from '../../esim/model';
import { moneyFrom } from '../../esim/money';
import { list, text, whole } from '../../esim/read';
import type { OrderRecord, ProductRecord, SimRecord, SubscriptionRecord } from './api';

export const PROVIDER_ID = 'oneGlobalConnect';

/** Always the same, says section 1.10; lists of orders give the matching id alone. */
const SMDP_ADDRESS = 'rsp.truphone.com';

/** Sections 2.2 and 3.3. `null` for a product without an id: it could not be bought. */
export function packageFrom(product: ProductRecord, wantedCurrency: string | undefined): Package | null {
  if (product.id === null) return null;
  return {
    packageId: product.id,
    name: product.name,
    provider: PROVIDER_ID,
    type: 'both',
    dataBytes: product.dataBytes,
    unlimited: false,
    voiceSeconds: null,
    smsCount: null,
    validity: validityFrom(product),
    coverage: product.coverage,
    countries: countriesFrom(product.countries),
    price: priceFrom(product.prices, wantedCurrency),
    retailPrice: null,
    simTypes: simTypesFrom(product.simTypes),
  };
}

/** `DAYS` -> `day`; the word for months is unknown. */
function validityFrom({ duration, durationUnit }: ProductRecord): Validity | null {
  const value = whole(duration);
  const unit = text(durationUnit)?.toLowerCase().replace(/s$/, '');
  return value === null || value <= 0 || !unit ? null : { value, unit };
}

function countriesFrom(footprint: unknown): string[] {
  const codes = list(footprint).map((code) => text(code)?.toUpperCase() ?? '');
  return [...new Set(codes.filter((code) => /^[A-Z]{2}$/.test(code)))].sort();
}

/** The currency that was asked for, else euro, the documented default, else the first. */
function priceFrom(prices: Readonly<Record<string, unknown>>, wantedCurrency: string | undefined): Money | null {
  const currencies = Object.keys(prices);
  const currency = [wantedCurrency, 'EUR', currencies[0]].find((one) => one !== undefined && currencies.includes(one));
  return currency === undefined ? null : moneyFrom(prices[currency], currency);
}

function simTypesFrom(value: unknown): SimType[] {
  const words = (Array.isArray(value) ? list(value) : [value]).map((word) => text(word)?.toUpperCase());
  return [
    ...(words.includes('ESIM') ? ['eSim' as const] : []),
    ...(words.includes('PSIM') ? ['physicalSim' as const] : []),
  ];
}

/** Section 1.11; `FULFILING` is a misprint of one page. */
const ORDER_STATES: Readonly<Record<string, OrderStatus>> = {
  ACCEPTED: 'pending',
  FULFILLING: 'processing',
  FULFILING: 'processing',
  COMPLETED: 'completed',
  FAILED: 'failed',
};

export function orderStatusFrom(status: string | null): OrderStatus {
  return ORDER_STATES[status?.toUpperCase() ?? ''] ?? 'unknown';
}

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

export function orderFrom(order: OrderRecord, around: OrderSurroundings): Order {
  return {
    orderId: order.id ?? '',
    provider: PROVIDER_ID,
    type: around.type ?? order.type,
    status: orderStatusFrom(order.status),
    providerStatus: order.status,
    clientReference: around.clientReference,
    alreadyExisted: false,
    createdAt: order.createdAt ?? around.createdAt,
    package: { packageId: around.packageId, name: around.packageName },
    // no answer carries what the reseller pays
    price: null,
    customerId: null,
    subscriptionId: order.subscriptionId,
    esim: esimFromOrder(order),
  };
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
const ESIM_STATES: Readonly<Record<string, EsimState>> = {
  released: 'released',
  downloaded: 'downloaded',
  downlaoded: 'downloaded',
  installed: 'installed',
  unavailable: 'unavailable',
};

export const UNAVAILABLE_RULE =
  '1GLOBAL says of an eSIM in the state Unavailable: it is deactivated; do not top it up, order a new eSIM for the customer, and stop asking about this one.';

export function esimStateFrom(status: string | null): EsimState {
  return ESIM_STATES[status?.toLowerCase() ?? ''] ?? 'unknown';
}

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
