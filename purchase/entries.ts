/** The names of the entries that a purchase is in the ledger's row, and what is read from them. */

/** What was attempted: the same key for something else is a reference that was used twice. */
export interface Attempt {
  key: string;
  /** What is bought, for whom: "14ed2704…/customer-7". */
  content: string;
}

/** The item that is buying. */
export interface Place {
  execution: string;
  run: number;
  item: number;
}

/** 1 for the first sending; 2 and more for those that were claimed; `checked` for one that a person wanted. */
export type Round = number | 'checked';

/** Ages are known to this much. */
const GRAIN_MS = 30_000;
/** How far ahead another worker's clock may be. */
const CLOCKS_MS = 600_000;

export function keyOf({ key }: Attempt, round: Round): string {
  return round === 1 ? key : `${key}~${round}`;
}

export function contentOf({ key, content }: Attempt): string {
  return `${key}=${content}`;
}

/** All rounds have one time: the latest counts. */
export function timeOf(key: string, time: number): string {
  return `${key} t${Math.floor(time / GRAIN_MS)}`;
}

export function renewalOf(key: string, time: number): string {
  return `${key} r${Math.floor(time / GRAIN_MS)}`;
}

/** Entries for all times that are younger than so much, also for clocks that are ahead. */
export function timesSince(key: string, now: number, thanMs: number, nameOf: typeof timeOf): string[] {
  const first = Math.floor((now - thanMs) / GRAIN_MS);
  const last = Math.floor((now + CLOCKS_MS) / GRAIN_MS);
  return Array.from({ length: last - first + 1 }, (_, index) => nameOf(key, (first + index) * GRAIN_MS));
}

export function executionOf(key: string, { execution }: Place): string {
  return `${key}@${execution}`;
}

export function factOf(key: string, fact: string): string {
  return `${key}: ${fact}`;
}

/** What the notes of one attempt have in common, whoever made them. */
export function isShared(attempt: Attempt, round: Round, entry: string): boolean {
  return entry === keyOf(attempt, round) || entry === contentOf(attempt);
}
