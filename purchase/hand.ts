/** Who writes notes in a row without a lock, which several processes read and write back whole. */
import { randomUUID } from 'crypto';

import { ProviderError } from '../http/errors';
import type { Clock } from './clock';
import { contentOf, keyOf, signatureOf, timeOf, timesSince, underWayOf } from './entries';
import type { Attempt, Note } from './notes';
import type { Added, Store } from './store';

/**
 * How long a note has to last before it counts. Whoever reads the list before it is made and writes it back within this
 * time is noticed; whoever takes longer notices that of himself, and doubts his own note.
 */
const SETTLE_MS = 250;
const LOOKS_AT_OWN_NOTE = 5;

/** A note that was written: what was there before, and whether it settled. */
export type Written =
  | { is: 'ours'; note: Note }
  /** Ours, but another worker may have made his note and have used it before ours went over it. */
  | { is: 'doubtful'; note: Note }
  /** The row is only kept for this execution. */
  | { is: 'unprotected'; note: Note }
  /** There is another one of this key, and ours has been taken off. @param present what was there */
  | { is: 'theirs'; present: ReadonlySet<string> };

export class Hand {
  /** Two hands never sign alike, also when two processes are told that they carry out the same execution. */
  private readonly sign = randomUUID().slice(0, 8);

  /** @param abandon takes a note off that came to nothing, now or at the next try */
  constructor(
    readonly store: Store,
    readonly clock: Clock,
    readonly abandon: (note: Note) => Promise<void>,
  ) {}

  newNote(attempt: Attempt, round: number, more: readonly string[]): Note {
    const at = this.clock.now();
    const signature = signatureOf(attempt, round, this.sign);
    const own = [signature, timeOf(attempt, at), underWayOf(attempt, round)];
    // the key comes first: it is the first that a full row throws away
    const entries = [keyOf(attempt, round), contentOf(attempt, round), ...more, ...own];
    return { attempt, round, at, signature, entries };
  }

  /**
   * Writes a note that has to be the first of its key, and waits until it has settled.
   * @param base entries of an earlier note that it rests on: those that are gone become its own
   */
  async write(fresh: Note, base: readonly string[] = []): Promise<Written> {
    const added = await this.store.add([...base, ...fresh.entries]);
    const own = base.filter((entry) => !added.before.has(entry));
    const note = { ...fresh, entries: [...own, ...fresh.entries] };
    const [key, content] = [keyOf(fresh.attempt, fresh.round), contentOf(fresh.attempt, fresh.round)];
    if (added.before.has(key)) return await this.giveWay(note, added);
    // half a note: somebody's question has cost another's its key, for a moment; or the rest was left behind by one
    const isHalf = [content, underWayOf(fresh.attempt, fresh.round)].some((entry) => added.before.has(entry));
    // a claim that gives way to it keeps the key, so that the next one goes on to the next round
    if (isHalf && fresh.round > 1) return await this.giveWay(note, { ...added, before: added.before.add(key) });
    return await this.settle(note, isHalf || added.tookMs >= SETTLE_MS, base).catch(async (error: unknown) => {
      await this.abandon(note);
      return await Promise.reject(error);
    });
  }

  /** Writes a note again that was ours, with another time. */
  async rewrite(note: Note): Promise<Written> {
    const { tookMs } = await this.store.add(note.entries);
    return await this.settle(note, tookMs >= SETTLE_MS);
  }

  /** Whether all of them are there. One after the other: what another worker asks for may be left behind. */
  async hasAll(entries: readonly string[]): Promise<boolean> {
    for (const entry of entries) if (!(await this.store.ask([entry])).has(entry)) return false;
    return true;
  }

  /**
   * Whether an entry is there that may never be left behind by a question: another worker who reads the row while it is
   * asked, and writes it back later, would bring it back.
   */
  async hasForSure(entry: string): Promise<boolean> {
    const { store, clock } = this;
    const trace = `asked#${randomUUID()}`;
    if ((await store.ask([entry, trace])).has(entry)) return true;
    for (let look = 1; store.isShared && look <= LOOKS_AT_OWN_NOTE; look++) {
      await clock.sleep(SETTLE_MS);
      if (!(await store.ask([trace])).has(trace)) break;
      await store.remove([entry, trace]);
    }
    return false;
  }

  /** Entries of an attempt that are younger than so much. */
  since(attempt: Attempt, thanMs: number, nameOf: typeof timeOf = timeOf): string[] {
    return timesSince(attempt, this.clock.now(), thanMs, nameOf);
  }

  /** Takes entries of an own note off, until another worker's write does not bring them back. */
  async remove(note: Note, entries: readonly string[]): Promise<void> {
    const { store, clock } = this;
    for (let look = 1; look <= LOOKS_AT_OWN_NOTE; look++) {
      await store.remove(entries);
      if (!store.isShared) return;
      await clock.sleep(SETTLE_MS);
      if (!(await store.ask([note.signature])).has(note.signature)) return;
    }
    throw notKept('n8n could not take the note of the purchase off in its own database');
  }

  /**
   * Another worker may have read the list before we wrote it, and write it back without our note. So the note is looked
   * at again once any such write has landed: of several notes of one key, one signature stays.
   */
  private async settle(note: Note, mayBeDoubtful: boolean, base: readonly string[] = []): Promise<Written> {
    const { store, clock } = this;
    if (!store.isShared) return { is: 'unprotected', note };
    const { attempt, round, signature, entries } = note;
    let isDoubtful = mayBeDoubtful;
    for (let look = 1; look <= LOOKS_AT_OWN_NOTE; look++) {
      await clock.sleep(SETTLE_MS);
      const again = await store.add([...base, ...entries]);
      isDoubtful ||= again.tookMs >= SETTLE_MS || again.isSecondTry;
      const [isOurs, hasKey] = [again.before.has(signature), again.before.has(keyOf(attempt, round))];
      if (isOurs && hasKey) return { is: isDoubtful ? 'doubtful' : 'ours', note };
      if (hasKey) return await this.giveWay(note, again);
      // a note of something else went over ours, or a question took part of it off: it has just been made again
    }
    throw notKept('n8n could not keep the note of the purchase in its own database');
  }

  private async giveWay(note: Note, { before }: Added): Promise<Written> {
    // what is left of it when that fails harms nobody: it makes theirs look younger
    await this.store.remove(note.entries.filter((entry) => !before.has(entry))).catch(() => undefined);
    return { is: 'theirs', present: before };
  }
}

function notKept(message: string): ProviderError {
  return new ProviderError('unreachable', message, {
    description: 'Too many workers write to the same list: run fewer executions at once.',
  });
}
