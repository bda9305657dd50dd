/**
 * Lists that come in pages, whichever way: by cursor, by page number, or all at once. A page loader becomes rows, each
 * once, read only as far as somebody asks, with an end that is certain or said to be uncertain, and no list without end.
 */
import { ProviderError } from '../../http/errors';
import type { Listing, Result } from '../provider';
import { attempt } from './attempt';
import { noList } from './errors';

/** @param Key names a page: its number, or the cursor that leads to it */
export interface Page<Key> {
  /** Null when the answer holds no list. */
  rows: readonly unknown[] | null;
  /** Null when nothing in the answer speaks for another page. */
  next: Key | null;
}

export interface ListSource<Key, Answer> {
  provider: string;
  /** What is listed, for messages: "orders". */
  name: string;
  first: Key;
  load(page: Key): Promise<Answer>;
  read(answer: Answer, page: Key): Page<Key>;
  /** Tells rows apart. */
  idOf(row: unknown): string | null;
  /** Statuses with which a page behind the last one may be answered, besides an empty list. */
  behindTheLast?: readonly number[];
  /** Whether such an answer, or rows that come again, are a certain end of the list. */
  endIsCertain?(rows: readonly unknown[]): boolean;
  /** What in the credential may be wrong when no list comes. */
  check?: string;
}

/** Nobody has so many: a server that gives new rows for ever has lost its way. */
const MOST_PAGES = 5_000;

/**
 * Every row once.
 * @returns when used as an iterator: whether the list is known to have been read to its end
 * @throws ProviderError what `load` throws, and `unreachable` for what is no list and for a list without end
 */
export async function* rowsOf<Key, Answer>(source: ListSource<Key, Answer>): AsyncGenerator<unknown, boolean> {
  const { provider, name, idOf, behindTheLast = [], endIsCertain = () => true } = source;
  const seen = new Set<string>();
  for (let page: Key = source.first, count = 0; count < MOST_PAGES; count++) {
    const key = page;
    const answer = await attempt(async () => await source.load(key));
    if (!answer.ok) {
      if (count > 0 && behindTheLast.includes(answer.error.status ?? 0)) return endIsCertain([]);
      throw answer.error;
    }
    const { rows, next } = source.read(answer.value, key);
    if (rows === null) throw noList(provider, name, source.check);
    const fresh = rows.filter((row) => isFresh(idOf(row) ?? JSON.stringify(row), seen));
    yield* fresh;
    if (next === null) return true;
    if (fresh.length === 0) return endIsCertain(rows);
    page = next;
  }
  throw new ProviderError(
    'unreachable',
    `${provider} gave ${MOST_PAGES} pages of ${name} and still has not ended them`,
    {
      description: 'Choose a shorter time, or a limit.',
    },
  );
}

function isFresh(id: string, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

/** The first rows of a list, and whether those are certainly all. */
export async function firstOf<T>(rows: AsyncIterable<T>, most: number): Promise<{ rows: T[]; complete: boolean }> {
  const reading: AsyncIterator<T, unknown> = rows[Symbol.asyncIterator]();
  const first: T[] = [];
  for (;;) {
    const row = await reading.next();
    if (row.done) return { rows: first, complete: row.value !== false };
    if (first.length >= most) {
      await reading.return?.();
      return { rows: first, complete: false };
    }
    first.push(row.value);
  }
}

/** A list whose rows are all needed, and of which nobody has very many. */
export async function allOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  return (await firstOf(rows, Infinity)).rows;
}

/** The one there is; null for none, and for several of which nobody knows which is meant. */
export function onlyOf<T>(all: readonly T[]): T | null {
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** Each row as something else; passes on whether the list was read to its end. */
export async function* mapped<From, To>(
  rows: AsyncGenerator<From, boolean>,
  change: (row: From) => To,
): AsyncGenerator<To, boolean> {
  for (;;) {
    const row = await rows.next();
    if (row.done) return row.value;
    yield change(row.value);
  }
}

/** The rows in our model, with the untouched row behind each; what is null in it is left out: it could not be used. */
export async function* listingOf<Row, T>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  read: (row: Row) => T | null | Promise<T | null>,
  rawOf: (row: Row) => unknown = (row) => row,
): Listing<T> {
  for await (const row of rows) {
    const value = await read(row);
    if (value !== null) yield { value, raw: rawOf(row) } satisfies Result<T>;
  }
}
