/**
 * Beside the usual rooms, since a sale (an activated item, an order of our model) is read in three places, and nothing says
 * what it brought. The endpoints made for it (E12, E13) are not documented; where they are missing, the documented list of
 * customers, which holds the same items, is read instead (facts/providers/dent-giga-store.md, sections 3, 11.1, 11.2, 11.5).
 */
import { iccidFrom } from '../../esim/identifiers';
import type { Order, OrderType } from '../../esim/model';
import { flag, record } from '../../esim/read';
import { readIfOffered } from '../kit/attempt';
import { onlyOf } from '../kit/lists';
import { memoryOfProcess } from '../kit/memory';
import type { Result, Session } from '../provider';
import * as api from './api';
import { allCustomers, customerById, firstCustomers } from './customers';
import { esimFrom, orderFrom, soldAt } from './mapping';
import { activatedItemFrom, either, esimsOf, esimWithIccid, identityOf, itemsOf, uidOf } from './wire';
import type { Identity, WireActivatedItem, WireCustomer, WireEsim, WirePurchase } from './wire';

export interface Sale {
  item: WireActivatedItem;
  buyer: Identity;
  /** The customer with all packages and eSIMs, where they were read. */
  customer: WireCustomer | null;
  /** The eSIM that came with it, where the answer says so. */
  esim: WireEsim | null;
  raw: unknown;
}

/** An answer of E13, or an element of E12: the item bare, or with customer and eSIM beside it. */
export function saleFrom(raw: unknown): Sale {
  const { customer, esimProfile } = record(raw) as WirePurchase;
  return {
    item: activatedItemFrom(raw),
    buyer: identityOf(record(customer)),
    customer: null,
    esim: esimProfile ? record(esimProfile) : null,
    raw,
  };
}

export function salesOf(customer: WireCustomer): Sale[] {
  const buyer = identityOf(customer);
  return itemsOf(customer).map((item) => ({
    item,
    buyer,
    customer,
    esim: null,
    raw: { activatedItem: item, customer },
  }));
}

/** E12, which knows no pages: a list that gets longer with every sale, read once for all who ask at the same time. */
export async function readSales(session: Session): Promise<Sale[]> {
  return await session.shareFresh('activated items', async () => (await api.readActivatedItems(session)).map(saleFrom));
}

/** E12; where that is not offered, the sales of all customers (E15), page by page, as far as somebody asks. */
export async function* allSales(session: Session): AsyncGenerator<Sale> {
  const listed = await readIfOffered(async () => await readSales(session));
  if (listed !== null) yield* listed;
  else for await (const customer of allCustomers(session)) yield* salesOf(customer);
}

/**
 * E13, else E12, else E15.
 * @returns `null` when none of them shows it
 * @throws ProviderError when the provider could not be asked
 */
export async function saleById(session: Session, itemUid: string): Promise<Sale | null> {
  const single = await readSale(session, itemUid);
  if (uidOf(single?.item) === itemUid) return single;
  const listed = await readIfOffered(async () => await readSales(session));
  const sales = listed ?? (await firstCustomers(session)).rows.flatMap(salesOf);
  return sales.find(({ item }) => uidOf(item) === itemUid) ?? null;
}

/** E13; null where it is not offered, or does not know it. */
async function readSale(session: Session, itemUid: string | null): Promise<Sale | null> {
  return await readIfOffered(async () => saleFrom(await api.readActivatedItem(session, itemUid ?? '')));
}

/**
 * The sale with its customer's packages and eSIMs; without them where the provider does not show them.
 * @throws ProviderError when the provider could not be asked: an order without its eSIM would look complete
 */
export async function withCustomer(session: Session, sale: Sale): Promise<Sale> {
  if (sale.customer !== null) return sale;
  const customer = await readIfOffered(async () => await customerOfSale(session, sale));
  if (customer === null) return sale;
  // a sale may name its buyer by id alone (section 11.5)
  const buyer = either(sale.buyer, identityOf(customer));
  return { ...sale, customer, buyer, raw: { activatedItem: sale.raw, customer } };
}

