/**
 * Beside the usual rooms: has this client reference been bought? It travels as `metatag`, which no endpoint searches by, so
 * every place that shows activated items is read (facts/providers/dent-giga-store.md, sections 11.3, 11.5, 13). Complete is
 * only a list that was read to its end and shows references.
 */
import { attempt, isNotOffered } from '../kit/attempt';
import type { Carriers } from '../kit/books';
import { firstOf } from '../kit/lists';
import { onceInExecution } from '../kit/memory';
import type { Session } from '../provider';
import * as api from './api';
import { customerById, customersFound, firstCustomers } from './customers';
import { readSales, type Sale, saleFrom, salesOf } from './sales';
import { either, referenceOf, uidOf } from './wire';

/** What all places say together. */
export interface Books extends Carriers<Sale> {
  /** A readable list of all sales was looked through, too: only then it is certain that there is no such sale. */
  certain: boolean;
}

/** What one place says. */
interface Look extends Carriers<Sale> {
  /** How many sales it has shown. */
  count: number;
}

const UNSEEN: Look = { rows: [], count: 0, complete: false, error: null };
const NONE: Look = { ...UNSEEN, complete: true };

/** Items whose reference a list does not show are asked for one by one, up to so many. */
const MOST_ITEMS_ONE_BY_ONE = 25;

/** As many rows as pages usually have: such an answer may be a first page, though no paging is known for E12. */
const USUAL_PAGE_SIZES = [10, 15, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 500, 1000, 2000, 5000, 10000];

/** Books may be 15 seconds old when a note is made on them; what follows the look at them takes time, too. */
const STILL_NEW_MS = 10_000;

/** For a question that does not decide about this process's own purchases. */
const recentSales = onceInExecution(readSales, STILL_NEW_MS);

/** The packages of one customer, by the customer's id; then the sales to others, who may have the reference already. */
export async function lookAtCustomer(session: Session, customerUid: string, reference: string): Promise<Books> {
  const own = await looking(async () => {
    const customer = await customerById(session, customerUid);
    return Array.isArray(customer.activatedItems) ? await pickClosely(session, salesOf(customer), reference) : UNSEEN;
  });
  if (own.rows.length > 0) return { ...own, certain: false };
  // not documented: where it cannot be read it is no reason not to buy
  const listed = await looking(async () => pick(await recentSales(session), reference));
  return { ...own, rows: listed.rows, certain: own.complete && listed.complete };
}

/** The sales to anybody: by email address when one is given, then the list of sales, then the customers one by one. */
export async function lookEverywhere(session: Session, reference: string, email: string | null): Promise<Books> {
  const byEmail = email === null ? UNSEEN : await lookByEmail(session, reference, email);
  if (byEmail.rows.length > 0) return { ...byEmail, certain: false };
  // also after a complete search by email: the reference may have been used with another address
  const listed = await looking(async () => await pickClosely(session, await readSales(session), reference));
  if (listed.rows.length > 0) return { ...listed, certain: false };
  const mayGoOn = USUAL_PAGE_SIZES.includes(listed.count);
  if (listed.complete && !mayGoOn) return { ...NONE, certain: true };
  if (byEmail.complete && !mayGoOn) return { ...NONE, certain: false };
  const error = byEmail.error ?? listed.error;
  if (error !== null && !byEmail.complete) return { ...UNSEEN, error, certain: false };
  const all = await looking(async () => {
    const { rows, complete } = await firstCustomers(session);
    const look = pick(rows.flatMap(salesOf), reference);
    return { ...look, complete: complete && look.complete };
  });
  const known = byEmail.complete && all.rows.length === 0 ? NONE : all;
  return { ...known, certain: all.complete };
}

async function lookByEmail(session: Session, reference: string, email: string): Promise<Look> {
  // addresses may be kept in lower case, and whether the search minds is unknown
  const looks: Look[] = [];
  for (const spelling of new Set([email, email.toLowerCase()])) {
    const look = await looking(async () => {
      const { rows, complete } = await firstOf(customersFound(session, 'EMAIL', spelling), Infinity);
      const isShown = rows.every(({ activatedItems }) => Array.isArray(activatedItems));
      const found = await pickClosely(session, rows.flatMap(salesOf), reference);
      return { ...found, complete: complete && isShown && found.complete };
    });
    if (look.rows.length > 0) return look;
    looks.push(look);
  }
  const error = looks.find((look) => look.error !== null)?.error ?? null;
  return { ...UNSEEN, complete: looks.every(({ complete }) => complete), error };
}

/** Those of the sales that carry the reference. A list that shows it for one item shows it for all that have one. */
function pick(sales: Sale[], reference: string): Look {
  const rows = sales.filter(({ item }) => referenceOf(item) === reference);
  return { rows, count: sales.length, complete: sales.length === 0 || sales.some(showsReference), error: null };
}

function showsReference({ item }: Sale): boolean {
  return referenceOf(item) !== undefined;
}

/** Like `pick`; items of a list that shows no references are asked for one by one. */
async function pickClosely(session: Session, sales: Sale[], reference: string): Promise<Look> {
  const look = pick(sales, reference);
  if (look.complete || sales.length > MOST_ITEMS_ONE_BY_ONE) return look;
  const closer: Sale[] = [];
  const asked = await looking(async () => {
    for (const sale of sales) {
      const { item, buyer } = saleFrom(await api.readActivatedItem(session, uidOf(sale.item) ?? ''));
      closer.push({ ...sale, item, buyer: either(sale.buyer, buyer) });
    }
    return NONE;
  });
  const { rows } = pick(closer, reference);
  return { ...look, rows, complete: asked.complete && closer.every(showsReference), error: asked.error };
}

/** A look that cannot be taken: an endpoint that is not there is no error, and proves nothing. */
async function looking(look: () => Promise<Look>): Promise<Look> {
  const taken = await attempt(look);
  if (taken.ok) return taken.value;
  return { ...UNSEEN, error: isNotOffered(taken.error) ? null : taken.error };
}
