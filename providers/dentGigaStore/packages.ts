/**
 * What the account may sell: the inventory, and the countries of its coverages (facts/providers/dent-giga-store.md, sections
 * 4 and 5). A sale names its package by name, size, days and price but never by id; the inventory has all of these beside
 * the id (section 7.1): what tells packages apart stands here as well.
 */
import { isCountryCode } from '../../esim/countries';
import type { Package } from '../../esim/model';
import { sameMoney } from '../../esim/money';
import { record, text } from '../../esim/read';
import { attempt, isNotOffered, readIfOffered } from '../kit/attempt';
import { noList, notThere } from '../kit/errors';
import { allOf, listingOf } from '../kit/lists';
import { onceInExecution } from '../kit/memory';
import { daysOf } from '../kit/pickers';
import { validityFrom } from '../kit/words';
import type { EsimLookup, Listing, PackageTraits, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { customerByIccid, customerById } from './customers';
import { includeCountries } from './fields';
import { countriesIn, packageFrom, priceFrom, PROVIDER, sizeFrom } from './mapping';
import { itemsOf, listFrom } from './wire';
import type { WireActivatedItem, WireBalance, WireInventoryItem } from './wire';

/** As the provider orders it. Empty when nothing was enabled in the portal for this login. */
async function readInventory(session: Session): Promise<WireInventoryItem[]> {
  return await session.share('inventory', async () => {
    const rows = listFrom(await api.readInventory(session), 'items');
    if (rows === null) throw noList(PROVIDER, 'packages');
    return rows.map(record);
  });
}

export async function* getMany(session: Session, fields: ProviderFields): Listing<Package> {
  const read = async (item: WireInventoryItem) => packageFrom(item, await countriesOf(session, item, fields));
  yield* listingOf(await readInventory(session), read);
}

export async function* forOrder(session: Session): Listing<Package> {
  yield* listingOf(await readInventory(session), (item) => packageFrom(item));
}

/** From the whole inventory: reading a single entry (E3) is not documented. */
export async function get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>> {
  const item = (await readInventory(session)).find(({ id }) => text(id) === packageId);
  const found = item ? packageFrom(item, await countriesOf(session, item, fields)) : null;
  if (item && found) return { value: found, raw: item };
  throw notThere(
    `There is no package "${packageId}" in your inventory at ${PROVIDER}`,
    'It may be switched off in the portal, or belong to another login than the one whose client id is in the credential.',
  );
}

/** `null` when they were not asked for. */
async function countriesOf(
  session: Session,
  item: WireInventoryItem,
  fields: ProviderFields,
): Promise<string[] | null> {
  const countrySet = text(item.countrySet);
  if (!fields.get(includeCountries) || countrySet === null || isCountryCode(countrySet)) return null;
  return await countriesOfSet(session, countrySet);
}

/** The answers of E5 stay the same during an execution. */
const countriesOfSet = onceInExecution(async (session, countrySet) => {
  const answered = await attempt(async () => listFrom(await api.readCountries(session, countrySet), 'countries'));
  if (answered.ok && answered.value !== null) return countriesIn(answered.value);
  if (!answered.ok && !isNotOffered(answered.error)) throw answered.error;
  session.log(`the countries of the coverage "${countrySet}" are not known to the provider`);
  return [];
});

/** The inventory as purchases of an execution compare with it: names and sizes stay the same in it. Empty where there is none. */
const shelf = onceInExecution(
  async (session) => (await readIfOffered(async () => await allOf(forOrder(session))))?.map(({ value }) => value) ?? [],
);

/**
 * The package that is asked for. Its price counts only where another one is equal in name, size and days; where not even
 * the price tells the two apart, it has no name by which a sale could be taken for it.
 * @throws ProviderError when the provider could not be asked
 */
export async function traitsOfPackage(session: Session, packageId: string): Promise<PackageTraits> {
  const packages = await shelf(session);
  const asked = packages.find((one) => one.packageId === packageId);
  if (asked === undefined) return { id: packageId };
  const { name, dataBytes, price } = asked;
  const traits = { id: packageId, name, dataBytes, days: daysOf(asked.validity) };
  const twins = packages.filter((one) => one !== asked && name === one.name && fits(one, traits));
  if (twins.length === 0) return traits;
  const isTold = price && twins.every((twin) => twin.price && !sameMoney(price, twin.price));
  return { ...traits, name: isTold ? name : null, price };
}

/** The package of a sale. It has no name where the sale shows too little to tell packages of that name apart. */
export async function traitsOfSale(session: Session, item: WireActivatedItem): Promise<PackageTraits> {
  const sale = shownBy(item);
  const sizes = (await fitting(session, sale)).map(({ dataBytes, validity }) => `${dataBytes} ${daysOf(validity)}`);
  return { ...sale, name: new Set(sizes).size > 1 ? null : sale.name };
}

/** Of the coverage that the eSIM's customer has: others are refused (section 11.1). All, while no eSIM is named. */
export async function* forTopUp(session: Session, named: EsimLookup | null): Listing<Package> {
  const coverages = named === null ? null : await coveragesFor(session, named);
  for await (const result of forOrder(session)) {
    const { coverage } = result.value;
    if (coverages === null || (coverage !== null && coverages.has(coverage))) yield result;
  }
}

/**
 * @returns null when it cannot be known
 * @throws ProviderError `notFound` for an eSIM or a customer that does not exist; when the provider could not be asked
 */
async function coveragesFor(session: Session, named: EsimLookup): Promise<ReadonlySet<string> | null> {
  if (named.by === 'esimId') return null;
  const read = await attempt(async () =>
    named.by === 'iccid' ? await customerByIccid(session, named.iccid) : await customerById(session, named.customerId),
  );
  if (read.ok) return await coveragesOf(session, itemsOf(read.value.customer));
  if (read.error.kind !== 'notFound' && isNotOffered(read.error)) return null;
  throw read.error;
}

/**
 * The coverages that a customer with these sales may have: all packages of a customer have the same (section 11.1).
 * @returns null when the sales do not show it
 */
export async function coveragesOf(
  session: Session,
  items: readonly WireActivatedItem[],
): Promise<ReadonlySet<string> | null> {
  const each = await Promise.all(items.map(async (item) => await fitting(session, shownBy(item))));
  const known = each.map((sold) => new Set(sold.map(({ coverage }) => coverage))).filter(({ size }) => size > 0);
  const common = [...(known[0] ?? [])].filter((coverage) => known.every((one) => one.has(coverage)));
  const named = common.filter((coverage) => coverage !== null);
  return named.length > 0 ? new Set(named) : null;
}

async function fitting(session: Session, sale: PackageTraits): Promise<Package[]> {
  if (!sale.name) return [];
  return (await shelf(session)).filter((one) => one.name === sale.name && fits(one, sale));
}

function shownBy(item: WireActivatedItem): PackageTraits {
  const balance: WireBalance = record(item.balance);
  return {
    id: null,
    name: text(balance.name),
    dataBytes: sizeFrom(balance.size),
    // the same length in other units is the same: nobody says in which a sale shows it
    days: daysOf(validityFrom(balance.validitySize, balance.validityUnit)),
    price: priceFrom(item.purchasePrice),
  };
}

function fits({ dataBytes, validity }: Package, traits: PackageTraits): boolean {
  return mayBe(dataBytes, traits.dataBytes) && mayBe(daysOf(validity), traits.days);
}

function mayBe(one: number | null | undefined, other: number | null | undefined): boolean {
  return one === other || (one ?? null) === null || (other ?? null) === null;
}
