/**
 * Sending again what was sent before: of any number who want to, one may. A claim is a note of its own, of the next
 * round. As long as a claim is young, its key and its time come and go together: whoever finds the key of a round
 * without a young time may go on to the next.
 */
import { checkedOf, contentOf, contentsOf, keyOf, onlyOf, renewalOf, timeOf, underWayOf } from './entries';
import type { Hand } from './hand';
import type { Attempt, Claim, ClaimFor, Mark, Note } from './notes';

/** The first sending and eight that were claimed. */
const MOST_ROUNDS = 9;

/**
 * @param base entries that the attempt has to have: a note may have been taken off meanwhile, and others must not take the
 *   attempt for new
 * @param olderThanMs the latest note has to be at least so old; for a person who has looked it up, only one whose run may
 *   still be under way. An age that cannot be read counts as young
 */
export async function claim(
  hand: Hand,
  attempt: Attempt,
  claimFor: ClaimFor,
  base: readonly string[],
  olderThanMs: number,
): Promise<Claim> {
  const { store } = hand;
  const checked = claimFor === 'checked' ? checkedOf(attempt) : [];
  if (claimFor === 'checked' && (await hand.hasAll(checked))) return { is: 'spent' };
  for (let round = 2; round <= MOST_ROUNDS; round++) {
    const key = keyOf(attempt, round);
    const [busy, earlierBusy] = [underWayOf(attempt, round), underWayOf(attempt, round - 1)];
    const times = hand.since(attempt, olderThanMs);
    // in one question: see above
    const present = await store.ask([...times, ...contentsOf(attempt), key, busy, earlierBusy]);
    const isYoung = times.some((time) => present.has(time)) || !contentsOf(attempt).some((one) => present.has(one));
    const mayBeUnderWay = present.has(busy) || present.has(earlierBusy);
    if (isYoung && claimFor === 'certain') return { is: 'young' };
    if (isYoung && mayBeUnderWay) return { is: 'busy' };
    if (present.has(key)) continue;
    const written = await hand.write(hand.newNote(attempt, round, checked), base);
    if (written.is === 'theirs') return { is: 'lost' };
    // whoever renews his note, or makes the first one anew, writes that first and asks for ours then: one sees the other
    const others = await store.ask([...hand.since(attempt, olderThanMs, renewalOf), earlierBusy]);
    if (present.has(earlierBusy)) others.delete(earlierBusy);
    if (others.size === 0 && written.is !== 'doubtful') return { is: 'won', note: written.note };
    await hand.abandon(written.note);
    return { is: 'lost' };
  }
  return { is: 'lost' };
}

/**
 * Makes an own note young again, which was made too long ago to be sent under.
 * @returns `seen` when somebody else has claimed it meanwhile: then it is no longer ours
 */
export async function renew(hand: Hand, old: Note): Promise<Mark> {
  const { attempt } = old;
  const at = hand.clock.now();
  const [oldTime, time] = [timeOf(attempt, old.at), timeOf(attempt, at)];
  const kept = old.entries.filter((entry) => entry !== oldTime && entry !== time);
  const note: Note = { ...old, at, entries: [...kept, time, renewalOf(attempt, at)] };
  const written = await hand.rewrite(note);
  if (written.is === 'theirs' || (await isClaimed(hand, note))) {
    // the time stays: it may be the other's as well
    await hand.store.remove(onlyOf(note).filter((entry) => entry !== time));
    return { is: 'seen' };
  }
  if (oldTime !== time) await hand.store.remove([oldTime]);
  return { is: written.is === 'ours' ? 'new' : written.is, note: written.note };
}

/** Whether somebody has claimed the next round. */
export async function isClaimed(hand: Hand, { attempt, round }: Note): Promise<boolean> {
  return await hand.hasAll([keyOf(attempt, round + 1), contentOf(attempt, round + 1)]);
}
