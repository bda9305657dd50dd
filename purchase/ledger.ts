/**
 * The ledger: which purchases have been attempted, kept where it outlasts executions, restarts and workers (`store.ts`).
 * It is the second line of defence: the provider's own books come first.
 *
 * A purchase is at most six entries of the row, written together:
 *   key                      it has been attempted
 *   key=content              and this is what was to be bought, for whom
 *   key#process/place        who noted it: one item of one run, in one process. It is the note's signature
 *   key@execution            in which execution
 *   key t<half minute>       when
 *   key: fact                what became of it, where the provider's books do not tell
 * Sending again is a note of its own, with the key `key~2`, `key~3`…: whoever makes it first sends, nobody else does. A note
 * that was made too long ago to be sent under is renewed, which adds `key r<half minute>`.
 */
import { randomUUID } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import type { Clock } from './clock';
import {
  type Attempt,
  type Place,
  contentOf,
  executionOf,
  factOf,
  isShared,
  keyOf,
  renewalOf,
  type Round,
  timeOf,
  timesSince,
} from './entries';
import { memoryStore, sharedStore, type Store } from './store';

export type { Attempt, Place } from './entries';

/** A note that this item has made, to be taken off again while nothing was sent under it. */
export interface Note {
  readonly attempt: Attempt;
  readonly round: Round;
  /** When it was made. */
  readonly at: number;
  readonly entries: readonly string[];
}

/** How an attempt stood in the ledger when we came to note it. */
export type Mark =
  /** Never attempted before: noted now. */
  | { is: 'new'; note: Note }
  /** Noted now, but n8n's database took so long that another worker may have noted and sent it in the meantime. */
  | { is: 'doubtful'; note: Note }
  /** The workflow has no id yet, so n8n keeps nothing for it: noted for this execution only. */
  | { is: 'unprotected'; note: Note }
  /** Noted by an earlier try of this very item. */
  | { is: 'mine'; note: Note }
  /** Attempted before, and never taken off: it was bought, or nobody knows. */
  | { is: 'seen' }
  /** The key was attempted before, for something else. */
  | { is: 'seenForOther' }
  /** Another item of this execution has it. */
  | { is: 'usedHere' };

export type Claim =
  | { is: 'won'; note: Note }
  /** It was sent, or noted, less than the waiting time ago. */
  | { is: 'young' }
  /** Somebody else sends it again, or it has been sent again as often as it may be. */
  | { is: 'lost' };

/**
 * How long a note has to last before it counts. Whoever reads the list before it is made and writes it back within this
 * time is noticed; whoever takes longer notices that of himself, and doubts his own note.
 */
const SETTLE_MS = 250;
const LOOKS_AT_OWN_NOTE = 5;

const MOST_ROUNDS = 9;

/** Two processes never sign alike, also when both are told that they carry out the same execution. */
const PROCESS = randomUUID().slice(0, 8);