async function customerOfSale(session: Session, { buyer, item }: Sale): Promise<WireCustomer | null> {
  const customerUid = buyer.id ?? (await readSale(session, uidOf(item)))?.buyer.id ?? null;
  if (customerUid !== null) return await customerById(session, customerUid);
  const { rows } = await firstCustomers(session);
  return rows.find((customer) => itemsOf(customer).some((one) => uidOf(one) === uidOf(item))) ?? null;
}

// ---------------------------------------------------------------------------------------------- what it brought

/**
 * Which eSIM came with an order, for the orders that this process has placed. Where a customer has several, nothing in the
 * answers says so afterwards (section 11.2), and a second run would give the order back without its eSIM.
 */
export const iccidOfOrder = memoryOfProcess<string>(({ settings }) => [settings.baseUrl]);

/** What the caller knows of a sale that the provider's answers do not say. */
export interface Hints {
  /** The eSIM that was topped up. */
  iccid?: string | undefined;
  /** The customer before the sale: the eSIM that is new came with it. */
  before?: WireCustomer | null;
}

/** An eSIM that cannot be told from others is left out. */
export function orderOfSale(session: Session, sale: Sale, hints: Hints = {}): Result<Order> {
  const iccid = hints.iccid ?? iccidOfOrder.get(session, uidOf(sale.item) ?? '');
  const wire = esimOfSale(sale, { ...hints, iccid });
  const customerId = sale.buyer.id;
  const esim = wire === null ? null : esimFrom(wire, customerId);
  return { value: orderFrom(sale.item, { type: typeOfSale(sale), customerId, esim }), raw: sale.raw };
}

/** Of a sale that `withCustomer` has completed; a missing eSIM is logged. */
export function wholeOrder(session: Session, sale: Sale, hints: Hints = {}): Result<Order> {
  const order = orderOfSale(session, sale, hints);
  const count = sale.customer === null ? 'unknown' : String(esimsOf(sale.customer).length);
  if (order.value.esim === null) {
    session.log(`order ${uidOf(sale.item)}: nothing says which eSIM belongs to it (eSIMs of its customer: ${count})`);
  }
  return order;
}

/**
 * Whether a sale brought an eSIM or topped one up. Nothing says so directly: a customer is made by a first order, and
 * every order of a new eSIM adds one (section 11.1).
 * @returns `null` when it cannot be known
 */
function typeOfSale(sale: Sale): OrderType | null {
  const { item, esim, customer } = sale;
  if (esim !== null || isFirstOrder(sale)) return 'newEsim';
  if (customer === null) return null;
  const items = itemsOf(customer);
  const active = esimsOf(customer).filter(isActive);
  if (items.length <= active.length) return 'newEsim';
  const first = active.length === 1 ? firstSold(items) : null;
  if (first === null) return null;
  return uidOf(first) === uidOf(item) ? 'newEsim' : 'topUp';
}

/** A customer with a single sale was made by it: certainly not a top-up. */
export function isFirstOrder({ item, customer }: Sale): boolean {
  return customer !== null && uidOf(onlyOf(itemsOf(customer))) === uidOf(item);
}

function firstSold(items: WireActivatedItem[]): WireActivatedItem | null {
  const times = items.map(soldAt);
  const [earliest] = [...times].sort();
  return times.includes(null) ? null : onlyOf(items.filter((_, index) => times[index] === earliest));
}

function esimOfSale(sale: Sale, { iccid, before }: Hints): WireEsim | null {
  const { esim, customer } = sale;
  if (esim !== null || customer === null) return esim;
  if (iccid) return esimWithIccid(customer, iccid) ?? null;
  const esims = esimsOf(customer);
  // an only eSIM is that of the first order: the new one of a later order may not be listed yet
  if (before && !isFirstOrder(sale)) return onlyOf(esims.filter((one) => isNew(one, before)));
  // beside one that was replaced, and is no longer active, the other one is meant; unless two orders brought them
  return onlyOf(esims) ?? (isFirstOrder(sale) ? onlyOf(esims.filter(isActive)) : null);
}

function isActive(esim: WireEsim): boolean {
  return flag(esim.active) !== false;
}

function isNew(esim: WireEsim, before: WireCustomer): boolean {
  const iccid = iccidFrom(esim.iccid);
  return iccid !== null && esimWithIccid(before, iccid) === undefined;
}
