/**
 * Beside the usual rooms: looks a client reference up: no filter by it is documented, so the profiles of a stretch of time are read, all pages, and
 * the transaction ID of each row is compared (facts/providers/esim-access.md, section 20).
 */
import { createHash } from 'crypto';

import { record, text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import { type Carriers } from '../kit/books';
import { firstOf } from '../kit/lists';
import type { Session } from '../provider';
import { codeOf, profiles } from './api';
import { STILL_ALLOCATING } from './codes';
import { DIGEST } from './mapping';
import type { WireProfile } from './wire';

const HOUR_MS = 60 * 60 * 1_000;

/** Before an order is sent, and afterwards: so far back. */
export const NEWEST_MS = 48 * HOUR_MS;
/** For a person who asks for an order by its reference. */
export const OLDER_MS = 60 * 24 * HOUR_MS;

/** Clocks may differ by so much. */
export const CLOCKS_DIFFER_MS = 10 * 60 * 1_000;

/** The most that a page may have (section 8). */
const PAGE_SIZE = 500;
/** Section 7. */
const LONGEST_ID = 50;

/**
 * The transaction ID of a sale, the same in every try: its reference, or what stands for one that is too long. Whether
 * orders and top-ups share their IDs is unknown (section 22): they are kept apart.
 */
export function transactionIdOf(sale: 'order' | 'topUp', reference: string): string {
  const id = sale === 'order' ? reference : `topup-${reference}`;
  if (id.length <= LONGEST_ID && !DIGEST.test(id)) return id;
  return `esim-${createHash('sha256').update(`${sale} ${reference}`).digest('hex').slice(0, 40)}`;
}

/** To the letter: what is cleaned could be another sale's. */
export function carries({ transactionId }: Pick<WireProfile, 'transactionId'>, id: string): boolean {
  return (typeof transactionId === 'string' ? transactionId : text(transactionId)) === id;
}

/** `2010-06-30T01:20+00:00`, the form of section 8. */
export function timeFilter(iso: string): string {
  return `${iso.slice(0, 'YYYY-MM-DDTHH:mm'.length)}+00:00`;
}

/**
 * The numbers of the orders that carry a transaction ID.
 * @returns incomplete, too, where an allocation that is under way keeps the profiles from being listed
 */
export async function carriersOf(session: Session, id: string, backMs: number): Promise<Carriers<string>> {
  const read = await attempt(async () => await newestProfiles(session, backMs));
  if (!read.ok && codeOf(read.error) !== STILL_ALLOCATING) throw read.error;
  const { rows, complete } = read.ok ? read.value : { rows: [], complete: false };
  const orders = rows.filter((row) => carries(row, id)).flatMap((row) => text(row.orderNo) ?? []);
  return { rows: [...new Set(orders)], complete, error: null };
}

/** Items that ask at the same time share an answer that is asked for after each of them. */
async function newestProfiles(session: Session, backMs: number) {
  return await session.shareFresh(`profiles of ${backMs}`, async () => {
    const [from, to] = [Date.now() - backMs, Date.now() + CLOCKS_DIFFER_MS].map((time) => new Date(time).toISOString());
    const filter = { startTime: timeFilter(from ?? ''), endTime: timeFilter(to ?? '') };
    const { rows, complete } = await firstOf(profiles(session, filter, PAGE_SIZE), Infinity);
    return { rows: rows.map((row): WireProfile => record(row)), complete };
  });
}
