/**
 * The ledger: which purchases have been attempted, kept where it outlasts executions, restarts and workers (`store.ts`).
 * It is the second line of defence: the provider's own books come first. What a note is made of: `entries.ts`.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { BoundedMap } from '../providers/kit/memory';
import { claim, isClaimed, renew } from './claims';
import type { Clock } from './clock';
import { contentOf, contentsOf, executionOf, factOf, onlyOf, openOf, timeOf, underWayOf } from './entries';
import { Hand } from './hand';
import type { Attempt, Claim, ClaimFor, Mark, Note, Place } from './notes';
import { memoryStore, sharedStore, type Store } from './store';

/** Notes that this process could not take off, though nothing was sent under them: it is tried again first of all. */
const leftBehind = new BoundedMap<Note>(5_000);

export class Ledger {
  private readonly hand: Hand;

  constructor(
    private readonly store: Store,
    private readonly execution: string,
    private readonly clock: Clock,
  ) {
    this.hand = new Hand(store, clock, async (note) => await this.abandon(note));
  }

  /**
   * Notes an attempt, before it is sent, and waits until the note has settled.
   * @param tellsTheEnd the provider's books do not show whether it went through: the ledger has to (`close`)
   * @throws ProviderError when n8n's database does not take the note: then nothing may be bought
   */
  async note(attempt: Attempt, tellsTheEnd = false): Promise<Mark> {
    await this.takeOffLeft(attempt);
    const [, , ...more] = this.baseOf(attempt, tellsTheEnd);
    const fresh = this.hand.newNote(attempt, 1, more);
    const written = await this.hand.write(fresh);
    if (written.is !== 'theirs') return { is: written.is === 'ours' ? 'new' : written.is, note: written.note };
    const { present } = written;
    if (contentsOf(attempt).some((entry) => present.has(entry))) return { is: 'seen' };
    // or the next one would take it for noted
    await this.hand.remove(
      fresh,
      fresh.entries.filter((entry) => !present.has(entry)),
    );
    return { is: 'seenForOther' };
  }

  /** What this process knows to be open is noted, also when another worker's write has cost the note: its age begins now. */
  async keep(attempt: Attempt, tellsTheEnd = false): Promise<void> {
    if (await this.isNoted(attempt)) return;
    await this.store.add([...this.baseOf(attempt, tellsTheEnd), timeOf(attempt, this.clock.now())]);
  }

  /**
   * The note of somebody who wants to send although it was sent before: of any number who try, one wins.
   * @param olderThanMs the latest note has to be at least so old; for a person who has looked it up, only one whose run
   *   may still be under way. An age that cannot be read counts as young
   * @throws ProviderError when n8n's database does not take the note
   */
  async claim(attempt: Attempt, claimFor: ClaimFor, olderThanMs: number, tellsTheEnd = false): Promise<Claim> {
    await this.takeOffLeft(attempt);
    return await claim(this.hand, attempt, claimFor, this.baseOf(attempt, tellsTheEnd), olderThanMs);
  }

  /**
   * Makes an own note young again, which was made too long ago to be sent under.
   * @returns `seen` when somebody else has claimed it meanwhile: then it is no longer ours
   */
  async renew(note: Note): Promise<Mark> {
    return await renew(this.hand, note);
  }

  /**
   * An own note stays, since nobody knows what became of it, and its run is over. It is written once more: another worker's
   * write may have cost it.
   */
  async leaveOpen({ attempt, round, entries }: Note, facts: readonly string[]): Promise<void> {
    await this.store.add([...entries, ...facts.map((fact) => factOf(attempt, fact))]);
    await this.store.remove([underWayOf(attempt, round)]);
  }

  /**
   * Takes an own note off: it is certain that nothing was bought under it. What somebody's claim rests on stays.
   * @param isOld nobody can tell any more who has seen it: then a claim keeps its key, so that the next one gets another
   */
  async erase(note: Note, isOld = false): Promise<void> {
    await this.takeOff(note, isOld).catch(async (error: unknown) => {
      this.leave(note);
      return await Promise.reject(error);
    });
  }

  /** Whether a note stays in the row that could not be taken off, though nothing was bought under it. */
  hasLeft(attempt: Attempt): boolean {
    return leftBehind.has(this.leftName(attempt));
  }

