/**
 * The calls to DENT Giga Store, one function an endpoint. The numbers E1 to E21 are those of
 * facts/providers/dent-giga-store.md, section 3, which also says what is documented and what is only known from others'
 * code.
 */
import type { Answer, Exchange } from '../../http/client';
import { noList } from '../kit/errors';
import type { Session } from '../provider';
import { PROVIDER_NAME } from './mapping';
import { listFrom } from './wire';

const ACTIVATIONS = '/gigastore/activations';

/** Rows asked for at once where a list has pages (section 11.2). */
export const PAGE_SIZE = 50;

/** E2: everything the account may sell. No paging is known. */
export async function readInventory({ http }: Session): Promise<unknown[]> {
  return rowsIn(await http.read({ method: 'GET', path: '/gigastore/products/inventory' }), 'items', 'packages');
}

/** E5: the countries of a set. */
export async function readCountries({ http }: Session, countrySet: string): Promise<unknown> {
  return await http.read({ method: 'GET', path: `/gigastore/esim/countries/${encodeURIComponent(countrySet)}` });
}

/** E8: with a new customer and a new eSIM. E9: for an existing customer. E10: for an existing customer, with a new eSIM. */
export type PurchaseEndpoint = 'register' | 'top-up' | 'top-up-with-profile';

/**
 * E8 to E10: a package.
 * @param idempotencyKey the header is not documented; others send it, at most 64 characters (section 13). Nothing relies on it
 */
export async function buy(
  { http }: Session,
  endpoint: PurchaseEndpoint,
  body: object,
  idempotencyKey: string,
): Promise<Exchange> {
  const headers = { 'idempotency-key': idempotencyKey };
  return await http.spend({ method: 'POST', path: `${ACTIVATIONS}/${endpoint}`, body, headers });
}

/** E11: starts a package that was bought with the activation mode ON_DEMAND. */
export async function activate({ http }: Session, itemUid: string): Promise<Answer> {
  return await http.change({ method: 'POST', path: `${itemPath(itemUid)}/activate` });
}

/** E12: all sales. Not documented, and no parameter of it whose format is known is needed. */
export async function readActivatedItems({ http }: Session): Promise<unknown[]> {
  const json = await http.read({ method: 'GET', path: `${ACTIVATIONS}/activated-items` });
  return rowsIn(json, 'activatedItems', 'activated items');
}

/** E13: one sale. Not documented. */
export async function readActivatedItem({ http }: Session, itemUid: string): Promise<unknown> {
  return await http.read({ method: 'GET', path: itemPath(itemUid) });
}

/** E14: the documentation prints the path without `/gigastore`; the credential decides (section 10). */
export async function refund({ http, settings }: Session, itemUid: string): Promise<Exchange> {
  const path = `${itemPath(itemUid)}/refund`;
  return await http.spend({
    method: 'POST',
    path: settings.refundPath === 'withPrefix' ? path : path.replace('/gigastore', ''),
  });
}

/** E15: a page of all customers, counted from 0, also those whose eSIMs have all been replaced. */
export async function readCustomers({ http }: Session, pageIndex: number): Promise<unknown[]> {
  const query = { page_size: PAGE_SIZE, page_index: pageIndex, only_active_profiles: false };
  return rowsIn(await http.read({ method: 'GET', path: `${ACTIVATIONS}/customers`, query }), 'customers');
}

/** E16: one customer with packages and eSIMs. */
export async function readCustomer({ http }: Session, customerUid: string): Promise<unknown> {
  return await http.read({ method: 'GET', path: `${ACTIVATIONS}/customers/${encodeURIComponent(customerUid)}` });
}

/** What customers can be searched by (section 11.3). */
export interface CustomerSearch {
  searchKey: 'EMAIL' | 'UID' | 'ICCID';
  searchQuery: string;
  searchMode: 'isExact' | 'contains';
}

/** E17: a page of the customers found, counted from 0. */
export async function searchCustomers(
  { http }: Session,
  search: CustomerSearch,
  pageIndex: number,
): Promise<unknown[]> {
  const body = { pageSize: PAGE_SIZE, pageIndex, ...search, onlyActiveProfiles: false };
  return rowsIn(await http.read({ method: 'POST', path: `${ACTIVATIONS}/search-customers`, body }), 'customers');
}

function itemPath(itemUid: string): string {
  return `${ACTIVATIONS}/activated-items/${encodeURIComponent(itemUid)}`;
}

/** @throws ProviderError `unreachable` for an answer without such a list */
function rowsIn(json: unknown, name: string, what = name): unknown[] {
  const rows = listFrom(json, name);
  if (rows === null) throw noList(PROVIDER_NAME, what);
  return rows;
}
