/** Calls that read: one thing by its id, or a list by filters and cursor (section 3). */
import type { Call } from '../../core/call';
import { json, orRefuse, refuseIf, type Reply, type SandboxRequest } from '../../core/http';
import { cursorPage } from '../../core/lists';

export const ANY_ID = /^[a-z]+_\w+$/;
export const CURSORS = { after: ANY_ID, before: ANY_ID };
const PAGED = { ...CURSORS, limit: /^(\d{1,2}|1\d\d|200)$/ };

/** A filter of one or several values of an enum. */
export function some(...values: string[]): RegExp {
  const one = `(${values.join('|')})`;
  return new RegExp(`^${one}(,${one})*$`);
}

/**
 * The form of a filter; the value of a row that it is compared with (a list: any of these; `undefined`: fits always);
 * and what holds when the filter is not given.
 */
export type Filter<T> = [form: RegExp, valueOf?: (row: T) => unknown, usual?: string];

/** @param rows in the order of the list */
export function listing<T>(
  at: string,
  rows: () => T[],
  wire: (row: T) => object,
  filters: Readonly<Record<string, Filter<T>>> = {},
): Call {
  const forms = Object.entries(filters).map(([name, [form]]) => [name, form] as const);
  return {
    at,
    query: { ...PAGED, ...Object.fromEntries(forms) },
    run: (request) => {
      const fits = (row: T) =>
        Object.entries(filters).every(([name, [, valueOf, usual]]) => {
          const wanted = (request.query.get(name) ?? usual)?.split(',');
          const value = valueOf?.(row);
          return !wanted || value === undefined || [value].flat().some((one) => wanted.includes(String(one)));
        });
      return page(request, rows().filter(fits).map(wire));
    },
  };
}

/** @param at ends in the parameter that is the id: "GET /sims/:sim" */
export function reading<T>(at: string, all: ReadonlyMap<string, T>, what: string, wire: (one: T) => object): Call {
  return { at, run: ({ params }) => json(wire(found(all, params[at.split(':').at(-1) ?? ''], what))) };
}

/** A page of a list. */
export function page(request: SandboxRequest, items: object[], usualLimit = 10): Reply {
  const { query } = request;
  const idOf = (item: object | undefined) => (item as { id?: string } | undefined)?.id ?? null;
  const size = Number(query.get('limit') ?? usualLimit);
  const cut = cursorPage(items, idOf, { after: query.get('after'), before: query.get('before'), size });
  const { rows, hasNext, hasPrevious } = orRefuse(cut ?? undefined, 'invalid', 'Unknown cursor.');
  return json({
    object: 'list',
    items: rows,
    moreItemsAfter: hasNext ? idOf(rows.at(-1)) : null,
    moreItemsBefore: hasPrevious ? idOf(rows[0]) : null,
  });
}

export function newestFirst<T>(all: ReadonlyMap<string, T>): T[] {
  return [...all.values()].reverse();
}

export function found<T>(all: ReadonlyMap<string, T>, id: unknown, what: string): T {
  return orRefuse(all.get(String(id)), 'notFound', `No such ${what}.`);
}

/** Something that a body names: unknown is an invalid property, not a missing resource. */
export function named<T>(all: ReadonlyMap<string, T>, id: unknown, what: string): T {
  return orRefuse(all.get(String(id)), 'invalid', `The ${what} does not exist.`);
}

/** Only what is sold at present can be named. */
export function onSale<T extends { status: string }>(all: ReadonlyMap<string, T>, id: unknown, what: string): T {
  const one = named(all, id, what);
  refuseIf(one.status !== 'available', 'invalid', `The ${what} is not available.`);
  return one;
}
