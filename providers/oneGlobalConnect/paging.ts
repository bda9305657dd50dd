/**
 * Lists that come in pages. What ends a list is unknown: the documented examples contradict themselves
 * (providers/1global-connect.md, section 3.2), so every sign of another page is followed and every way in which a
 * server can repeat itself ends the list.
 */
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';

/** The documented default (sections 2.3.4, 2.4.2, 3.2); the largest is unknown. */
export const PAGE_SIZE = 40;

/** Nobody has so many orders: a server that gives new rows for ever has lost its way. */
const MOST_PAGES = 5_000;

/** Answers to a page behind the last one, besides an empty list. */
const NO_SUCH_PAGE = [400, 404, 416, 422];

export interface Page {
  rows: unknown[];
  /** Whether anything in the answer speaks for another page. */
  more: boolean;
}

/**
 * The rows of all pages, each once.
 * @param load reads a page, counted from 1
 * @param idOf tells rows apart: a page without anything new is the end
 * @throws ProviderError what `load` throws, and `unreachable` for a list without end
 */
export async function* rowsOf(
  load: (page: number) => Promise<Page>,
  idOf: (row: unknown) => string | null,
): AsyncGenerator<unknown, void> {
  const seen = new Set<string>();
  for (let number = 1; number <= MOST_PAGES; number++) {
    const page = await attempt(async () => await load(number));
    if (!page.ok) {
      if (number > 1 && NO_SUCH_PAGE.includes(page.error.status ?? 0)) return;
      throw page.error;
    }
    const fresh = page.value.rows.filter((row) => isFresh(idOf(row) ?? JSON.stringify(row), seen));
    yield* fresh;
    if (fresh.length === 0 || !page.value.more) return;
  }
  throw new ProviderError(
    'unreachable',
    `1GLOBAL Connect gave ${MOST_PAGES} pages of a list and still has not ended it`,
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
export function noList(name: string): ProviderError {
  return new ProviderError('unreachable', `1GLOBAL Connect answered without a list of ${name}`, {
    description:
      'Check the base URL and the API version in the credential. If they are right, the provider may be having trouble: try again later.',
  });
}
