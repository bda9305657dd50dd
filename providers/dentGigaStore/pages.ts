/**
 * Lists that come in pages of which nobody knows the largest size, the total or the order
 * (facts/providers/dent-giga-store.md, section 11.2).
 */
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { PAGE_SIZE } from './api';
import { listFrom } from './wire';

/** A shorter page is the last one. Some servers give fewer rows than asked for, so a page short of 50 proves nothing. */
const SMALLEST_FULL_PAGE = 10;

/** Answers to a page behind the last one, besides an empty list. */
const NO_SUCH_PAGE = [400, 404, 416];

export function isLastPage(rows: unknown[]): boolean {
  return rows.length < SMALLEST_FULL_PAGE;
}

/**
 * @param load reads one page, counted from 0
 * @param idOf tells rows apart: a page without anything new is the end
 * @returns when used as an iterator: whether the list is known to have been read to its end
 * @throws ProviderError what `load` throws, and `unreachable` for an answer without a list
 */
export async function* pagesOf(
  load: (pageIndex: number) => Promise<unknown>,
  name: string,
  idOf: (row: unknown) => string | null,
): AsyncGenerator<unknown[], boolean> {
  const seen = new Set<string>();
  for (let pageIndex = 0; ; pageIndex++) {
    const answered = await attempt(async () => await load(pageIndex));
    if (!answered.ok) {
      if (pageIndex > 0 && NO_SUCH_PAGE.includes(answered.error.status ?? 0)) return false;
      throw answered.error;
    }
    const page = listFrom(answered.value, name);
    if (page === null) throw noList(name);
    const fresh = page.filter((row) => isFresh(idOf(row) ?? JSON.stringify(row), seen));
    if (fresh.length > 0) yield fresh;
    if (isLastPage(page)) return true;
    // the same rows again: the server knows no pages. More rows than asked for are all there are; otherwise who knows
    if (fresh.length === 0) return page.length > PAGE_SIZE;
  }
}

function isFresh(id: string, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

export function noList(name: string): ProviderError {
  return new ProviderError('unreachable', `DENT Giga Store answered without a list of ${name}`, {
    description:
      'Check the base URL in the credential. If it is right, the provider may be having trouble: try again later.',
  });
}
