/** Our records as the provider writes them (sections 4, 7, 8, 11). */
import { bytesLeft, GB, isExpired } from '../core/life';
import { newJwt } from '../core/numbers';
import { Random } from '../core/random';
import { type InventoryItem, type SizeUnit, UNIT_BYTES } from './catalogue';
import { isWaiting } from './packages';
import type { Customer, DentWorld, PackageItem, Profile } from './state';

type Digits = 0 | 3 | 5;

/** ISO 8601 with as many fractional digits as the samples show in this place (section 16, point 5). */
function stamp({ settings }: DentWorld, time: number, digits: Digits): string {
  const iso = new Date(time).toISOString();
  const wanted = settings.timestampDigits === 'asInSamples' ? digits : Number(settings.timestampDigits);
  if (wanted === 3) return iso;
  return wanted === 0 ? iso.replace(/\.\d+Z$/, 'Z') : iso.replace('Z', '04Z');
}

function wirePrice(amount: string, sortIndex: number): object {
  return { sortIndex, priceValue: Number(amount), currencyCode: 'USD' };
}

export function wireInventoryItem({ price, retailPrice, ...rest }: InventoryItem): object {
  return { ...rest, prices: [wirePrice(price, 0)], retailPrices: [wirePrice(retailPrice, 0)] };
}

/** Two decimals, as in the sample that shows 50 MB as 0.05 GB. */
function size(bytes: number, sizeUnit: SizeUnit): object {
  return { sizeValue: Math.round((bytes / UNIT_BYTES[sizeUnit]) * 100) / 100, sizeUnit };
}

function shownLeft({ settings }: DentWorld, item: PackageItem): number {
  return item.refundedAt !== null && settings.refundedPackages === 'withoutData' ? 0 : bytesLeft(item);
}

/** Digits of `activatedAt` and of `expiresAt`. */
export type BalanceDigits = readonly [activatedAt: Digits, expiresAt: Digits];

function balance(world: DentWorld, item: PackageItem, digits: BalanceDigits): object {
  const { settings } = world;
  const { name, sizeValue, sizeUnit, validitySize, validityUnit } = item.sold;
  const notYet = { null: { activatedAt: null }, emptyString: { activatedAt: '' }, absent: {} };
  const noEnd = { null: { expiresAt: null }, absent: {}, farFuture: { expiresAt: '9999-12-31T23:59:59Z' } };
  const left = shownLeft(world, item);
  const mixedUnit = sizeUnit === 'MB' || left >= GB ? 'GB' : 'MB';
  return {
    ...(item.activatedAt === null
      ? notYet[settings.emptyActivatedAt]
      : { activatedAt: stamp(world, item.activatedAt, digits[0]) }),
    ...(item.expiresAt === null
      ? noEnd[settings.unlimitedExpiresAt]
      : { expiresAt: stamp(world, item.expiresAt, digits[1]) }),
    activationMode: item.mode,
    name,
    size: { sizeValue, sizeUnit },
    availableBalance: size(left, settings.balanceUnits === 'asSold' ? sizeUnit : mixedUnit),
    validitySize,
    validityUnit,
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

export function wireCustomer({ email, uid }: Customer): object {
  return { email, uid, profileUrl: `https://sandbox.example.com#/customer/${uid}` };
}

export function wireProfile(world: DentWorld, profile: Profile): object {
  const { iccid, imsi, activationCode, state, uid, active } = profile;
  const carried = world.settings.appleLinkEncoded ? encodeURIComponent(activationCode) : activationCode;
  const token = newJwt(new Random(uid), { alg: 'HS512' }, { sub: iccid });
  const time = (at: number | null) => (at === null ? null : stamp(world, at, 3));
  return {
    iccid,
    imsi,
    activationCode,
    appleUniversalLink: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${carried}`,
    installationUrl: `https://sandbox.example.com#/esim/profile?token=${token}`,
    lastSeen: time(profile.lastSeen),
    activatedAt: time(profile.activatedAt),
    state,
    uid,
    active,
  };
}

/** The packages that lists show. */
export function shownItems({ settings }: DentWorld, items: PackageItem[]): PackageItem[] {
  return items.filter((item) => item.refundedAt === null || settings.refundedPackages !== 'hidden');
}

export function wireProfiles(world: DentWorld, customer: Customer | undefined, onlyActive: boolean): object[] {
  const shown = customer?.profiles.filter(({ active }) => active || !onlyActive) ?? [];
  return shown.map((profile) => wireProfile(world, profile));
}

/** One element of the customers list (section 11.2). */
export function wireCustomerEntry(world: DentWorld, customer: Customer, onlyActiveProfiles: boolean): object {
  const items = shownItems(world, customer.items);
  const waitingCount = world.settings.totalBalanceCounts === 'unexpired';
  const counted = items.filter((item) => !isExpired(item, world.now) && (waitingCount || !isWaiting(item)));
  const total = counted.reduce((sum, item) => sum + shownLeft(world, item), 0);
  return {
    customer: wireCustomer(customer),
    totalAvailableBalance: size(total, total >= GB ? 'GB' : 'MB'),
    activatedItems: items.map((item) => wireItem(world, item)),
    relatedEsims: wireProfiles(world, customer, onlyActiveProfiles),
  };
}
