/** eSIM Access' words and units -> ours (facts/providers/esim-access.md, sections 6, 8 and 21). */
import { countriesFrom } from '../../esim/countries';
import { decimalFrom, shifted, written } from '../../esim/decimal';
import { iccidFrom } from '../../esim/identifiers';
import { makeEsim } from '../../esim/makeEsim';
import { makeOrder, makePackage } from '../../esim/make';
import type { Esim, EsimState, Money, Order, OrderStatus, Package } from '../../esim/model';
import { list, record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { validityFrom, wordsOf } from '../kit/words';
import type { Result } from '../provider';
import type { WireBought, WirePackage, WireProfile } from './wire';

export const PROVIDER_ID = 'esimAccess';
export const PROVIDER_NAME = 'eSIM Access';

/** Sections 6 and 13: amounts are whole ten-thousandths of a dollar. */
const PLACES = 4;

/** Null for another currency than dollars: what its unit would be is not known. */
export function moneyFrom(amount: unknown, currency: unknown = 'USD'): Money | null {
  const units = decimalFrom(whole(amount));
  if (units === null || text(currency)?.toUpperCase() !== 'USD') return null;
  return { amount: written(shifted(units, PLACES), 2), currency: 'USD' };
}

/** Section 6: 2 is a day pass that becomes slow, 3 one that is cut off, 4 one without a limit. */
const UNLIMITED = 4;
const DAY_PASSES = [2, 3, UNLIMITED];

export function isDayPass({ dataType }: WirePackage | WireProfile): boolean {
  return DAY_PASSES.includes(whole(dataType) ?? 0);
}

export function isUnlimited({ dataType }: WirePackage | WireProfile): boolean {
  return whole(dataType) === UNLIMITED;
}

/** Of a day pass, `dataBytes`, `validity` and `price` are those of one day. */
export function packageFrom(wire: WirePackage, type: Package['type']): Package | null {
  const packageId = text(wire.packageCode) ?? text(wire.slug);
  if (packageId === null) return null;
  return makePackage({
    provider: PROVIDER_ID,
    packageId,
    name: text(wire.name),
    type,
    dataBytes: isUnlimited(wire) ? null : whole(wire.volume),
    unlimited: isUnlimited(wire),
    validity: validityFrom(wire.duration, wire.durationUnit),
    coverage: text(wire.locationCode),
    countries: countriesFrom(text(wire.location)?.split(',')),
    price: moneyFrom(wire.price, wire.currencyCode),
    retailPrice: moneyFrom(wire.retailPrice, wire.currencyCode),
    simTypes: ['eSim'],
  });
}

const stateOfProfile = wordsOf<EsimState>(
  {
    RELEASED: 'released',
    DOWNLOAD: 'downloaded',
    INSTALLATION: 'installed',
    ENABLED: 'enabled',
    DISABLED: 'disabled',
    DELETED: 'deleted',
  },
  'unknown',
);

/** Sections 8 and 22: CANCEL, CANCELED, REVOKE, REVOKED. */
const WITHDRAWN = /^(?:CANCEL|REVOKE)/i;

type Statuses = Pick<WireProfile, 'smdpStatus' | 'esimStatus'>;

export function stateOf({ smdpStatus, esimStatus }: Statuses): EsimState {
  const status = text(esimStatus) ?? '';
  return WITHDRAWN.test(status) || status === 'UNUSED_EXPIRED' ? 'unavailable' : stateOfProfile(smdpStatus);
}

/** Nobody can use it any more: its ICCID may belong to another eSIM by now (section 8). */
export function isOver(wire: WireProfile): boolean {
  return ['unavailable', 'deleted'].includes(stateOf(wire)) || text(wire.esimStatus) === 'USED_EXPIRED';
}

export function isCancelled({ esimStatus }: WireProfile): boolean {
  return /^CANCEL/i.test(text(esimStatus) ?? '');
}

export function esimFrom(wire: WireProfile): Esim {
  const words = [text(wire.smdpStatus), text(wire.esimStatus)].filter((word) => word !== null);
  return makeEsim({
    provider: PROVIDER_ID,
    state: stateOf(wire),
    providerState: words.join('/'),
    iccid: wire.iccid,
    esimId: wire.esimTranNo,
    imsi: wire.imsi,
    eid: wire.eid,
    activationCodeText: wire.ac,
    installPageUrl: wire.shortUrl,
    qrCodeUrl: wire.qrCodeUrl,
    activatedAt: wire.activateTime,
  });
}

/** What was bought for an eSIM: the first is what its order was for (section 8). */
export function boughtFor({ packageList }: WireProfile): WireBought[] {
  return list(packageList).map((entry): WireBought => record(entry));
}

const statusOfOrder = wordsOf<OrderStatus>(
  {
    CREATE: 'processing',
    PAYING: 'processing',
    PAID: 'processing',
    GETTING_RESOURCE: 'processing',
    GOT_RESOURCE: 'completed',
    IN_USE: 'completed',
    USED_UP: 'completed',
    USED_EXPIRED: 'completed',
    UNUSED_EXPIRED: 'completed',
    SUSPENDED: 'completed',
  },
  'unknown',
);

function statusOf(wire: WireProfile): OrderStatus {
  if (isCancelled(wire)) return 'refunded';
  if (WITHDRAWN.test(text(wire.esimStatus) ?? '')) return 'cancelled';
  const status = statusOfOrder(wire.esimStatus);
  // allocated, and its activation code does not come along yet
  const isLate = text(wire.esimStatus) === 'GOT_RESOURCE' && text(wire.ac) === null;
  return isLate ? 'processing' : status;
}

/** Of an order of several: one that is on its way, or a part that goes on, is what the order is. */
const WEIGHT: readonly OrderStatus[] = ['processing', 'completed', 'unknown', 'cancelled', 'refunded'];

/** An order with its eSIMs, one item an eSIM. @param profiles those of one order, at least one */
export function orderFrom(profiles: readonly [WireProfile, ...WireProfile[]]): Result<Order> {
  const statuses = profiles.map(statusOf);
  const status = WEIGHT.find((one) => statuses.includes(one)) ?? 'unknown';
  const [value, ...others] = profiles.map((wire) => itemOf(wire, status)) as [Order, ...Order[]];
  return { value, raw: profiles.length === 1 ? profiles[0] : profiles, ...(others.length > 0 && { others }) };
}

function itemOf(wire: WireProfile, status: OrderStatus): Order {
  const [first] = boughtFor(wire);
  return makeOrder({
    provider: PROVIDER_ID,
    orderId: text(wire.orderNo) ?? '',
    type: 'newEsim',
    status,
    providerStatus: text(wire.esimStatus),
    clientReference: referenceIn(wire.transactionId),
    createdAt: isoTime(first?.createTime),
    package: { packageId: text(first?.packageCode), name: text(first?.packageName) },
    esim: iccidFrom(wire.iccid) === null && text(wire.ac) === null ? null : esimFrom(wire),
  });
}

/** What stands for a reference that is too long (books.ts); nobody can tell from it which one. */
export const DIGEST = /^esim-[0-9a-f]{40}$/;

function referenceIn(transactionId: unknown): string | null {
  const id = text(transactionId);
  return id === null || DIGEST.test(id) ? null : id;
}