export class Ledger {
  constructor(
    private readonly store: Store,
    private readonly place: Place,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes an attempt, before it is sent, and waits until the note has settled.
   * @throws ProviderError when n8n's database does not take the note: then nothing may be bought
   */
  async note(attempt: Attempt): Promise<Mark> {
    const note = this.newNote(attempt, 1);
    const { before, isSlow } = await this.write(note.entries);
    if (!before.has(attempt.key)) return await this.settled(note, isSlow);
    if (before.has(this.signature(attempt.key))) return { is: 'mine', note };
    await this.remove(note.entries.filter((entry) => !before.has(entry)));
    return seenAs(attempt, before, this.place);
  }

  /**
   * The note of somebody who wants to send although it was sent before: of any number who try, one wins.
   * @param olderThanMs every earlier note has to be at least so old. An age that cannot be read counts as young
   * @throws ProviderError when n8n's database does not take the note
   */
  async claim(attempt: Attempt, olderThanMs: number): Promise<Claim> {
    for (let round = 2; round <= MOST_ROUNDS; round++) {
      if (await this.isYoung(attempt, olderThanMs)) return { is: 'young' };
      const claim = await this.claimRound(attempt, round);
      if (claim.is !== 'won') continue;
      // whoever renews his note writes that first and asks for claims then: one of the two sees the other
      if ((await this.ask(timesSince(attempt.key, this.clock.now(), olderThanMs, renewalOf))).size === 0) return claim;
      await this.erase(claim.note);
      return { is: 'lost' };
    }
    return { is: 'lost' };
  }

  /** Like `claim`, for a person who has looked it up: once ever, at any age. */
  async claimChecked(attempt: Attempt): Promise<Claim> {
    return await this.claimRound(attempt, 'checked');
  }

  /**
   * Makes an own note young again, which was made too long ago to be sent under.
   * @returns null when somebody else has claimed it meanwhile: then it is no longer ours
   */
  async renew(note: Note): Promise<Note | null> {
    const { attempt } = note;
    const renewed = this.newNote(attempt, note.round);
    const fresh = { ...renewed, entries: [...renewed.entries, renewalOf(attempt.key, renewed.at)] };
    const { isSlow } = await this.write(fresh.entries);
    const mark = await this.settled(fresh, isSlow);
    const isOurs = mark.is === 'new' || mark.is === 'unprotected';
    if (isOurs && !(await this.isClaimed(attempt, note.round))) {
      await this.remove(note.entries.filter((entry) => !fresh.entries.includes(entry)));
      return fresh;
    }
    await this.remove([...note.entries, ...fresh.entries].filter((entry) => !isShared(attempt, note.round, entry)));
    return null;
  }

  /** Writes an own note again: after an outcome that nobody knows, no other worker's write may have cost it. */
  async affirm(note: Note): Promise<void> {
    await this.write(note.entries);
  }

  /**
   * Takes an own note off: it is certain that nothing was bought under it.
   * @param mayBeClaimed it is so old that somebody else may have claimed it meanwhile; then his claim keeps its ground
   */
  async erase(note: Note, mayBeClaimed = false): Promise<void> {
    const { attempt, round, entries } = note;
    const keep = mayBeClaimed && (await this.isClaimed(attempt, round));
    await this.remove(keep ? entries.filter((entry) => !isShared(attempt, round, entry)) : entries);
  }

  /**
   * Whether this node has noted the attempt, with this content.
   *
   * The store can only be asked by adding. A process that dies while it asks leaves one entry behind; so what a note
   * consists of is asked for one entry after the other.
   */
  async isNoted(attempt: Attempt): Promise<boolean> {
    const { key } = attempt;
    const content = contentOf(attempt);
    return (await this.ask([content])).has(content) && (await this.ask([key])).has(key);
  }

  /** Whether the latest note of an attempt is younger than so much. */
  async isYoung({ key }: Attempt, thanMs: number): Promise<boolean> {
    return (await this.ask(timesSince(key, this.clock.now(), thanMs, timeOf))).size > 0;
  }

  /** Notes what became of an attempt, where the provider's books do not tell. */
  async remember({ key }: Attempt, facts: readonly string[]): Promise<void> {
    await this.write(facts.map((fact) => factOf(key, fact)));
  }

  /** Those of the facts that were noted. */
  async recall({ key }: Attempt, facts: readonly string[]): Promise<string[]> {
    const present = await this.ask(facts.map((fact) => factOf(key, fact)));
    return facts.filter((fact) => present.has(factOf(key, fact)));
  }

  /** Those of the attempts that an item of this execution has noted. */
  async usedInExecution(attempts: readonly Attempt[]): Promise<Set<string>> {
    const used = await this.ask(attempts.map(({ key }) => executionOf(key, this.place)));
    return new Set(attempts.filter(({ key }) => used.has(executionOf(key, this.place))).map(({ key }) => key));
  }

  private newNote(attempt: Attempt, round: Round): Note {
    const key = keyOf(attempt, round);
    const at = this.clock.now();
    const own = [this.signature(key), timeOf(attempt.key, at)];
    const entries = round === 1 ? [key, contentOf(attempt), ...own, executionOf(key, this.place)] : [key, ...own];
    return { attempt, round, at, entries };
  }

  /**
   * Another worker may have read the list before we wrote it, and write it back without our note. So the note is looked
   * at again once any such write has landed: of several notes of one key, one signature stays.
   */
  private async settled(note: Note, wasSlow: boolean): Promise<Mark> {
    if (!this.store.isShared) return { is: 'unprotected', note };
    const { attempt, round, entries } = note;
    const key = keyOf(attempt, round);
    let isSlow = wasSlow;
    for (let look = 1; look <= LOOKS_AT_OWN_NOTE; look++) {
      await this.clock.sleep(SETTLE_MS);
      const again = await this.write(entries);
      isSlow ||= again.isSlow;
      if (again.before.has(this.signature(key))) return { is: isSlow ? 'doubtful' : 'new', note };
      if (again.before.has(key)) {
        await this.remove(entries.filter((entry) => !again.before.has(entry)));
        return seenAs(attempt, again.before, this.place);
      }
      // a note of something else went over ours: it has just been made again
    }
    throw new ProviderError('unreachable', 'n8n could not keep the note of the purchase in its own database', {
      description: 'Too many workers write to the same list: run fewer executions at once.',
    });
  }

  private async claimRound(attempt: Attempt, round: Round): Promise<Claim> {
    const note = this.newNote(attempt, round);
    const { before, isSlow } = await this.write(note.entries);
    const key = keyOf(attempt, round);
    const mark: Mark = before.has(key) ? { is: 'seen' } : await this.settled(note, isSlow);
    if (mark.is === 'new' || mark.is === 'unprotected') return { is: 'won', note };
    // what is there already is somebody else's, but for the time: it makes his note look younger than it is
    if (mark.is === 'doubtful') await this.erase(note);
    else await this.remove(note.entries.filter((entry) => entry !== key && !before.has(entry)));
    return { is: 'lost' };
  }

  /** Whether somebody has claimed a later round than this one. */
  private async isClaimed(attempt: Attempt, round: Round): Promise<boolean> {
    const next = keyOf(attempt, typeof round === 'number' ? round + 1 : 2);
    const keys = [next, keyOf(attempt, 'checked')].filter((key) => key !== keyOf(attempt, round));
    return (await this.ask(keys)).size > 0;
  }

  private signature(key: string): string {
    const { execution, run, item } = this.place;
    return `${key}#${PROCESS}/${execution}/${run}/${item}`;
  }

  private async write(entries: readonly string[]): Promise<{ before: ReadonlySet<string>; isSlow: boolean }> {
    const started = this.clock.now();
    const before = await this.trying(async () => await this.store.add(entries));
    return { before, isSlow: this.clock.now() - started >= SETTLE_MS };
  }

  private async ask(entries: readonly string[]): Promise<ReadonlySet<string>> {
    return await this.trying(async () => await this.store.ask(entries));
  }

  private async remove(entries: readonly string[]): Promise<void> {
    await this.trying(async () => await this.store.remove(entries));
  }

  /** The very first note of a node creates its row: another worker may have just done the same. So twice. */
  private async trying<T>(act: () => Promise<T>): Promise<T> {
    return await act().catch(async () => await act().catch((error: unknown) => Promise.reject(notTaken(error))));
  }
}

/** The ledger of the node that is running, as one of its items sees it. Two nodes never share one. */
export function ledgerFor(context: IExecuteFunctions, place: Place, clock: Clock): Ledger {
  const workflowId = context.getWorkflow().id;
  const node = context.getNode().id;
  const store = workflowId
    ? sharedStore(context.helpers, `${workflowId} ${node}`)
    : memoryStore(`${place.execution} ${node}`);
  return new Ledger(store, place, clock);
}

function notTaken(error: unknown): ProviderError {
  const words = error instanceof Error ? error.message : 'no reason given';
  return new ProviderError('unreachable', `n8n could not note the purchase in its own database: ${words}`, {
    description: 'Look in the log of n8n for what is wrong with its database, then run again.',
  });
}

function seenAs(attempt: Attempt, before: ReadonlySet<string>, place: Place): Mark {
  if (before.has(executionOf(attempt.key, place))) return { is: 'usedHere' };
  return before.has(contentOf(attempt)) ? { is: 'seen' } : { is: 'seenForOther' };
}
