/**
 * Activated items, which are the orders of our model: reading one, reading all, and finding the customer and the eSIM
 * behind one. The endpoints made for it (E12, E13) are not documented; where they are missing, the documented list of
 * customers, which holds the same items, is read instead (facts/providers/dent-giga-store.md, sections 3, 11.2, 11.5).
 */
import { record, text } from '../../esim/read';
import { attempt, isNotOffered } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';
import { customerById, customerPages, readFirstCustomers } from './customers';
import type { ReadCustomer } from './customers';
import { noList } from './pages';
import { activatedItemFrom, customerOf, customerRecordFrom, itemsOf, listFrom } from './wire';
import type { WireActivatedItem, WireCustomer, WireCustomerRecord, WireEsim, WirePurchase } from './wire';

export interface Sale {
  item: WireActivatedItem;
  /** Who has it, as far as the answer says. */
  buyer: WireCustomer | null;
  /** The customer with all packages and eSIMs, where the item was read from there. */
  customer: WireCustomerRecord | null;
  /** The eSIM that came with it, where the answer says so. */
  esim: WireEsim | null;
  raw: unknown;
}

/** An answer of E13, or an element of E12: the item bare, or with customer and eSIM beside it. */
export function saleFrom(raw: unknown): Sale {
  const { customer, esimProfile } = record(raw) as WirePurchase;
  return {
    item: activatedItemFrom(raw),
    buyer: customer ? record(customer) : null,
    customer: null,
    esim: esimProfile ? record(esimProfile) : null,
    raw,
  };
}

/** Books may be 15 seconds old when a note is made on them; what follows the look at them takes time, too. */
const STILL_NEW_MS = 10_000;

const latest = new WeakMap<Session, { askedAt: number; reading: Promise<Sale[]> }>();

/**
 * Like `readSales`, but read a moment ago: for a question that does not decide about this process's own purchases.
 * @throws ProviderError
 */
export async function recentSales(session: Session): Promise<Sale[]> {
  const known = latest.get(session);
  if (known && Date.now() - known.askedAt < STILL_NEW_MS) return await known.reading;
  const mine = { askedAt: Date.now(), reading: readSales(session) };
  latest.set(session, mine);
  return await mine.reading.catch(async (error: unknown) => {
    if (latest.get(session) === mine) latest.delete(session);
    return await Promise.reject(error);
  });
}

export function salesOf(rawCustomer: unknown): Sale[] {
  const customer = customerRecordFrom(rawCustomer);
  return itemsOf(customer).map((item) => ({
    item,
    buyer: customerOf(customer),
    customer,
    esim: null,
    raw: { activatedItem: item, customer: rawCustomer },
  }));
}

/**
 * E12, which knows no pages: a list that gets longer with every sale, read once for all who ask at the same time.
 * @throws ProviderError
 */
export async function readSales(session: Session): Promise<Sale[]> {
  return await session.shareFresh('activated items', async () => {
    const rows = listFrom(await api.readActivatedItems(session), 'activatedItems');
    if (rows === null) throw noList('activated items');
    return rows.map(saleFrom);
  });
}

/**
 * E15: the sales of all customers, page by page, as far as somebody asks.
 * @returns when used as an iterator: whether the list is known to have been read to its end
 * @throws ProviderError
 */
export async function* salesByCustomer(session: Session): AsyncGenerator<Sale[], boolean> {
  const pages = customerPages(async (page) => await api.readCustomers(session, page));
  for (;;) {
    const page = await pages.next();
    if (page.done) return page.value;
    yield page.value.flatMap(salesOf);
  }
}

/**
 * The sales of the first thousand customers.
 * @throws ProviderError
 */
export async function readSalesByCustomer(session: Session): Promise<{ sales: Sale[]; complete: boolean }> {
  const { rows, complete } = await readFirstCustomers(session);
  return { sales: rows.flatMap(salesOf), complete };
}

/**
 * E13, else E12, else E15.
 * @returns `null` when none of them shows it
 * @throws ProviderError when the provider could not be asked
 */
export async function saleById(session: Session, itemUid: string): Promise<Sale | null> {
  const isIt = (sale: Sale): boolean => text(sale.item.uid) === itemUid;
  const single = await attempt(async () => saleFrom(await api.readActivatedItem(session, itemUid)));
  if (single.ok && isIt(single.value)) return single.value;
  if (!single.ok && !isNotOffered(single.error)) throw single.error;
  const listed = await attempt(async () => await readSales(session));
  if (!listed.ok && !isNotOffered(listed.error)) throw listed.error;
  if (listed.ok) return listed.value.find(isIt) ?? null;
  return (await readSalesByCustomer(session)).sales.find(isIt) ?? null;
}

/**
 * The sale with its customer's packages and eSIMs, read from the provider where need be; without them where the provider
 * does not show them.
 * @throws ProviderError when the provider could not be asked: an order without its eSIM would look complete
 */
export async function withCustomer(session: Session, sale: Sale): Promise<Sale> {
  if (sale.customer !== null) return sale;
  const itemUid = text(sale.item.uid) ?? '';
  const read = await attempt(async () => await customerOfSale(session, sale, itemUid));
  if (!read.ok && !isNotOffered(read.error)) throw read.error;
  if (!read.ok) session.log(`the customer of order ${itemUid} could not be read: ${read.error.message}`);
  if (!read.ok || read.value === null) return sale;
  const { customer, raw } = read.value;
  const buyer = { ...customerOf(customer), ...known(sale.buyer) };
  return { ...sale, customer, buyer, raw: { activatedItem: sale.raw, customer: raw } };
}

/** A sale may name its buyer by id alone (section 11.5). */
function known(buyer: WireCustomer | null): WireCustomer {
  return Object.fromEntries(Object.entries(buyer ?? {}).filter(([, value]) => text(value) !== null));
}

async function customerOfSale(session: Session, { buyer }: Sale, itemUid: string): Promise<ReadCustomer | null> {
  const customerUid = text(buyer?.uid) ?? (await buyerOf(session, itemUid));
  if (customerUid !== null) return await customerById(session, customerUid);
  const { sales } = await readSalesByCustomer(session);
  const customer = sales.find(({ item }) => text(item.uid) === itemUid)?.customer;
  return customer ? { customer, raw: customer } : null;
}

async function buyerOf(session: Session, itemUid: string): Promise<string | null> {
  const single = await attempt(async () => saleFrom(await api.readActivatedItem(session, itemUid)));
  if (!single.ok && !isNotOffered(single.error)) throw single.error;
  return single.ok ? text(single.value.buyer?.uid) : null;
}
