/** One documented call, and the checks that all of them share: sign-in, path, query, body, in this order (section 4). */
import { json, Refusal, type Reply, type Route, type SandboxRequest } from '../core/http';
import { type BodyRules, checkQuery, readBody } from './checks';
import { once } from './idempotency';
import type { GigsWorld } from './world';

export interface Call {
  name: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/projects/:project`. */
  path: string;
  /** Allowed query parameters and the form of their values; pages have theirs by `PAGED`. */
  query?: Readonly<Record<string, RegExp>>;
  /** Allowed body properties. Absent: no body. */
  body?: BodyRules;
  run(request: SandboxRequest, body: Record<string, unknown>): Reply;
  reference?(request: SandboxRequest): string | null;
}

export function toRoute(world: GigsWorld, call: Call): Route {
  return {
    name: call.name,
    method: call.method,
    pattern: `/projects/:project${call.path}`,
    reference: call.reference,
    handle: (request) => {
      if (request.headers.authorization !== `Bearer ${world.apiToken}`) {
        throw new Refusal('badToken', 'Invalid authorization token');
      }
      return once(world, request, () => {
        if (request.params['project'] !== world.projectId) throw new Refusal('notFound', 'No such project.');
        checkQuery(request, call.query ?? {});
        return call.run(request, readBody(request, call.body));
      });
    },
  };
}

const ID = /^[a-z]+_\w+$/;
/** Section 3. */
export const PAGED = { after: ID, before: ID, limit: /^(\d{1,2}|1\d\d|200)$/ };
export const ANY_ID = ID;

/** A filter of one or several values of an enum. */
export function some(values: readonly string[]): RegExp {
  const one = `(${values.join('|')})`;
  return new RegExp(`^${one}(,${one})*$`);
}

/** Values of a filter; null when it is not given. */
export function chosen(request: SandboxRequest, name: string): string[] | null {
  return request.query.get(name)?.split(',') ?? null;
}

/** A page of a list (section 3). @param items newest first */
export function page(request: SandboxRequest, items: object[], limit = 10): Reply {
  const { query } = request;
  const size = Number(query.get('limit') ?? limit);
  const indexOf = (id: string) => items.findIndex((item) => (item as { id?: string }).id === id);
  const [after, before] = [query.get('after'), query.get('before')];
  let start = 0;
  if (after !== null) start = indexOf(after) + 1;
  if (before !== null) start = Math.max(0, indexOf(before) - size);
  if ((after ?? before) !== null && indexOf(after ?? before ?? '') < 0) throw new Refusal('invalid', 'Unknown cursor.');
  const shown = items.slice(start, start + size);
  const last = shown.at(-1) as { id?: string } | undefined;
  const first = shown[0] as { id?: string } | undefined;
  return json({
    object: 'list',
    items: shown,
    moreItemsAfter: start + size < items.length ? (last?.id ?? null) : null,
    moreItemsBefore: start > 0 ? (first?.id ?? null) : null,
  });
}

export function newestFirst<T extends { createdAt: number }>(items: Iterable<T>): T[] {
  return [...items].reverse();
}

export function found<T>(items: Map<string, T>, id: unknown, what: string): T {
  const item = typeof id === 'string' ? items.get(id) : undefined;
  if (!item) throw new Refusal('notFound', `No such ${what}.`);
  return item;
}

/** Something that a body names: unknown is an invalid property, not a missing resource. */
export function named<T>(items: Map<string, T>, id: unknown, what: string): T {
  const item = typeof id === 'string' ? items.get(id) : undefined;
  if (!item) throw new Refusal('invalid', `The ${what} does not exist.`);
  return item;
}
