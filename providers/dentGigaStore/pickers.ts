/** The searchable list of customers. Sections are those of facts/providers/dent-giga-store.md. */
import { iccidFrom } from '../../esim/identifiers';
import { text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import type { Choice, Picker, Session } from '../provider';
import * as api from './api';
import type { CustomerSearch } from './api';
import { isLastPage, noList } from './pages';
import { customerOf, customerRecordFrom, esimsOf, listFrom } from './wire';

/** Customers, 50 at a time; searched by email, ICCID or id, whichever the filter looks like. */
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
  if (rows === null) throw noList('customers');
  return rows;
}

function searchFor(filter: string): CustomerSearch {
  const searchMode = 'contains';
  if (filter.includes('@')) return { searchKey: 'EMAIL', searchQuery: filter, searchMode };
  const digits = filter.replace(/[\s-]/g, '');
  if (/^[0-9]+$/.test(digits)) return { searchKey: 'ICCID', searchQuery: digits, searchMode };
  const looksLikeId = /^[0-9a-f]{8}(-[0-9a-f-]*)?$/i.test(filter);
  return { searchKey: looksLikeId ? 'UID' : 'EMAIL', searchQuery: filter, searchMode };
}
