/** The searchable lists in the editor. Sections are those of facts/providers/dent-giga-store.md. */
import { iccidFrom } from '../../esim/identifiers';
import type { Package } from '../../esim/model';
import { text } from '../../esim/read';
import { attempt, isNotOffered } from '../attempt';
import type { Choice, EsimLookup, Picker, Session } from '../provider';
import * as api from './api';
import type { CustomerSearch } from './api';
import { customerByIccid, customerById } from './customers';
import { packageFrom } from './mapping';
import { readInventory } from './packages';
import { isLastPage, noList } from './pages';
import { coveragesOf } from './traits';
import { customerOf, customerRecordFrom, esimsOf, itemsOf, listFrom } from './wire';

/** Packages; all at once, the inventory knows no pages. */
export const pickPackage: Picker = async (session, filter) => ({
  choices: labelled(await packagesOf(session), filter),
});

/** Of the coverage that the eSIM's customer has: others are refused (section 11.1). All, while no eSIM is named. */
export const pickTopUpPackage: Picker = async (session, filter, _page, named) => {
  const all = await packagesOf(session);
  const coverages = named === null ? null : await coveragesFor(session, named);
  const fitting = all.filter(({ coverage }) => coverages === null || (coverage !== null && coverages.has(coverage)));
  return { choices: labelled(fitting, filter) };
};

/**
 * @returns null when it cannot be known
 * @throws ProviderError `notFound` for an eSIM or a customer that does not exist; when the provider could not be asked
 */
async function coveragesFor(session: Session, named: EsimLookup): Promise<ReadonlySet<string> | null> {
  if (named.by === 'esimId') return null;
  const read = await attempt(async () =>
    named.by === 'iccid' ? await customerByIccid(session, named.iccid) : await customerById(session, named.customerId),
  );
  if (read.ok) return await coveragesOf(session, itemsOf(read.value.customer));
  if (read.error.kind !== 'notFound' && isNotOffered(read.error)) return null;
  throw read.error;
}

async function packagesOf(session: Session): Promise<Package[]> {
  return (await readInventory(session)).map((item) => packageFrom(item, null)).filter((one) => one !== null);
}

/** Searched is exactly what is shown, by how its words begin: 5 is not 15, nor 3.05. */
function labelled(packages: readonly Package[], filter: string): Choice[] {
  const words = filter.toLowerCase().split(/\s+/);
  const choices = packages.map((one): Choice => ({ name: packageLabel(one), value: one.packageId }));
  return choices.filter(({ name }) => words.every((word) => ` ${name.toLowerCase()}`.includes(` ${word}`)));
}

/** "eSIM Worldwide 50 MB · 365 days · 1.49 USD · WWW" */
function packageLabel({ packageId, name, dataBytes, validity, price, coverage }: Package): string {
  const size = dataBytes === null ? null : sizeInWords(dataBytes);
  const isInName = size !== null && (name ?? '').replace(/\s/g, '').includes(size.replace(/\s/g, ''));
  const days = validity === null ? null : `${validity.value} ${validity.unit}${validity.value === 1 ? '' : 's'}`;
  const cost = price === null ? null : `${price.amount} ${price.currency}`;
  const parts = [name ?? packageId, isInName ? null : size, days, cost, coverage];
  return parts.filter((part) => part !== null).join(' · ');
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** 1 GB is 1024 MB (section 4): "1.5 GB". */
function sizeInWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round((bytes / 1024 ** power) * 100) / 100} ${UNITS[power]}`;
}

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
