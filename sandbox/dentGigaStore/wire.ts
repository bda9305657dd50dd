/** Our records as the provider writes them (sections 4, 7, 8, 11). */
import { Random } from '../core/random';
import { newJwt } from './identifiers';
import type { InventoryItem, SizeUnit } from './inventory';
import { bytesLeft, isExpired, isWaiting, UNIT_BYTES } from './packageRules';
import type { Customer, PackageItem, Profile } from './state';
import type { DentWorld } from './world';

export type Digits = 0 | 3 | 5;

/** ISO 8601 with as many fractional digits as the samples show in this place (section 16, point 5). */
function stamp(world: DentWorld, time: number, digits: Digits): string {
  const wanted = world.settings.timestampDigits;
  const iso = new Date(time).toISOString();
  switch (wanted === 'asInSamples' ? digits : Number(wanted)) {
    case 0:
      return iso.replace(/\.\d+Z$/, 'Z');
    case 3:
      return iso;
    default:
      return iso.replace('Z', '04Z');
  }
}

export function wirePrice(amount: string, sortIndex: number): object {
  return { sortIndex, priceValue: Number(amount), currencyCode: 'USD' };
}

export function wireInventoryItem(item: InventoryItem): object {
  const { price, retailPrice, ...rest } = item;
  return { ...rest, prices: [wirePrice(price, 0)], retailPrices: [wirePrice(retailPrice, 0)] };
}

interface WireSize {
  sizeValue: number;
  sizeUnit: SizeUnit;
}

/** Two decimals, as in the sample that shows 50 MB as 0.05 GB. */
function size(bytes: number, unit: SizeUnit): WireSize {
  return { sizeValue: Math.round((bytes / UNIT_BYTES[unit]) * 100) / 100, sizeUnit: unit };
}

function availableBalance(world: DentWorld, item: PackageItem, left: number): WireSize {
  const sold = item.sold.sizeUnit;
  if (world.settings.balanceUnits === 'asSold') return size(left, sold);
  return size(left, sold === 'MB' || left >= UNIT_BYTES.GB ? 'GB' : 'MB');
}

function shownLeft(world: DentWorld, item: PackageItem): number {
  return item.refundedAt !== null && world.settings.refundedPackages === 'withoutData' ? 0 : bytesLeft(item);
}

/** Digits of `activatedAt` and of `expiresAt`. */
export type BalanceDigits = readonly [activatedAt: Digits, expiresAt: Digits];

function balance(world: DentWorld, item: PackageItem, digits: BalanceDigits): object {
  const { settings } = world;
  const activatedAt =
    item.activatedAt !== null
      ? { activatedAt: stamp(world, item.activatedAt, digits[0]) }
      : { null: { activatedAt: null }, emptyString: { activatedAt: '' }, absent: {} }[settings.emptyActivatedAt];
  const expiresAt =
    item.expiresAt !== null
      ? { expiresAt: stamp(world, item.expiresAt, digits[1]) }
      : { null: { expiresAt: null }, absent: {}, farFuture: { expiresAt: '9999-12-31T23:59:59Z' } }[
          settings.unlimitedExpiresAt
        ];
  return {
    ...activatedAt,
    ...expiresAt,
    activationMode: item.mode,
    name: item.sold.name,
    size: { sizeValue: item.sold.sizeValue, sizeUnit: item.sold.sizeUnit },
    availableBalance: availableBalance(world, item, shownLeft(world, item)),
    validitySize: item.sold.validitySize,
    validityUnit: item.sold.validityUnit,
  };
}

export function wireItem(world: DentWorld, item: PackageItem, digits: BalanceDigits = [0, 0]): object {
  return {
    balance: balance(world, item, digits),
    uid: item.uid,
    metatag: item.metatag,
    salesChannel: 'Application Programming Interface',
    salesChannelTypeCode: 'API',
    activationType: 'DATA_PLAN',
    purchasePrice: wirePrice(item.sold.price, 1),
    retailPrice: wirePrice(item.sold.retailPrice, 1),
    salesDate: stamp(world, item.salesDate, digits[0]),
  };
}

export function wireCustomer(customer: Customer): object {
  return {
    email: customer.email,
    uid: customer.uid,
    profileUrl: `https://sandbox.example.com#/customer/${customer.uid}`,
  };
}

export function wireProfile(world: DentWorld, profile: Profile): object {
  const code = profile.activationCode;
  const carried = world.settings.appleLinkEncoded ? encodeURIComponent(code) : code;
  const token = newJwt(new Random(profile.uid), { alg: 'HS512' }, { sub: profile.iccid });
  return {
    iccid: profile.iccid,
    imsi: profile.imsi,
    activationCode: code,
    appleUniversalLink: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${carried}`,
    installationUrl: `https://sandbox.example.com#/esim/profile?token=${token}`,
    lastSeen: profile.lastSeen === null ? null : stamp(world, profile.lastSeen, 3),
    activatedAt: profile.activatedAt === null ? null : stamp(world, profile.activatedAt, 3),
    state: profile.state,
    uid: profile.uid,
    active: profile.active,
  };
}

/** The packages that lists show. */
export function shownItems(world: DentWorld, items: PackageItem[]): PackageItem[] {
  return items.filter((item) => item.refundedAt === null || world.settings.refundedPackages !== 'hidden');
}

/** One element of the customers list (section 11.2). */
export function wireCustomerEntry(world: DentWorld, customer: Customer, onlyActiveProfiles: boolean): object {
  const items = shownItems(world, customer.items);
  const now = world.clock.now();
  const counted = items.filter(
    (item) => !isExpired(item, now) && (world.settings.totalBalanceCounts === 'unexpired' || !isWaiting(item)),
  );
  const total = counted.reduce((sum, item) => sum + shownLeft(world, item), 0);
  const profiles = customer.profiles.filter((profile) => profile.active || !onlyActiveProfiles);
  return {
    customer: wireCustomer(customer),
    totalAvailableBalance: size(total, total >= UNIT_BYTES.GB ? 'GB' : 'MB'),
    activatedItems: items.map((item) => wireItem(world, item)),
    relatedEsims: profiles.map((profile) => wireProfile(world, profile)),
  };
}
