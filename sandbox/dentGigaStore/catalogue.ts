/** What the made-up reseller sells. Only the first item's values are documented (section 4); the rest is invented. */
import { DAY_MS, GB, MB } from '../core/life';

/** 1 GB = 1024 MB (section 4). */
export const UNIT_BYTES = { MB, GB } as const;
export type SizeUnit = keyof typeof UNIT_BYTES;

export interface InventoryItem {
  id: string;
  productId: string;
  name: string;
  sizeValue: number;
  sizeUnit: SizeUnit;
  validitySize: number;
  validityUnit: 'days' | 'years';
  validityUnlimited: boolean;
  countrySet: string;
  /** Decimal text, USD. */
  price: string;
  retailPrice: string;
}

const EUROPE = 'AT BE BG CH CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV NL NO PL PT RO SE SI SK'.split(' ');
const ELSEWHERE = 'AL AU BR CA CN EG ID IN JP KR MA MX MY NZ SG TH TR US VN ZA'.split(' ');

/**
 * Country sets and their countries. `WWW` and the ISO2 sets are documented (section 5); identifiers of regional sets are
 * unknown, this one is made up.
 */
export const COUNTRY_SETS: Readonly<Record<string, readonly string[]>> = {
  WWW: [...EUROPE, ...ELSEWHERE].sort(),
  'sandbox-europe': EUROPE,
  AT: ['AT'],
  DE: ['DE'],
  GR: ['GR'],
};

export function covers(countrySet: string, country: string): boolean {
  return COUNTRY_SETS[countrySet]?.includes(country) ?? false;
}

/** Single-country sets carry the country's own code as their name (section 5). */
export function isSingleCountry(countrySet: string): boolean {
  return /^[A-Z]{2}$/.test(countrySet);
}

export function sizeInBytes({ sizeValue, sizeUnit }: InventoryItem): number {
  return sizeValue * UNIT_BYTES[sizeUnit];
}

/** For sorting only. */
export function validityInDays({ validitySize, validityUnit }: InventoryItem): number {
  return validitySize * (validityUnit === 'years' ? 365 : 1);
}

/** End of validity of a package that starts at this time; null when it has none. */
export function endOfValidity(sold: InventoryItem, start: number): number | null {
  if (sold.validityUnlimited) return null;
  if (sold.validityUnit === 'days') return start + sold.validitySize * DAY_MS;
  const end = new Date(start);
  return end.setUTCFullYear(end.getUTCFullYear() + sold.validitySize);
}

function item(
  number: number,
  name: string,
  countrySet: string,
  [sizeValue, sizeUnit]: [number, SizeUnit],
  validity: [number, 'days' | 'years'] | 'unlimited',
  [price, retailPrice]: [string, string],
): InventoryItem {
  const id = (group: string) => `00000000-5a5d-4b0c-${group}-${String(number).padStart(12, '0')}`;
  const validityUnlimited = validity === 'unlimited';
  const [validitySize, validityUnit] = validityUnlimited ? ([0, 'days'] as const) : validity;
  const lasts = { validitySize, validityUnit, validityUnlimited };
  return { id: id('a000'), productId: id('b000'), name, sizeValue, sizeUnit, ...lasts, countrySet, price, retailPrice };
}

/** A fresh copy, since prices and names can be edited. */
export function sampleInventory(): InventoryItem[] {
  return [
    {
      ...item(1, 'eSIM Worldwide 50 MB', 'WWW', [50, 'MB'], [365, 'days'], ['1.49', '4.99']),
      id: '14ed2704-35ff-4feb-82a3-12345678abcd',
      productId: '12345678-1234-abcd-1234-12345678abcd',
    },
    item(2, 'eSIM Worldwide 1 GB', 'WWW', [1, 'GB'], [30, 'days'], ['4.20', '9.99']),
    item(3, 'eSIM Worldwide 10 GB', 'WWW', [10, 'GB'], [1, 'years'], ['31.15', '59.90']),
    item(4, 'eSIM Worldwide 2 GB, no end', 'WWW', [2, 'GB'], 'unlimited', ['8.10', '19.99']),
    item(5, 'eSIM Europe 3 GB', 'sandbox-europe', [3, 'GB'], [30, 'days'], ['3.33', '8.99']),
    item(6, 'eSIM Europe 500 MB', 'sandbox-europe', [500, 'MB'], [7, 'days'], ['0.70', '2.50']),
    item(7, 'eSIM Germany 1 GB', 'DE', [1, 'GB'], [7, 'days'], ['1.10', '3.90']),
    item(8, 'eSIM Austria 5 GB', 'AT', [5, 'GB'], [30, 'days'], ['3.05', '7.50']),
    item(9, 'eSIM Greece 200 MB', 'GR', [200, 'MB'], [15, 'days'], ['0.35', '1.20']),
  ];
}
