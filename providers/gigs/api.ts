/**
 * The calls to Gigs, one function an endpoint. Gigs refuses what it does not document, also empty values: here is sent
 * exactly what facts/providers/gigs.md names, and nothing that has no value. Sections are those of that file.
 */
import { record, text } from '../../esim/read';
import type { Answer, Exchange, Query, Request } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { askedFor, noList } from '../kit/errors';
import { mapped, type Page, rowsOf } from '../kit/lists';
import type { Session } from '../provider';
import { PROVIDER_NAME } from './mapping';
import { idOf } from './wire';

export type Row = Readonly<Record<string, unknown>>;

type Headers = Readonly<Record<string, string>>;

/** Section 1: almost everything is below the project. */
export function inProject({ settings }: Session, ...parts: string[]): string {
  return `/projects/${[text(settings.projectId) ?? '', ...parts].map(encodeURIComponent).join('/')}`;
}

async function read(session: Session, parts: string[], query?: Query): Promise<unknown> {
  return await session.http.read({ method: 'GET', path: inProject(session, ...parts), query });
}

async function change(session: Session, method: Request['method'], parts: string[], body?: object): Promise<Answer> {
  return await session.http.change({ method, path: inProject(session, ...parts), body });
}

/** The largest page (section 3). */
const PAGE_SIZE = 200;

export type ListName =
  | 'users'
  | 'plans'
  | 'addons'
  | 'subscriptions'
  | 'subscriptionAddons'
  | 'sims'
  | 'invoices'
  | 'creditNotes';

/** Filters as the pages name them, without those that are null; several values are joined by commas (section 1). */
export type Filters = Readonly<Record<string, string | null>>;

/**
 * Statuses to ask for: all of them, since what a list leaves out by itself differs and is not certain (section 20). An
 * older version of the API refuses those that it does not know.
 */
const STATUSES: Partial<Record<ListName, { all: string; older: string }>> = {
  subscriptions: { all: 'pending,initiated,active,restricted,ended', older: 'pending,active,ended' },
  subscriptionAddons: { all: 'pending,initiated,active,ended', older: 'pending,active,ended' },
};

/** @param after of the first one, when somebody has seen the list as far as that id (section 3) */
export function listing(session: Session, name: ListName, filters: Filters = {}, after: string | null = null) {
  let status = filters.status === undefined ? STATUSES[name]?.all : undefined;
  const readPage = async (from: string | null): Promise<unknown> =>
    await read(session, [name], { status, ...queryOf({ ...filters, after: from }), limit: PAGE_SIZE });
  const load = async (from: string | null): Promise<unknown> => {
    const page = await attempt(async () => await readPage(from));
    if (page.ok) return page.value;
    if (page.error.status !== 422 || status === undefined || from !== after) throw page.error;
    status = STATUSES[name]?.older;
    return await readPage(from);
  };
  return rowsFrom(name, load, after);
}

