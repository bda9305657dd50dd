/** Lists and pages of them. */

export interface NumberedPage<T> {
  rows: T[];
  page: number;
  size: number;
  /** At least 1. */
  pages: number;
}

/** @param page counts from 1 */
export function numberedPage<T>(all: readonly T[], page: number, size: number): NumberedPage<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  return { rows: all.slice((page - 1) * size, page * size), page, size, pages };
}

export interface CursorPage<T> {
  rows: T[];
  hasNext: boolean;
  hasPrevious: boolean;
}

/** The rows behind or before the one with an id; null when there is no such row. */
export function cursorPage<T>(
  all: readonly T[],
  idOf: (row: T) => unknown,
  { after, before, size }: { after: string | null; before: string | null; size: number },
): CursorPage<T> | null {
  const cursor = after ?? before;
  const index = cursor === null ? -1 : all.findIndex((row) => idOf(row) === cursor);
  if (cursor !== null && index < 0) return null;
  const start = before === null ? index + 1 : Math.max(0, index - size);
  return { rows: all.slice(start, start + size), hasNext: start + size < all.length, hasPrevious: start > 0 };
}

/** Sorted by a number or a text; stable. */
export function sorted<T>(values: readonly T[], key: (value: T) => number | string, descending: boolean): T[] {
  const turn = descending ? -1 : 1;
  return [...values].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? 0 : (left < right ? -1 : 1) * turn;
  });
}

/** How many rows and log lines the control page shows. */
export const SHOWN = 100;

/** Those that the control page shows, newest first. */
export function newest<T>(all: ReadonlyMap<string, T>): T[] {
  return [...all.values()].slice(-SHOWN).reverse();
}
