/**
 * Beside the usual rooms: has this client reference been bought? It travels as `metatag`, which no endpoint searches by, so
 * every place that shows activated items is read (facts/providers/dent-giga-store.md, sections 11.3, 11.5, 13). A place is
 * complete only when it was read to its end and shows references.
 */
import { text } from '../../esim/read';
import { attempt, isNotOffered } from '../kit/attempt';
import type { Carriers } from '../kit/books';
import { firstOf } from '../kit/lists';
import type { Session } from '../provider';
import * as api from './api';
import { customerById, foundCustomers } from './customers';
import { readSales, recentSales, saleFrom, salesByCustomer, salesOf } from './sales';
import { customerRecordFrom, referenceOf, type Sale } from './wire';

/** What one place says. */
interface Look extends Carriers<Sale> {
  /** How many sales it has shown. */
  count: number;
}

/** What all places say together. */
export interface Books extends Carriers<Sale> {
  /** A readable list of all sales was looked through, too: only then it is certain that there is no such sale. */
  certain: boolean;
}

/** Items whose reference a list does not show are asked for one by one, up to so many. */
const MOST_ITEMS_ONE_BY_ONE = 25;

/** As many rows as pages usually have: such an answer may be a first page, though no paging is known for E12. */
const USUAL_PAGE_SIZES = [10, 15, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 500, 1000, 2000, 5000, 10000];

/** The packages of one customer, by the customer's id; then the sales to others, who may have the reference already. */
export async function lookAtCustomer(session: Session, customerUid: string, reference: string): Promise<Books> {
  const own = await looking(async () => {
    const { customer, raw } = await customerById(session, customerUid);
    if (!Array.isArray(customer.activatedItems)) return nothing(false);
    return await pickClosely(session, salesOf(raw), reference);
  });
  if (own.rows.length > 0) return { ...own, certain: false };
  // not documented: where it cannot be read it is no reason not to buy
  const listed = await looking(async () => pick(await recentSales(session), reference));
  return { ...own, rows: listed.rows, certain: own.complete && listed.complete };
}

/** The sales to anybody: by email address when one is given, then the list of sales, then the customers one by one. */
export async function lookEverywhere(session: Session, reference: string, email: string | null): Promise<Books> {
  const byEmail = email === null ? nothing(false) : await lookByEmail(session, reference, email);
  if (byEmail.rows.length > 0) return { ...byEmail, certain: false };
  // also after a complete search by email: the reference may have been used with another address
  const listed = await looking(async () => await pickClosely(session, await readSales(session), reference));
  if (listed.rows.length > 0) return { ...listed, certain: false };
  const mayGoOn = USUAL_PAGE_SIZES.includes(listed.count);
  if (listed.complete && !mayGoOn) return { ...nothing(true), certain: true };
  if (byEmail.complete && !mayGoOn) return { ...nothing(true), certain: false };
  const error = byEmail.error ?? listed.error;
  if (error !== null && !byEmail.complete) return { ...nothing(false), error, certain: false };
  const all = await lookThroughCustomers(session, reference);
  if (byEmail.complete && all.rows.length === 0) return { ...nothing(true), certain: all.complete };
  return { ...all, certain: all.complete };
}

async function lookByEmail(session: Session, reference: string, email: string): Promise<Look> {
  // addresses may be kept in lower case, and whether the search minds is unknown
  const spellings = [...new Set([email, email.toLowerCase()])];
  const looks: Look[] = [];
  for (const searchQuery of spellings) {
    const look = await looking(async () => {
      const search = { searchKey: 'EMAIL', searchQuery, searchMode: 'isExact' } as const;
      const { rows, complete } = await firstOf(foundCustomers(session, search), Infinity);
      const shown = rows.every((row) => Array.isArray(customerRecordFrom(row).activatedItems));
      const found = await pickClosely(session, rows.flatMap(salesOf), reference);
      return { ...found, complete: complete && shown && found.complete };
    });
    if (look.rows.length > 0) return look;
    looks.push(look);
  }
  const error = looks.find((look) => look.error !== null)?.error ?? null;
  return { ...nothing(looks.every(({ complete }) => complete)), error };
}

async function lookThroughCustomers(session: Session, reference: string): Promise<Look> {
  return await looking(async () => {
    const { sales, complete } = await salesByCustomer(session);
    const look = pick(sales, reference);
    return { ...look, complete: complete && look.complete };
  });
}

/** Those of the sales that carry the reference. A list that shows it for one item shows it for all that have one. */
function pick(sales: Sale[], reference: string): Look {
  const complete = sales.length === 0 || sales.some(showsReference);
  const rows = sales.filter(({ item }) => referenceOf(item) === reference);
  return { rows, count: sales.length, complete, error: null };
}

function showsReference({ item }: Sale): boolean {
  return referenceOf(item) !== undefined;
}

/** Like `pick`; items of a list that shows no references are asked for one by one. */
async function pickClosely(session: Session, sales: Sale[], reference: string): Promise<Look> {
  const look = pick(sales, reference);
  if (look.complete || sales.length > MOST_ITEMS_ONE_BY_ONE) return look;
  const closer: Sale[] = [];
  for (const sale of sales) {
    const raw = await attempt(async () => await api.readActivatedItem(session, text(sale.item.uid) ?? ''));
    if (!raw.ok) {
      return { ...pick(closer, reference), complete: false, error: isNotOffered(raw.error) ? null : raw.error };
    }
    const { item, buyer } = saleFrom(raw.value);
    closer.push({ ...sale, item, buyer: sale.buyer ?? buyer });
  }
  return { ...pick(closer, reference), complete: closer.every(showsReference) };
}

function nothing(complete: boolean): Look {
  return { rows: [], count: 0, complete, error: null };
}

/** A look that cannot be taken: an endpoint that is not there is no error, and proves nothing. */
async function looking(look: () => Promise<Look>): Promise<Look> {
  const taken = await attempt(look);
  if (taken.ok) return taken.value;
  return { ...nothing(false), error: isNotOffered(taken.error) ? null : taken.error };
}
