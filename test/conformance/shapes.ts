/** Every field of the model with its kind, and the order in which `esim/make.ts` gives them. */
import { makeEvent, makeOrder, makePackage, makePackageUsage, makeRefund, makeUsage } from '../../esim/make';
import { makeEsim } from '../../esim/makeEsim';
import type { Balance, Device, Esim, EsimEvent, Order, Package, PackageUsage, Refund, Usage } from '../../esim/model';
import { ESIM_STATES, EVENT_TYPES, ORDER_STATUSES } from '../../esim/model';
import type { Json } from './subject';

type Check = (value: unknown) => boolean;
/** A check, or the shape of what stands there: of an object, or of each entry of a list. */
type Kind = Check | Shape | [Shape];

export interface Shape {
  name: string;
  /** In this order. */
  fields: ReadonlyArray<readonly [string, Kind]>;
  /** May be left out, by every operation of a provider alike. */
  optional: readonly string[];
}

const matches =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const text = matches(/\S/);
const time = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const country = matches(/^[A-Z]{2}$/);
const link = matches(/^https:\/\/\S+$/);
const webAddress = matches(/^https?:\/\/\S+$/);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const yesNo: Check = (value) => typeof value === 'boolean';
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const exactly =
  (parts: Record<string, Check>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).join() === Object.keys(parts).join() &&
    Object.entries(parts).every(([name, check]) => check((value as Json)[name]));
const money = orNull(exactly({ amount: matches(/^\d+(\.\d+)?$/), currency: matches(/^[A-Z]{3}$/) }));
const id = orNull(text);
const when = orNull(time);
const bytes = orNull(count);

/** @param sample as `make.ts` makes it, with everything that may be left out */
function shape<T extends object>(
  name: string,
  sample: T,
  kinds: Record<keyof T, Kind>,
  optional: ReadonlyArray<keyof T & string> = [],
): Shape {
  const fields = (Object.keys(sample) as Array<keyof T & string>).map((field) => [field, kinds[field]] as const);
  return { name, fields, optional };
}

const PROVIDER = 'example';

export const PACKAGE = shape<Package>('package', makePackage({ provider: PROVIDER, packageId: '1', type: 'base' }), {
  packageId: text,
  name: id,
  dataBytes: bytes,
  unlimited: yesNo,
  validity: orNull(exactly({ value: count, unit: matches(/^[a-z]+$/) })),
  price: money,
  countries: list(country),
  coverage: id,
  retailPrice: money,
  type: oneOf('base', 'topUp', 'both'),
  simTypes: list(oneOf('eSim', 'physicalSim')),
  voiceSeconds: bytes,
  smsCount: bytes,
  provider: text,
});

export const ESIM = shape<Esim>('esim', makeEsim({ provider: PROVIDER, state: 'unknown' }), {
  iccid: orNull(matches(/^\d{18,22}$/)),
  activationCode: orNull(matches(/^LPA:1\$[^$\s]+\$[^$\s]+(\$.*)?$/)),
  state: oneOf(...ESIM_STATES),
  iosInstallUrl: orNull(link),
  androidInstallUrl: orNull(link),
  installPageUrl: orNull(webAddress),
  qrCodeUrl: orNull(webAddress),
  smdpAddress: id,
  matchingId: id,
  confirmationCodeRequired: yesNo,
  warnings: list(text),
  customerId: id,
  esimId: id,
  activatedAt: when,
  lastSeenAt: when,
  providerState: id,
  eid: orNull(matches(/^\d{32}$/)),
  imsi: orNull(matches(/^\d+$/)),
  provider: text,
});

const emptyOrder: Required<Order> = makeOrder({
  provider: PROVIDER,
  orderId: '1',
  status: 'unknown',
  invoiceId: null,
  endsAt: null,
}) as Required<Order>;

export const ORDER = shape<Required<Order>>(
  'order',
  emptyOrder,
  {
    status: oneOf(...ORDER_STATUSES),
    orderId: text,
    esim: ESIM,
    clientReference: id,
    alreadyExisted: yesNo,
    package: exactly({ packageId: id, name: id }),
    price: money,
    type: orNull(oneOf('newEsim', 'topUp')),
    customerId: id,
    subscriptionId: id,
    createdAt: when,
    providerStatus: id,
    provider: text,
    invoiceId: id,
    endsAt: when,
  },
  ['invoiceId', 'endsAt'],
);

const PACKAGE_USAGE = shape<PackageUsage>('usage.packages', makePackageUsage({ status: 'unknown' }), {
  name: id,
  status: oneOf('waiting', 'active', 'depleted', 'expired', 'unknown'),
  remainingBytes: bytes,
  usedBytes: bytes,
  totalBytes: bytes,
  unlimited: yesNo,
  activatedAt: when,
  expiresAt: when,
  packageId: id,
  orderId: id,
  subscriptionId: id,
  providerStatus: id,
});

export const USAGE = shape<Usage>('usage', makeUsage({ provider: PROVIDER, packages: [] }), {
  remainingBytes: bytes,
  usedBytes: bytes,
  totalBytes: bytes,
  unlimited: yesNo,
  expiresAt: when,
  iccid: id,
  customerId: id,
  packages: [PACKAGE_USAGE],
  provider: text,
});

export const REFUND = shape<Refund>(
  'refund',
  makeRefund({ provider: PROVIDER, orderId: '1', state: 'refunded', explanation: '' }),
  {
    state: oneOf('refunded', 'requested', 'cancelled', 'refused'),
    explanation: text,
    amount: money,
    orderId: text,
    alreadyExisted: yesNo,
    provider: text,
  },
);

const emptyEvent = makeEvent({
  provider: PROVIDER,
  eventId: '1',
  type: 'other',
  providerEvent: null,
}) as Required<EsimEvent>;

export const EVENT = shape<Required<EsimEvent>>(
  'event',
  emptyEvent,
  {
    type: oneOf(...EVENT_TYPES),
    iccid: orNull(matches(/^\d{18,22}$/)),
    state: orNull(oneOf(...ESIM_STATES)),
    remainingBytes: bytes,
    thresholdPercent: orNull((value) => typeof value === 'number'),
    country: orNull(country),
    previousCountry: orNull(country),
    expiresAt: when,
    customerId: id,
    orderId: id,
    subscriptionId: id,
    esimId: id,
    occurredAt: when,
    eventId: text,
    confirmed: orNull(yesNo),
    providerEvent: id,
    provider: text,
  },
  ['providerEvent'],
);

export const BALANCE = shape<Balance>(
  'balance',
  { provider: PROVIDER, balance: null },
  { provider: text, balance: money },
);

export const DEVICE = shape<Device>(
  'device',
  { brand: null, name: '', model: null, system: null, provider: PROVIDER },
  { brand: id, name: text, model: id, system: orNull(matches(/^[a-z]/)), provider: text },
);

export const WATCHED: Shape = {
  name: 'watched',
  fields: [
    ['iccid', text],
    ['provider', text],
    ['watched', list(exactly({ type: text, url: webAddress }))],
  ],
  optional: [],
};
