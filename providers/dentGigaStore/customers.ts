/**
 * Beside the usual rooms, since customers hold the packages and the eSIMs: every look at one of these finds its customer
 * first (facts/providers/dent-giga-store.md, sections 11.1 to 11.3).
 */
import { iccidFrom } from '../../esim/identifiers';
import { record } from '../../esim/read';
import type { ProviderError } from '../../http/errors';
import { attempt, isNotOffered, readOr } from '../kit/attempt';
import { askedFor, notThere } from '../kit/errors';
import { firstOf, mapped, rowsOf } from '../kit/lists';
import type { Choice, Picker, Session } from '../provider';
import * as api from './api';
import { PROVIDER_NAME } from './mapping';
import { customerFrom, esimsOf, esimWithIccid, identityOf, type WireCustomer, type WireEsim } from './wire';

/** So many are looked through; whoever has more depends on the searches and on E12. */
const MOST_CUSTOMERS = 20 * api.PAGE_SIZE;

/** A shorter page is the last one. Some servers give fewer rows than asked for, so a page short of 50 proves nothing. */
const SMALLEST_FULL_PAGE = 10;

/** @throws ProviderError `notFound` when there is no customer with this id */
export async function customerById(session: Session, customerUid: string): Promise<WireCustomer> {
  const read = async (): Promise<unknown> => await api.readCustomer(session, customerUid);
  const customer = customerFrom(await readOr(read, () => noCustomer(customerUid)));
  const isThere = identityOf(customer).id !== null || Array.isArray(customer.activatedItems);
  return askedFor(customer, isThere, PROVIDER_NAME, `customer ${customerUid}`);
}

/**
 * By searching; where that is not offered (only its path is documented), by looking through the list of customers.
 * @throws ProviderError `notFound` when no customer has this eSIM
 */
export async function customerByIccid(
  session: Session,
  iccid: string,
): Promise<{ customer: WireCustomer; esim: WireEsim }> {
  const searched = await attempt(async () => await withIccid(customersFound(session, 'ICCID', iccid), iccid));
  if (!searched.ok && !isNotOffered(searched.error)) throw searched.error;
  const listed = searched.ok ? { rows: [], complete: true } : await firstCustomers(session);
  const found = searched.ok ? searched.value : await withIccid(listed.rows, iccid);
  if (found !== null) return found;
  throw searched.ok || listed.complete || searched.error.status === 404 ? noEsim(iccid) : searched.error;
}

async function withIccid(customers: AsyncIterable<WireCustomer> | Iterable<WireCustomer>, iccid: string) {
  for await (const customer of customers) {
    const esim = esimWithIccid(customer, iccid);
    if (esim) return { customer, esim };
  }
  return null;
}

/** E15. */
export function allCustomers(session: Session): AsyncGenerator<WireCustomer, boolean> {
  return paged(async (page) => await api.readCustomers(session, page));
}

/** E15, read once for all who ask at the same time. `complete` when these are known to be all. */
export async function firstCustomers(session: Session): Promise<{ rows: WireCustomer[]; complete: boolean }> {
  return await session.shareFresh('customers', async () => await firstOf(allCustomers(session), MOST_CUSTOMERS));
}

/** E17: who has exactly this. */
export function customersFound(
  session: Session,
  searchKey: 'EMAIL' | 'ICCID',
  searchQuery: string,
): AsyncGenerator<WireCustomer, boolean> {
  const search = { searchKey, searchQuery, searchMode: 'isExact' } as const;
  return paged(async (page) => await api.searchCustomers(session, search, page));
}

/** Nobody knows the largest page, the total or the order (section 11.2). */
function paged(load: (page: number) => Promise<unknown[]>): AsyncGenerator<WireCustomer, boolean> {
  const rows = rowsOf({
    provider: PROVIDER_NAME,
    name: 'customers',
    first: 0,
    load,
    read: (page, index) => ({ rows: page, next: isLast(page) ? null : index + 1 }),
    idOf: (row) => identityOf(record(row)).id,
    behindTheLast: [400, 404, 416],
    // the same rows again: the server knows no pages. More rows than asked for are all there are; otherwise who knows
    endIsCertain: (page) => page.length > api.PAGE_SIZE,
  });
  return mapped(rows, record);
}

function isLast(page: readonly unknown[]): boolean {
  return page.length < SMALLEST_FULL_PAGE;
}

/** A page of all customers, or of those found by email, ICCID or id, whichever the filter looks like. */
export const pickCustomer: Picker = async (session, filter, page) => {
  const index = Number(page ?? 0);
  const rows = await attempt(async () =>
    filter === ''
      ? await api.readCustomers(session, index)
      : await api.searchCustomers(session, searchFor(filter), index),
  );
  // some servers answer a page behind the last one with "not found"
  if (!rows.ok && index > 0 && rows.error.status === 404) return { choices: [] };
  if (!rows.ok) throw rows.error;
  const choices = rows.value.flatMap((row) => choiceOf(record(row)) ?? []);
  return isLast(rows.value) ? { choices } : { choices, next: String(index + 1) };
};

function searchFor(filter: string): api.CustomerSearch {
  const searchMode = 'contains';
  const digits = filter.replace(/[\s-]/g, '');
  if (/^[0-9]+$/.test(digits)) return { searchKey: 'ICCID', searchQuery: digits, searchMode };
  const looksLikeId = /^[0-9a-f]{8}(-[0-9a-f-]*)?$/i.test(filter);
  return { searchKey: looksLikeId ? 'UID' : 'EMAIL', searchQuery: filter, searchMode };
}

function choiceOf(customer: WireCustomer): Choice | null {
  const { id, email } = identityOf(customer);
  if (id === null) return null;
  const [iccid = 'no eSIM', ...others] = esimsOf(customer).flatMap((esim) => iccidFrom(esim.iccid) ?? []);
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return { name: `${email ?? id} · ${iccid}${more}`, value: id };
}

function noCustomer(customerUid: string): ProviderError {
  return notThere(
    `${PROVIDER_NAME} knows no customer with the id "${customerUid}"`,
    'Use the customerId that an order gave you. Customers belong to the login whose client id is in the credential.',
  );
}

export function noEsim(iccid: string): ProviderError {
  return notThere(
    `${PROVIDER_NAME} knows no eSIM with the ICCID ${iccid}`,
    'Check the digits. eSIMs belong to the login whose client id is in the credential: one that was sold from another login is not found.',
  );
}
