/**
 * Lists that come in pages. What ends a list is unknown: the documented examples contradict themselves
 * (facts/providers/1global-connect.md, section 3.2), so every sign of another page is followed and every way in which a
 * server can repeat itself ends the list.
 */
import { record, text, whole } from '../../esim/read';
import type { Answer } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { linkOf } from './links';

/** The documented default (sections 2.3.4, 2.4.2, 3.2); the largest is unknown. */
export const PAGE_SIZE = 40;

/** Nobody has so many orders: a server that gives new rows for ever has lost its way. */
const MOST_PAGES = 5_000;

/** Answers to a page behind the last one, besides an empty list. */
const NO_SUCH_PAGE = [400, 404, 416, 422];

/**
 * The rows of all pages, each once, whichever of its documented forms a page has.
 * @param name what is listed, for messages: "orders"
 * @param load reads a page, counted from 1
 * @param comesWhole the list is documented without pages: a full page does not speak for another one
 * @throws ProviderError what `load` throws, and `unreachable` for what is no list and for a list without end
 */
export async function* rowsOf(
  name: string,
  load: (page: number) => Promise<Answer>,
  { comesWhole = false } = {},
): AsyncGenerator<unknown, void> {
  const seen = new Set<string>();
  for (let number = 1; number <= MOST_PAGES; number++) {
    const answer = await attempt(async () => await load(number));
    if (!answer.ok) {
      if (number > 1 && NO_SUCH_PAGE.includes(answer.error.status ?? 0)) return;
      throw answer.error;
    }
    const { rows, more } = pageFrom(answer.value, name, number, comesWhole);
    const fresh = rows.filter((row) => isFresh(idOf(row) ?? JSON.stringify(row), seen));
    yield* fresh;
    if (fresh.length === 0 || !more) return;
  }
  throw new ProviderError(
    'unreachable',
    `1GLOBAL Connect gave ${MOST_PAGES} pages of a list and still has not ended it`,
    {
      description: 'Choose a shorter time, or a limit.',
    },
  );
}

interface Page {
  rows: unknown[];
  /** Whether anything in the answer speaks for another page. */
  more: boolean;
}

/** A bare array with its neighbours in headers (section 2.4.4), or `data` and `_metadata` (sections 2.3.4, 3.2). */
function pageFrom({ json, headers }: Answer, name: string, page: number, comesWhole: boolean): Page {
  const { data, _metadata } = record(json);
  const rows: unknown = Array.isArray(json) ? json : data;
  if (!Array.isArray(rows)) throw noList(name);
  const said = record(_metadata);
  const [pages, size] = [whole(said.page_count), whole(said.page_size)];
  const isFull = rows.length >= (size ?? PAGE_SIZE) && !comesWhole;
  // wrapped without a word about its pages: only the next page can tell
  const isSilent =
    !Array.isArray(json) && !comesWhole && !['page_count', 'page_size', 'links', '_links'].some((key) => key in said);
  const isNamed = Boolean(headers['x-next-page']) || linkOf(json, 'next') !== null;
  return { rows, more: isNamed || (pages !== null && pages > page) || isFull || isSilent };
}

/** Orders of v1 may have their id under its old name only (section 2.3.1). */
function idOf(row: unknown): string | null {
  const { id, externalId } = record(row);
  return text(id) ?? text(externalId);
}

function isFresh(id: string, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

/** The first rows of a list, and whether those are all. */
export async function firstOf<T>(rows: AsyncIterable<T>, most: number): Promise<{ rows: T[]; complete: boolean }> {
  const first: T[] = [];
  for await (const row of rows) {
    if (first.length >= most) return { rows: first, complete: false };
    first.push(row);
  }
  return { rows: first, complete: true };
}

/** @throws ProviderError `unreachable`: an answer of another kind is no empty list */
function noList(name: string): ProviderError {
  return new ProviderError('unreachable', `1GLOBAL Connect answered without a list of ${name}`, {
    description:
      'Check the base URL and the API version in the credential. If they are right, the provider may be having trouble: try again later.',
  });
}