  /**
   * Whether this node has noted the attempt, with this content.
   *
   * A process that dies while it asks leaves an entry behind, and one that stands still may take off what has become part
   * of another's note meanwhile; so what a note consists of is asked for one entry after the other.
   */
  async isNoted(attempt: Attempt): Promise<boolean> {
    await this.takeOffLeft(attempt);
    for (const one of contentsOf(attempt))
      if (await this.hand.hasForSure(one)) return await this.hand.hasForSure(attempt.key);
    return false;
  }

  /** Whether the latest note of an attempt is younger than so much. */
  async isYoung(attempt: Attempt, thanMs: number): Promise<boolean> {
    return (await this.store.ask(this.hand.since(attempt, thanMs))).size > 0;
  }

  /** Notes that an attempt went through, and what became of it, where the provider's books do not tell. */
  async close(attempt: Attempt, facts: readonly string[]): Promise<void> {
    await this.store.add(facts.map((fact) => factOf(attempt, fact)));
    await this.store.remove([openOf(attempt), underWayOf(attempt, 1)]);
  }

  /**
   * Whether an attempt was closed. It is told by what is not there: a question can only ever put in what is missing, so
   * nothing passes for bought because somebody asked.
   */
  async isClosed(attempt: Attempt): Promise<boolean> {
    return (await this.isNoted(attempt)) && !(await this.has(openOf(attempt)));
  }

  /** Those of the facts that were noted. One that was not may be among them while another worker asks for it. */
  async recall(attempt: Attempt, facts: readonly string[]): Promise<string[]> {
    const present = await this.store.ask(facts.map((fact) => factOf(attempt, fact)));
    return facts.filter((fact) => present.has(factOf(attempt, fact)));
  }

  /** The keys of those attempts that an item of this execution has noted. */
  async usedInExecution(attempts: readonly Attempt[]): Promise<Set<string>> {
    const entryOf = (attempt: Attempt): string => executionOf(attempt, this.execution);
    const used = await this.store.ask(attempts.map(entryOf));
    return new Set(attempts.filter((attempt) => used.has(entryOf(attempt))).map(({ key }) => key));
  }

  /** What every note of an attempt rests on. */
  private baseOf(attempt: Attempt, tellsTheEnd: boolean): string[] {
    const base = [attempt.key, contentOf(attempt), executionOf(attempt, this.execution)];
    return tellsTheEnd ? [...base, openOf(attempt)] : base;
  }

  private async has(entry: string): Promise<boolean> {
    return await this.hand.hasAll([entry]);
  }

  private async takeOff(note: Note, isOld: boolean): Promise<void> {
    const keeps = (isOld && note.round > 1) || (await isClaimed(this.hand, note));
    await this.hand.remove(note, keeps ? onlyOf(note) : note.entries);
  }

  /** It has just come to nothing. What cannot be taken off now is taken off first of all by the next try. */
  private async abandon(note: Note): Promise<void> {
    this.leave(note);
    await this.takeOffLeft(note.attempt, false).catch(() => undefined);
  }

  private leave(note: Note): void {
    leftBehind.set(this.leftName(note.attempt), note);
  }

  /** Another worker's note may have gone over it since: then only what nobody else's can have is taken off. */
  private async takeOffLeft(attempt: Attempt, isOld = true): Promise<void> {
    const left = leftBehind.get(this.leftName(attempt));
    if (!left) return;
    const isOurs = await this.has(left.signature);
    await (isOurs ? this.takeOff(left, isOld) : this.store.remove(onlyOf(left)));
    leftBehind.delete(this.leftName(attempt));
  }

  private leftName({ key }: Attempt): string {
    return `${this.store.name} ${key}`;
  }
}

/** The ledger of the node that is running, as one of its items sees it. Two nodes never share one. */
export function ledgerFor(context: IExecuteFunctions, { execution, node }: Place, clock: Clock): Ledger {
  const workflowId = context.getWorkflow().id;
  const store = workflowId
    ? sharedStore(context.helpers, `${workflowId} ${node}`, clock)
    : memoryStore(`${execution} ${node}`);
  return new Ledger(store, execution, clock);
}
