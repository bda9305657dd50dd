/**
 * Finding customers, who hold the packages and the eSIMs (facts/providers/dent-giga-store.md, sections 11.1 to 11.3).
 */
import { iccidFrom } from '../../esim/identifiers';
import { ProviderError } from '../../http/errors';
import { askedFor } from '../kit/errors';
import { attempt, isNotOffered } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';
import { pagesOf } from './pages';
import { customerRecordFrom, customerUidOf, esimsOf } from './wire';
import type { WireCustomerRecord, WireEsim } from './wire';

/** Customers are looked through for so many pages of 50; whoever has more depends on the searches and on E12. */
const LONGEST_SCAN_PAGES = 20;

/** A customer as read, with the untouched answer. */
export interface ReadCustomer {
  customer: WireCustomerRecord;
  raw: unknown;
}

/** @throws ProviderError `notFound` when there is no customer with this id */
export async function customerById(session: Session, customerUid: string): Promise<ReadCustomer> {
  const answered = await attempt(async () => await api.readCustomer(session, customerUid));
  if (!answered.ok) throw answered.error.status === 404 ? noCustomer(customerUid) : answered.error;
  const customer = customerRecordFrom(answered.value);
  const isThere = customerUidOf(customer) !== null || Array.isArray(customer.activatedItems);
  return askedFor({ customer, raw: answered.value }, isThere, 'DENT Giga Store', `customer ${customerUid}`);
}

/**
 * By searching; where that is not offered (only its path is documented), by looking through the list of customers.
 * @throws ProviderError `notFound` when no customer has this eSIM
 */
export async function customerByIccid(session: Session, iccid: string): Promise<ReadCustomer & { esim: WireEsim }> {
  const load = async (page: number): Promise<unknown> =>
    await api.searchCustomers(session, { searchKey: 'ICCID', searchQuery: iccid, searchMode: 'isExact' }, page);
  const searched = await attempt(async () => await withIccid(customerPages(load), iccid));
  if (!searched.ok && !isNotOffered(searched.error)) throw searched.error;
  if (searched.ok && searched.value !== null) return searched.value;
  if (searched.ok) throw noEsim(iccid);
  const { rows, complete } = await readFirstCustomers(session);
  const found = await withIccid([rows], iccid);
  if (found !== null) return found;
  throw complete || searched.error.status === 404 ? noEsim(iccid) : searched.error;
}

async function withIccid(pages: AsyncIterable<unknown[]> | Iterable<unknown[]>, iccid: string) {
  for await (const page of pages) {
    for (const raw of page) {
      const customer = customerRecordFrom(raw);
      const esim = esimWithIccid(customer, iccid);
      if (esim) return { customer, raw, esim };
    }
  }
  return null;
}

/**
 * E15: the first thousand customers, read once for all who ask at the same time.
 * @returns `complete` when these are known to be all
 */
export async function readFirstCustomers(session: Session): Promise<{ rows: unknown[]; complete: boolean }> {
  return await session.shareFresh('customers', async () => {
    const pages = customerPages(async (page) => await api.readCustomers(session, page));
    const rows: unknown[] = [];
    for (let left = LONGEST_SCAN_PAGES; left > 0; left--) {
      const page = await pages.next();
      if (page.done) return { rows, complete: page.value };
      rows.push(...page.value);
    }
    return { rows, complete: false };
  });
}

export function esimWithIccid(customer: WireCustomerRecord, iccid: string): WireEsim | undefined {
  return esimsOf(customer).find((esim) => iccidFrom(esim.iccid) === iccid);
}

/** Pages of customers from E15 or E17; see `pagesOf` for what the iterator returns at its end. */
export function customerPages(load: (page: number) => Promise<unknown>): AsyncGenerator<unknown[], boolean> {
  return pagesOf(load, 'customers', (row) => customerUidOf(customerRecordFrom(row)));
}

function noCustomer(customerUid: string): ProviderError {
  return new ProviderError('notFound', `DENT Giga Store knows no customer with the id "${customerUid}"`, {
    description:
      'Use the customerId that an order gave you. Customers belong to the login whose client id is in the credential.',
    status: 404,
  });
}

export function noEsim(iccid: string): ProviderError {
  return new ProviderError('notFound', `DENT Giga Store knows no eSIM with the ICCID ${iccid}`, {
    description:
      'Check the digits. eSIMs belong to the login whose client id is in the credential: one that was sold from another login is not found.',
    status: 404,
  });
}
