/** Beside the usual rooms, since customers hold everything (facts/providers/dent-giga-store.md, sections 11.1 to 11.3). */
import { iccidFrom } from '../../esim/identifiers';
import { text } from '../../esim/read';
import type { ProviderError } from '../../http/errors';
import { attempt, isNotOffered, readOr } from '../kit/attempt';
import { askedFor, noList, notThere } from '../kit/errors';
import { firstOf, rowsOf } from '../kit/lists';
import type { Choice, Picker, Session } from '../provider';
import * as api from './api';
import type { CustomerSearch } from './api';
import { PROVIDER } from './mapping';
import { customerOf, customerRecordFrom, customerUidOf, esimsOf, esimWithIccid, listFrom } from './wire';
import type { WireCustomerRecord, WireEsim } from './wire';

/** Customers are looked through for so many; whoever has more depends on the searches and on E12. */
const MOST_CUSTOMERS = 1_000;

/** A shorter page is the last one. Some servers give fewer rows than asked for, so a page short of 50 proves nothing. */
const SMALLEST_FULL_PAGE = 10;

/** A customer as read, with the untouched answer. */
export interface ReadCustomer {
  customer: WireCustomerRecord;
  raw: unknown;
}

/** @throws ProviderError `notFound` when there is no customer with this id */
export async function customerById(session: Session, customerUid: string): Promise<ReadCustomer> {
  const raw = await readOr(
    async () => await api.readCustomer(session, customerUid),
    () =>
      notThere(
        `${PROVIDER} knows no customer with the id "${customerUid}"`,
        'Use the customerId that an order gave you. Customers belong to the login whose client id is in the credential.',
      ),
  );
  const customer = customerRecordFrom(raw);
  const isThere = customerUidOf(customer) !== null || Array.isArray(customer.activatedItems);
  return askedFor({ customer, raw }, isThere, PROVIDER, `customer ${customerUid}`);
}

/**
 * By searching; where that is not offered (only its path is documented), by looking through the list of customers.
 * @throws ProviderError `notFound` when no customer has this eSIM
 */
export async function customerByIccid(session: Session, iccid: string): Promise<ReadCustomer & { esim: WireEsim }> {
  const search: CustomerSearch = { searchKey: 'ICCID', searchQuery: iccid, searchMode: 'isExact' };
  const searched = await attempt(async () => await withIccid(foundCustomers(session, search), iccid));
  if (!searched.ok && !isNotOffered(searched.error)) throw searched.error;
  const listed = searched.ok ? { rows: [], complete: true } : await firstCustomers(session);
  const found = searched.ok ? searched.value : await withIccid(listed.rows, iccid);
  if (found !== null) return found;
  const isCertain = searched.ok || listed.complete || searched.error.status === 404;
  throw isCertain ? noEsim(iccid) : searched.error;
}

async function withIccid(rows: AsyncIterable<unknown> | Iterable<unknown>, iccid: string) {
  for await (const raw of rows) {
    const customer = customerRecordFrom(raw);
    const esim = esimWithIccid(customer, iccid);
    if (esim) return { customer, raw, esim };
  }
  return null;
}

/** E15: all customers, as far as somebody asks. */
export function allCustomers(session: Session): AsyncGenerator<unknown, boolean> {
  return customersIn(async (page) => await api.readCustomers(session, page));
}

/** E17. */
export function foundCustomers(session: Session, search: CustomerSearch): AsyncGenerator<unknown, boolean> {
  return customersIn(async (page) => await api.searchCustomers(session, search, page));
}

/** Of these pages nobody knows the largest size, the total or the order (section 11.2). */
function customersIn(load: (page: number) => Promise<unknown>): AsyncGenerator<unknown, boolean> {
  return rowsOf({
    provider: PROVIDER,
    name: 'customers',
    first: 0,
    load,
    read(answer, page) {
      const rows = listFrom(answer, 'customers');
      return { rows, next: isLastPage(rows ?? []) ? null : page + 1 };
    },
    idOf: (row) => customerUidOf(customerRecordFrom(row)),
    behindTheLast: [400, 404, 416],
    // the same rows again: the server knows no pages. More rows than asked for are all there are; otherwise who knows
    endIsCertain: (rows) => rows.length > api.PAGE_SIZE,
  });
}

function isLastPage(rows: readonly unknown[]): boolean {
  return rows.length < SMALLEST_FULL_PAGE;
}

/** The first thousand customers, read once for all who ask at the same time. */
export async function firstCustomers(session: Session): Promise<{ rows: unknown[]; complete: boolean }> {
  return await session.shareFresh('customers', async () => await firstOf(allCustomers(session), MOST_CUSTOMERS));
}

export function noEsim(iccid: string): ProviderError {
  return notThere(
    `${PROVIDER} knows no eSIM with the ICCID ${iccid}`,
    'Check the digits. eSIMs belong to the login whose client id is in the credential: one that was sold from another login is not found.',
  );
}

/** 50 at a time; searched by email, ICCID or id, whichever the filter looks like. */
export const pickCustomer: Picker = async (session, filter, page) => {
  const pageIndex = Number(page ?? 0);
  const rows = await readPage(session, filter.trim(), pageIndex);
  const choices = rows.flatMap((row): Choice[] => {
    const customer = customerRecordFrom(row);
    const { uid, email } = customerOf(customer);
    const value = text(uid);
    if (value === null) return [];
    const iccids = esimsOf(customer).flatMap(({ iccid }) => iccidFrom(iccid) ?? []);
    const others = iccids.length > 1 ? ` and ${iccids.length - 1} more` : '';
    return [{ name: `${text(email) ?? value} · ${iccids[0] ?? 'no eSIM'}${others}`, value }];
  });
  return isLastPage(rows) ? { choices } : { choices, next: String(pageIndex + 1) };
};

async function readPage(session: Session, filter: string, pageIndex: number): Promise<unknown[]> {
  const answered = await attempt(async () =>
    filter === ''
      ? await api.readCustomers(session, pageIndex)
      : await api.searchCustomers(session, searchFor(filter), pageIndex),
  );
  // some servers answer a page behind the last one with "not found"
  if (!answered.ok && pageIndex > 0 && answered.error.status === 404) return [];
  if (!answered.ok) throw answered.error;
  const rows = listFrom(answered.value, 'customers');
  if (rows === null) throw noList(PROVIDER, 'customers');
  return rows;
}

function searchFor(filter: string): CustomerSearch {
  const searchMode = 'contains';
  const digits = filter.replace(/[\s-]/g, '');
  if (/^[0-9]+$/.test(digits)) return { searchKey: 'ICCID', searchQuery: digits, searchMode };
  const looksLikeId = /^[0-9a-f]{8}(-[0-9a-f-]*)?$/i.test(filter);
  return { searchKey: looksLikeId ? 'UID' : 'EMAIL', searchQuery: filter, searchMode };
}