function queryOf(filters: Filters): Query {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Section 14.1: no parameter means the latest period of the subscription, day by day. */
export function usageRecords(session: Session, subscription: string) {
  const parts = ['subscriptions', subscription, 'usage'];
  return rowsFrom('usage records', async (after) => await read(session, parts, queryOf({ after })));
}

/** Section 14.2, a preview: 404 or 501 where the project does not have it. */
export function usageBalances(session: Session, subscription: string) {
  const load = async (after: string | null) => await read(session, ['usageBalances'], queryOf({ subscription, after }));
  return rowsFrom('usage balances', load);
}

/**
 * The rows of every page, read only as far as somebody asks (section 3).
 * @throws ProviderError `unreachable` also when Gigs names a next page again and again, and nothing new is on it
 */
async function* rowsFrom(
  name: string,
  load: (after: string | null) => Promise<unknown>,
  first: string | null = null,
): AsyncGenerator<Row> {
  const source = { provider: PROVIDER_NAME, name, first, load, read: pageFrom, idOf, endIsCertain: () => false };
  const isWhole = yield* mapped(rowsOf<string | null, unknown>(source), record);
  if (!isWhole) throw new ProviderError('unreachable', `Gigs gives the same page of ${name} again and again`);
}

function pageFrom(answer: unknown): Page<string | null> {
  const { items, moreItemsAfter } = record(answer);
  return { rows: Array.isArray(items) ? items : null, next: text(moreItemsAfter) };
}

/** A list that is a page at most. */
function rowsIn(answer: unknown, name: string): Row[] {
  const { rows } = pageFrom(answer);
  if (rows === null) throw noList(PROVIDER_NAME, name);
  return rows.map(record);
}

/** Section 8.1: a user has ten at most; newest first. */
export async function readAddresses(session: Session, user: string): Promise<Row[]> {
  return rowsIn(await read(session, ['users', user, 'addresses']), 'addresses');
}

export async function searchUsers(session: Session, email: string, headers?: Headers): Promise<Row[]> {
  return await search(session, 'users', { email }, headers);
}

/** @param iccid 19 digits, perhaps with an F, or 20 (section 12) */
export async function searchSims(session: Session, iccid: string): Promise<Row[]> {
  return await search(session, 'sims', { iccid });
}

async function search(session: Session, name: ListName, body: object, headers?: Headers): Promise<Row[]> {
  const path = inProject(session, name, 'search');
  return rowsIn(await session.http.read({ method: 'POST', path, body, headers }), name);
}

/** @throws ProviderError also when the answer is a success that holds no such thing */
export async function readOne(session: Session, name: ListName, id: string): Promise<Row> {
  const row = record(await read(session, [name, id]));
  return askedFor(row, text(row.id) !== null, PROVIDER_NAME, `object ${id}`);
}

/**
 * What may be in either of two lists; null when it is in neither. An id does not promise what it names (section 1), so its
 * beginning only decides what is asked first.
 * @param other begins with these letters
 */
export async function readEither<Name extends ListName>(
  session: Session,
  id: string,
  name: Name,
  [letters, other]: [letters: string, other: Name],
): Promise<{ name: Name; row: Row } | null> {
  for (const one of id.startsWith(letters) ? [other, name] : [name, other]) {
    const tried = await attempt(async () => await readOne(session, one, id));
    if (tried.ok) return { name: one, row: tried.value };
    if (tried.error.kind !== 'notFound') throw tried.error;
  }
  return null;
}

/** Section 12: 404 also while the profile is not provisioned, perhaps. */
export async function readCredentials(session: Session, sim: string): Promise<Row> {
  return record(await read(session, ['sims', sim, 'credentials']));
}

/** Section 12: 404 for a physical SIM. */
export async function readProfile(session: Session, sim: string): Promise<Row> {
  return record(await read(session, ['sims', sim, 'eSimProfile']));
}

export async function createUser(session: Session, body: object): Promise<Answer> {
  return await change(session, 'POST', ['users'], body);
}

export async function updateUser(session: Session, user: string, body: object): Promise<Answer> {
  return await change(session, 'PATCH', ['users', user], body);
}

export async function createAddress(session: Session, user: string, body: object): Promise<Answer> {
  return await change(session, 'POST', ['users', user, 'addresses'], body);
}

/** Section 10: at the end of the period; without a reason there is no body. */
export async function cancelSubscription(session: Session, subscription: string, details?: object): Promise<Answer> {
  const body = details && { cancellationDetails: details };
  return await change(session, 'POST', ['subscriptions', subscription, 'cancel'], body);
}

export async function resumeSubscription(session: Session, subscription: string): Promise<Answer> {
  return await change(session, 'POST', ['subscriptions', subscription, 'resume']);
}

/** Section 10: at once and for good. Which of the two calls is right today is not certain; the credential decides. */
export async function endSubscription(session: Session, subscription: string): Promise<Answer> {
  if (session.settings.endSubscriptionWith === 'delete') {
    return await change(session, 'DELETE', ['subscriptions', subscription]);
  }
  return await change(session, 'POST', ['subscriptions', subscription, 'end']);
}

/** The three requests that move money: a subscription, a subscription add-on, a credit note. */
export async function spend(
  session: Session,
  name: 'subscriptions' | 'subscriptionAddons' | 'creditNotes',
  body: object,
  headers: Headers | undefined,
): Promise<Exchange> {
  return await session.http.spend({ method: 'POST', path: inProject(session, name), body, headers });
}
