/**
 * What the account may sell: the inventory, the countries of its coverages, and what tells packages apart. A sale names its
 * package by name, size, days and price but never by id; the inventory has all of these beside the id
 * (facts/providers/dent-giga-store.md, sections 4, 5 and 7.1).
 */
import { countriesFrom, isCountryCode } from '../../esim/countries';
import type { Package } from '../../esim/model';
import { sameMoney } from '../../esim/money';
import { record, text } from '../../esim/read';
import { isNotOffered, attempt, readIfOffered } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import { onceInExecution } from '../kit/memory';
import { daysOf } from '../kit/pickers';
import { validityFrom } from '../kit/words';
import type { EsimLookup, Listing, PackageMethods, PackageTraits, ProviderFields, Session } from '../provider';
import * as api from './api';
import { customerByIccid, customerById } from './customers';
import { includeCountries } from './fields';
import { packageFrom, priceFrom, PROVIDER_NAME, sizeFrom } from './mapping';
import { itemsOf, listFrom, type WireActivatedItem, type WireBalance, type WireInventoryItem } from './wire';

export const packages: PackageMethods = {
  /** From the whole inventory: reading a single entry (E3) is not documented. */
  async get(session, packageId, fields) {
    const raw = (await readInventory(session)).find(({ id }) => text(id) === packageId);
    const value = raw ? packageFrom(raw, await countriesOf(session, raw, fields)) : null;
    if (value !== null) return { value, raw };
    throw notThere(
      `There is no package "${packageId}" in your inventory at ${PROVIDER_NAME}`,
      'It may be switched off in the portal, or belong to another login than the one whose client id is in the credential.',
    );
  },
  getMany: (session, fields) =>
    listingOf(inventory(session), async (item) => packageFrom(item, await countriesOf(session, item, fields))),
  forOrder,
  async *forTopUp(session, named) {
    const coverages = named === null ? null : await coveragesFor(session, named);
    for await (const result of forOrder(session)) {
      const { coverage } = result.value;
      if (coverages === null || (coverage !== null && coverages.has(coverage))) yield result;
    }
  },
};

function forOrder(session: Session): Listing<Package> {
  return listingOf(inventory(session), (item) => packageFrom(item, null));
}

/** As the provider orders it. Empty when nothing was enabled in the portal for this login. */
async function* inventory(session: Session): AsyncGenerator<WireInventoryItem> {
  yield* await readInventory(session);
}

async function readInventory(session: Session): Promise<WireInventoryItem[]> {
  return (await session.share('inventory', async () => await api.readInventory(session))).map(record);
}

/** `null` when they were not asked for, or the set is one country (section 5). */
async function countriesOf(
  session: Session,
  { countrySet }: WireInventoryItem,
  fields: ProviderFields,
): Promise<string[] | null> {
  const set = text(countrySet);
  return !fields.get(includeCountries) || set === null || isCountryCode(set)
    ? null
    : await countriesOfSet(session, set);
}

const countriesOfSet = onceInExecution(async (session, countrySet) => {
  const read = async (): Promise<unknown> => await api.readCountries(session, countrySet);
  const countries = listFrom(await readIfOffered(read), 'countries');
  if (countries !== null) return countriesFrom(countries.map((country) => record(country).code));
  session.log(`the countries of the coverage "${countrySet}" are not known to the provider`);
  return [];
});

/**
 * The coverages that fit an eSIM: its customer's, since others are refused (section 11.1).
 * @returns null when it cannot be known
 * @throws ProviderError `notFound` for an eSIM or a customer that does not exist; when the provider could not be asked
 */
async function coveragesFor(session: Session, named: EsimLookup): Promise<ReadonlySet<string> | null> {
  if (named.by === 'esimId') return null;
  const read = await attempt(async () =>
    named.by === 'iccid'
      ? (await customerByIccid(session, named.iccid)).customer
      : await customerById(session, named.customerId),
  );
  if (read.ok) return await coveragesOf(session, itemsOf(read.value));
  if (read.error.kind !== 'notFound' && isNotOffered(read.error)) return null;
  throw read.error;
}

// ------------------------------------------------------------------------------------------- telling them apart

/** The inventory as purchases of an execution compare with it, since names and sizes stay the same in it. Empty where none is shown. */
const shelfOf = onceInExecution(async (session): Promise<Package[]> => {
  const items = (await readIfOffered(async () => await readInventory(session))) ?? [];
  return items.flatMap((item) => packageFrom(item, null) ?? []);
});

/**
 * The package that is asked for. Its price counts only where another one is equal in name, size and days; where not even
 * the price tells the two apart, it has no name by which a sale could be taken for it.
 * @throws ProviderError when the provider could not be asked
 */
export async function traitsOfPackage(session: Session, packageId: string): Promise<PackageTraits> {
  const shelf = await shelfOf(session);
  const asked = shelf.find((one) => one.packageId === packageId);
  if (asked === undefined) return { id: packageId };
  const { price, ...traits } = { ...traitsFrom(asked), id: packageId };
  const twins = shelf.filter((one) => one !== asked && mayBe(one, traits));
  if (twins.length === 0) return traits;
  const isTold = price && twins.every((twin) => twin.price && !sameMoney(price, twin.price));
  return { ...traits, name: isTold ? traits.name : null, price };
}

/** The package of a sale. It has no name where the sale shows too little to tell packages of that name apart. */
export async function traitsOfSale(session: Session, item: WireActivatedItem): Promise<PackageTraits> {
  const sale = shownBy(item);
  const sizes = fitting(await shelfOf(session), sale).map(
    ({ dataBytes, validity }) => `${dataBytes} ${daysOf(validity)}`,
  );
  return { ...sale, name: new Set(sizes).size > 1 ? null : sale.name };
}

/**
 * The coverages that a customer with these sales may have: all packages of a customer have the same (section 11.1).
 * @returns null when the sales do not show it
 */
export async function coveragesOf(
  session: Session,
  items: readonly WireActivatedItem[],
): Promise<ReadonlySet<string> | null> {
  const shelf = await shelfOf(session);
  const each = items.map((item) => fitting(shelf, shownBy(item)).map(({ coverage }) => coverage));
  const known = each.filter((coverages) => coverages.length > 0);
  const common = (known[0] ?? []).filter((coverage) => known.every((one) => one.includes(coverage)));
  const named = common.filter((coverage) => coverage !== null);
  return named.length > 0 ? new Set(named) : null;
}

function fitting(shelf: readonly Package[], sale: PackageTraits): Package[] {
  return sale.name ? shelf.filter((one) => mayBe(one, sale)) : [];
}

function shownBy({ balance, purchasePrice }: WireActivatedItem): PackageTraits {
  const { name, size, validitySize, validityUnit }: WireBalance = record(balance);
  const validity = validityFrom(validitySize, validityUnit);
  return traitsFrom({ name: text(name), dataBytes: sizeFrom(size), validity, price: priceFrom(purchasePrice) });
}

/** The same length in other units is the same: nobody says in which a sale shows it. */
function traitsFrom({ name, dataBytes, validity, price }: Pick<Package, 'name' | 'dataBytes' | 'validity' | 'price'>) {
  return { id: null, name, dataBytes, days: daysOf(validity), price };
}

/** Of the same name, and of the same size and days as far as they are known. */
function mayBe({ name, dataBytes, validity }: Package, other: PackageTraits): boolean {
  const days = daysOf(validity);
  return name === other.name && agree(dataBytes, other.dataBytes ?? null) && agree(days, other.days ?? null);
}

function agree(one: number | null, other: number | null): boolean {
  return one === other || one === null || other === null;
}
