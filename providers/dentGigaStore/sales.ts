/**
 * Beside the usual rooms, since a sale (an activated item) is read in three places: E12 and E13 are not documented, and
 * where they are missing the documented list of customers, which holds the same items, is read instead
 * (facts/providers/dent-giga-store.md, sections 3, 11.2, 11.5).
 */
import { record, text } from '../../esim/read';
import { attempt, isNotOffered, readIfOffered } from '../kit/attempt';
import { noList } from '../kit/errors';
import { memoryOfExecution } from '../kit/memory';
import type { Session } from '../provider';
import * as api from './api';
import { customerById, firstCustomers } from './customers';
import type { ReadCustomer } from './customers';
import { PROVIDER } from './mapping';
import { activatedItemFrom, customerOf, customerRecordFrom, itemsOf, listFrom } from './wire';
import type { Sale, WireCustomer, WirePurchase } from './wire';

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

const latest = memoryOfExecution((): { askedAt: number; reading: Promise<Sale[]> | null } => ({
  askedAt: 0,
  reading: null,
}));

/**
 * Like `readSales`, but read a moment ago: for a question that does not decide about this process's own purchases.
 * @throws ProviderError
 */
export async function recentSales(session: Session): Promise<Sale[]> {
  const known = latest(session);
  if (known.reading && Date.now() - known.askedAt < STILL_NEW_MS) return await known.reading;
  const reading = readSales(session);
  Object.assign(known, { askedAt: Date.now(), reading });
  return await reading.catch(async (error: unknown) => {
    if (known.reading === reading) known.reading = null;
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
    if (rows === null) throw noList(PROVIDER, 'activated items');
    return rows.map(saleFrom);
  });
}

/**
 * The sales of the first thousand customers (E15).
 * @throws ProviderError
 */
export async function salesByCustomer(session: Session): Promise<{ sales: Sale[]; complete: boolean }> {
  const { rows, complete } = await firstCustomers(session);
  return { sales: rows.flatMap(salesOf), complete };
}

/**
 * E13, else E12, else E15.
 * @returns `null` when none of them shows it
 * @throws ProviderError when the provider could not be asked
 */
export async function saleById(session: Session, itemUid: string): Promise<Sale | null> {
  const isIt = (sale: Sale): boolean => text(sale.item.uid) === itemUid;
  const single = await readSale(session, itemUid);
  if (single !== null && isIt(single)) return single;
  const listed = await readIfOffered(async () => await readSales(session));
  return (listed ?? (await salesByCustomer(session)).sales).find(isIt) ?? null;
}

/** E13. @returns null where it is not offered */
async function readSale(session: Session, itemUid: string): Promise<Sale | null> {
  return await readIfOffered(async () => saleFrom(await api.readActivatedItem(session, itemUid)));
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
  const customerUid = text(buyer?.uid) ?? text((await readSale(session, itemUid))?.buyer?.uid);
  if (customerUid !== null) return await customerById(session, customerUid);
  const { sales } = await salesByCustomer(session);
  const customer = sales.find(({ item }) => text(item.uid) === itemUid)?.customer;
  return customer ? { customer, raw: customer } : null;
}
