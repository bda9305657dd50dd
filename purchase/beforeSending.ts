/** What is done in each state before anything is sent, and which state comes next. */
import * as decide from './decide';
import { booksOf, type Books } from './decide';
import { type Bought, judged, stopped } from './endings';
import type { ClaimFor } from './notes';
import { asBefore, mayRepeat } from './sentBefore';
import { recallSent } from './sentHere';
import { firstSending, type State, type Walk } from './states';
import { look, lookAgain } from './steps';
import * as words from './words';

export async function looking<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const found = await look(walk.purchase, walk.options.patience);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? { at: 'noting', books: booksOf(found) } : await judged(walk, found, next);
}

export async function noting<T extends Bought>(walk: Walk<T>, books: Books): Promise<State<T>> {
  const { wanted, options, purchase } = walk;
  const stop = options.run.mayNotSend();
  if (stop) return stopped(stop);
  if (wanted.repeatsAreHarmless) return firstSending();
  const here = recallSent(options.sender, wanted.attempt);
  switch (decide.afterRecalling(here)) {
    case 'stopConflict':
      return stopped(words.conflict(wanted, words.FOR_SOMETHING_ELSE));
    case 'lookAgain':
      walk.openBefore = true;
      return { at: 'sentBefore', byAnotherNode: here === 'sentByAnotherNode' };
    case 'note':
  }
  const mark = await options.ledger.note(wanted.attempt, purchase.asBefore !== undefined);
  if ('note' in mark) walk.note = mark.note;
  switch (decide.afterNoting(mark.is, books)) {
    case 'stopConflict':
      return stopped(words.conflict(wanted, words.FOR_SOMETHING_ELSE));
    case 'stopUnprotected':
      return stopped(words.unprotected(wanted));
    case 'lookAgain':
      walk.openBefore = true;
      return { at: 'sentBefore', byAnotherNode: false };
    case 'lookBeforeSending':
      return { at: 'doubting' };
    case 'send':
      return firstSending();
  }
}

export async function sentBefore<T extends Bought>(walk: Walk<T>, byAnotherNode: boolean): Promise<State<T>> {
  const { purchase, options } = walk;
  const before = await asBefore(walk);
  if (before) return before;
  const found = await lookAgain(purchase, options.patience);
  const next = decide.afterSeen(booksOf(found), byAnotherNode ? 'stop' : options.ifOpen, purchase.certainty);
  switch (next) {
    case 'claim':
      return { at: 'claiming', claimFor: 'certain' };
    case 'claimChecked':
      return { at: 'claiming', claimFor: 'checked' };
    case 'askWhetherRepeatable':
      if (await mayRepeat(walk)) return { at: 'claiming', claimFor: 'certain' };
      return await judged(walk, found, 'stopUnknown');
    case 'stopUnknown':
      if (byAnotherNode) return stopped(words.sentByAnotherNode(walk.wanted));
      if (walk.wasFreed || (await isStillNoted(walk))) return await judged(walk, found, next);
      walk.openBefore = false;
      walk.wasFreed = true;
      return { at: 'noting', books: booksOf(found) };
    default:
      return await judged(walk, found, next);
  }
}

/** Whoever noted it may have been refused meanwhile, and have taken his note off. */
async function isStillNoted<T>({ wanted, options }: Walk<T>): Promise<boolean> {
  return recallSent(options.sender, wanted.attempt) !== 'nothing' || (await options.ledger.isNoted(wanted.attempt));
}

export async function claiming<T extends Bought>(walk: Walk<T>, claimFor: ClaimFor): Promise<State<T>> {
  const { wanted, options, purchase } = walk;
  const { ledger, sender, waitingMs } = options;
  const tellsTheEnd = purchase.asBefore !== undefined;
  if (recallSent(sender, wanted.attempt) === 'sent') await ledger.keep(wanted.attempt, tellsTheEnd);
  const claim = await ledger.claim(wanted.attempt, claimFor, waitingMs, tellsTheEnd);
  if (claim.is !== 'won') return stopped(words.notSentAgain(wanted, claim.is, waitingMs));
  walk.note = claim.note;
  const next = await lookThenSend(walk);
  if (next.at === 'sending' && decide.settlesEarlier(claimFor, purchase.certainty)) walk.openBefore = false;
  return next;
}

/** Before sending under a note that may have come too late to keep another worker from it. */
export async function doubting<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const { purchase, wanted, options } = walk;
  const found = await lookAgain(purchase, options.patience, wanted.showsWithinMs);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? firstSending() : await judged(walk, found, next);
}

export async function renewing<T extends Bought>(walk: Walk<T>, sendsLeft: number): Promise<State<T>> {
  const { note, options } = walk;
  if (note === null) return { at: 'sending', sendsLeft };
  const mark = await options.ledger.renew(note);
  walk.note = 'note' in mark ? mark.note : null;
  if (mark.is === 'doubtful') return { at: 'doubting' };
  if (walk.note !== null) return await lookThenSend(walk, sendsLeft);
  walk.openBefore = true;
  return { at: 'sentBefore', byAnotherNode: false };
}

/** What was looked up before is too old by now. */
async function lookThenSend<T extends Bought>(walk: Walk<T>, sendsLeft?: number): Promise<State<T>> {
  const found = await look(walk.purchase, walk.options.patience);
  const next = decide.beforeNoting(booksOf(found));
  if (next !== 'note') return await judged(walk, found, next);
  return sendsLeft === undefined ? firstSending() : { at: 'sending', sendsLeft };
}
