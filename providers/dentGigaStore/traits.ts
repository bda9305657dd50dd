/**
 * What a purchase is about, as far as a sale shows it. A sale names its package by name, size, days and price but never by
 * id; the inventory has all of these beside the id (facts/providers/dent-giga-store.md, sections 4 and 7.1).
 */
import type { Package, Validity } from '../../esim/model';
import { sameMoney } from '../../esim/money';
import { record, text } from '../../esim/read';
import { attempt, isNotOffered } from '../kit/attempt';
import type { PackageTraits, Session } from '../provider';
import { packageFrom, priceFrom, sizeFrom, validityFrom } from './mapping';
import { readInventory } from './packages';
import type { WireActivatedItem, WireBalance } from './wire';

/** A package of the inventory with what tells it from others. */
interface Sold extends PackageTraits {
  id: string;
  coverage: string | null;
}

/** The inventory as purchases of an execution compare with it: read once, since names and sizes stay the same in it. */
const shelves = new WeakMap<Session, Promise<Sold[]>>();

/** @throws ProviderError when the provider could not be asked */
async function shelfOf(session: Session): Promise<Sold[]> {
  const reading = shelves.get(session) ?? readShelf(session);
  shelves.set(session, reading);
  return await reading.catch(async (error: unknown) => {
    // the next one asks again
    shelves.delete(session);
    return await Promise.reject(error);
  });
}

/** Empty where the provider shows no inventory. */
async function readShelf(session: Session): Promise<Sold[]> {
  const read = await attempt(async () => await readInventory(session));
  if (!read.ok && !isNotOffered(read.error)) throw read.error;
  if (!read.ok) return [];
  const packages = read.value.map((item) => packageFrom(item, null));
  return packages.filter((one) => one !== null).map(soldFrom);
}

function soldFrom({ packageId, name, dataBytes, validity, price, coverage }: Package): Sold {
  return { id: packageId, name, dataBytes, days: daysOf(validity), price, coverage };
}

/**
 * The package that is asked for. Its price counts only where another one is equal in name, size and days; where not even
 * the price tells the two apart, it has no name by which a sale could be taken for it.
 * @throws ProviderError when the provider could not be asked
 */
export async function traitsOfPackage(session: Session, packageId: string): Promise<PackageTraits> {
  const shelf = await shelfOf(session);
  const asked = shelf.find(({ id }) => id === packageId);
  if (asked === undefined) return { id: packageId };
  const { name, dataBytes, days, price } = asked;
  const twins = shelf.filter((one) => one !== asked && name === one.name && fits(asked, one));
  if (twins.length === 0) return { id: packageId, name, dataBytes, days };
  const isTold = price && twins.every((twin) => twin.price && !sameMoney(price, twin.price));
  return { id: packageId, name: isTold ? name : null, dataBytes, days, price };
}

/** The package of a sale. It has no name where the sale shows too little to tell packages of that name apart. */
export async function traitsOfSale(session: Session, item: WireActivatedItem): Promise<PackageTraits> {
  const sale = shownBy(item);
  const sizes = (await fitting(session, sale)).map(({ dataBytes, days }) => `${dataBytes} ${days}`);
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
  const each = await Promise.all(items.map(async (item) => await fitting(session, shownBy(item))));
  const known = each.map((sold) => new Set(sold.map(({ coverage }) => coverage))).filter(({ size }) => size > 0);
  const common = [...(known[0] ?? [])].filter((coverage) => known.every((one) => one.has(coverage)));
  const named = common.filter((coverage) => coverage !== null);
  return named.length > 0 ? new Set(named) : null;
}

async function fitting(session: Session, sale: PackageTraits): Promise<Sold[]> {
  if (!sale.name) return [];
  return (await shelfOf(session)).filter((one) => one.name === sale.name && fits(one, sale));
}

function shownBy(item: WireActivatedItem): PackageTraits {
  const balance: WireBalance = record(item.balance);
  return {
    id: null,
    name: text(balance.name),
    dataBytes: sizeFrom(balance.size),
    days: daysOf(validityFrom(balance.validitySize, balance.validityUnit)),
    price: priceFrom(item.purchasePrice),
  };
}

function fits(one: PackageTraits, other: PackageTraits): boolean {
  return mayBe(one.dataBytes, other.dataBytes) && mayBe(one.days, other.days);
}

function mayBe(one: number | null | undefined, other: number | null | undefined): boolean {
  return one === other || (one ?? null) === null || (other ?? null) === null;
}

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

/** The same length in other units is the same: nobody says in which a sale shows it. */
function daysOf(validity: Validity | null): number | null {
  const days = DAYS[validity?.unit ?? ''];
  return validity === null || days === undefined ? null : validity.value * days;
}
