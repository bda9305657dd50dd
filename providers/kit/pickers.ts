/**
 * The searchable list of packages, the same at every provider: one label, one search over exactly what it shows and the
 * names of the countries, one order, and pages for long catalogues.
 */
import { countryName } from '../../esim/countries';
import { sizeInWords } from '../../esim/dataSize';
import type { Package, Validity } from '../../esim/model';
import { isFoundBy, searchable } from '../../esim/search';
import type { Choice, ChoicePage, Listing } from '../provider';
import { firstOf } from './lists';

/** So many packages are looked through. */
const MOST_PACKAGES = 20_000;

/** So many are shown at once; the editor asks for more when somebody scrolls to the end. */
const PAGE_SIZE = 100;

/** @param page the number of the first one to show, as text; undefined for the beginning */
export async function packagesToChoose(
  packages: Listing<Package>,
  filter: string,
  page: string | undefined,
): Promise<ChoicePage> {
  const { rows } = await firstOf(packages, MOST_PACKAGES);
  const wanted = rows.map(({ value }) => value).filter((one) => isMeant(one, filter));
  const from = Number(page ?? 0);
  const choices = wanted
    .sort(byCoverageAndSize)
    .slice(from, from + PAGE_SIZE)
    .map((one): Choice => ({ name: packageLabel(one), value: one.packageId }));
  return from + PAGE_SIZE < wanted.length ? { choices, next: String(from + PAGE_SIZE) } : { choices };
}

/** "Europe 10 GB · 30 days · 9.99 USD · 39 countries": what its name says already is not said again. */
export function packageLabel({ packageId, name, dataBytes, unlimited, validity, price, ...more }: Package): string {
  const title = name ?? packageId;
  const size = unlimited ? 'unlimited data' : dataBytes === null ? null : sizeInWords(dataBytes);
  const parts = [
    [title, unlessIn(title, size)].filter((part) => part !== null).join(' '),
    validity && validityInWords(validity),
    price && `${price.amount} ${price.currency}`,
    unlessIn(title, whereInWords(more)),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function whereInWords({ countries, coverage }: Pick<Package, 'countries' | 'coverage'>): string | null {
  const [only, ...others] = countries;
  if (only === undefined) return coverage;
  return others.length === 0 ? countryName(only) : `${countries.length} countries`;
}

function validityInWords({ value, unit }: Validity): string {
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}

function unlessIn(title: string, part: string | null): string | null {
  const isSaid = part !== null && ` ${searchable(title)} `.includes(` ${searchable(part)} `);
  return isSaid ? null : part;
}

/** By what is shown; or it is the id, pasted. */
function isMeant(one: Package, filter: string): boolean {
  if (filter === one.packageId) return true;
  return isFoundBy(filter, [packageLabel(one), ...one.countries.map(countryName)].join(' '));
}

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

/** As days, for comparing; null where the provider does not say. */
export function daysOf(validity: Validity | null): number | null {
  const days = DAYS[validity?.unit ?? ''];
  return validity === null || days === undefined ? null : validity.value * days;
}

function byCoverageAndSize(left: Package, right: Package): number {
  return (
    placeOf(left).localeCompare(placeOf(right), 'en', { numeric: true }) ||
    compare(sizeOf(left), sizeOf(right)) ||
    compare(daysOf(left.validity) ?? Infinity, daysOf(right.validity) ?? Infinity) ||
    compare(Number(left.price?.amount ?? Infinity), Number(right.price?.amount ?? Infinity)) ||
    left.packageId.localeCompare(right.packageId)
  );
}

function placeOf({ countries, coverage, name }: Package): string {
  const [only, ...others] = countries;
  if (only !== undefined && others.length === 0) return countryName(only);
  return coverage ?? name ?? '';
}

function sizeOf({ unlimited, dataBytes }: Package): number {
  return unlimited ? Infinity : (dataBytes ?? Infinity);
}

/** Also of two that are both without end, whose difference is no number. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
