/**
 * The names of the entries that a purchase is in the ledger's row, and what is read from them.
 *
 * A note is these entries, written together:
 *   key                      it has been attempted
 *   key=content              and this is what was to be bought, for whom
 *   key#hand                 who noted it: the note's signature
 *   key@execution            in which execution
 *   key t<half minute>       when
 *   key=content is under way its run has not come to an end that leaves it open
 *   key is open              only where the ledger has to know how it ended: what went through loses this one, and gets
 *   key: fact                what became of it
 * Six stay of a purchase that has ended. Sending again is a note of its own, with the key `key~2`, `key~3`…: whoever makes
 * it first sends, nobody else does; for a person who has looked it up it has `key~checked` besides, of which there is one
 * ever. A note that was made too long ago to be sent under is renewed, which adds `key r<half minute>`.
 */
import type { Attempt, Note } from './notes';

/** Ages are known to this much. */
const GRAIN_MS = 30_000;
/** How far ahead another worker's clock may be. */
const CLOCKS_MS = 600_000;

/** @param round 1 for the first sending; 2 and more for those that were claimed */
export function keyOf({ key }: Attempt, round: number): string {
  return round === 1 ? key : `${key}~${round}`;
}

/** Two, since a question of another worker may leave one of them behind. */
export function checkedOf(attempt: Attempt): [string, string] {
  const key = `${attempt.key}~checked`;
  return [key, `${key}=${attempt.content}`];
}

export function contentOf(attempt: Attempt, round = 1): string {
  return `${keyOf(attempt, round)}=${attempt.content}`;
}

/** It says what was to be bought as well: another worker's question may take the entry that does for a moment. */
export function underWayOf(attempt: Attempt, round: number): string {
  return `${contentOf(attempt, round)} is under way`;
}

/** Each of them says what was to be bought first. */
export function contentsOf(attempt: Attempt): string[] {
  return [contentOf(attempt), underWayOf(attempt, 1)];
}

export function openOf({ key }: Attempt): string {
  return `${key} is open`;
}

/** All rounds have one time: the latest counts. */
export function timeOf({ key }: Attempt, time: number): string {
  return `${key} t${Math.floor(time / GRAIN_MS)}`;
}

export function renewalOf({ key }: Attempt, time: number): string {
  return `${key} r${Math.floor(time / GRAIN_MS)}`;
}

/** Entries for all times that are younger than so much, also for clocks that are ahead. */
export function timesSince(attempt: Attempt, now: number, thanMs: number, nameOf: typeof timeOf): string[] {
  const first = Math.floor((now - thanMs) / GRAIN_MS);
  const last = Math.floor((now + CLOCKS_MS) / GRAIN_MS);
  return Array.from({ length: last - first + 1 }, (_, index) => nameOf(attempt, (first + index) * GRAIN_MS));
}

export function signatureOf(attempt: Attempt, round: number, hand: string): string {
  return `${keyOf(attempt, round)}#${hand}`;
}

export function executionOf({ key }: Attempt, execution: string): string {
  return `${key}@${execution}`;
}

export function factOf({ key }: Attempt, fact: string): string {
  return `${key}: ${fact}`;
}

/** Those that no later note of the same attempt rests on. */
export function onlyOf({ attempt, round, entries }: Note): string[] {
  const own = [keyOf(attempt, round), contentOf(attempt, round)];
  const shared = [attempt.key, contentOf(attempt), openOf(attempt), ...own];
  return entries.filter((entry) => !shared.includes(entry));
}
