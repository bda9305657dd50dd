/** Lists page by page (facts/providers/gigs.md, section 3). */
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Choice, ChoicePage, Session } from '../provider';
import * as api from './api';
import type { Filters, ListName } from './api';

export interface Page {
  items: Array<Record<string, unknown>>;
  /** For the next page; null at the end. */
  next: string | null;
}

/** @throws ProviderError `unreachable` when the answer is not a list */
export function pageFrom(json: unknown): Page {
  const { items, moreItemsAfter } = record(json);
  if (!Array.isArray(items)) {
    throw new ProviderError('unreachable', 'Gigs answered without a list', {
      description: 'Check the base URL in the credential. If it is right, Gigs may be having trouble: try again later.',
    });
  }
  return { items: items.map(record), next: text(moreItemsAfter) };
}

/**
 * Every item to the end of the list, reading only as far as somebody asks.
 * @throws ProviderError what `load` throws, and `unreachable` for a list that never ends
 */
export async function* itemsOf(
  load: (after: string | undefined) => Promise<unknown>,
): AsyncGenerator<Record<string, unknown>> {
  const cursors = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { items, next } = pageFrom(await load(after));
    yield* items;
    if (next === null) return;
    if (cursors.has(next)) throw new ProviderError('unreachable', 'Gigs gives the same page of a list again and again');
    cursors.add(next);
    after = next;
  }
}

/** A search of a list reads so many pages at once, then it is for the person to go on. */
const MOST_PAGES = 10;

/** The next page that holds something to choose: the editor shows an empty one as "no results", though more follow. */
export async function pageToChoose(
  load: (after: string | undefined) => Promise<unknown>,
  after: string | undefined,
  choicesOf: (items: Array<Record<string, unknown>>) => Choice[],
): Promise<ChoicePage> {
  for (let page = 1, from = after; ; page++) {
    const { items, next } = pageFrom(await load(from));
    const choices = choicesOf(items);
    if (next === null) return { choices };
    if (choices.length > 0 || page >= MOST_PAGES) return { choices, next };
    from = next;
  }
}

export async function all(items: AsyncIterable<Record<string, unknown>>): Promise<Array<Record<string, unknown>>> {
  const collected: Array<Record<string, unknown>> = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function listing(session: Session, name: ListName, filters: Filters = {}) {
  return itemsOf(async (after) => await api.readPage(session, name, filters, after));
}

/** Statuses to ask for: all of them, since what a list leaves out by itself differs and is not certain (section 20). */
export interface Statuses {
  /** As of 2026. */
  all: readonly string[];
  /** Those that also an older version of the API knows: it refuses the others. */
  older: readonly string[];
}

export const SUBSCRIPTION_STATUSES: Statuses = {
  all: ['pending', 'initiated', 'active', 'restricted', 'ended'],
  older: ['pending', 'active', 'ended'],
};

export const ADDON_STATUSES: Statuses = {
  all: ['pending', 'initiated', 'active', 'ended'],
  older: ['pending', 'active', 'ended'],
};

/** Like `listing`, whatever the status. */
export function listingWithAllStatuses(session: Session, name: ListName, statuses: Statuses, filters: Filters) {
  let { all: status } = statuses;
  return itemsOf(async (after) => {
    const read = async () => await api.readPage(session, name, { ...filters, status }, after);
    const answered = await attempt(read);
    if (answered.ok) return answered.value;
    if (answered.error.status !== 422 || after !== undefined) throw answered.error;
    status = statuses.older;
    return await read();
  });
}
