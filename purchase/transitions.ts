/** What is done in each state of a purchase, and which state comes next. */
import { LONGEST_WAIT_MS, type ProviderError } from '../http/errors';
import type { Found, Result } from '../providers/provider';
import * as decide from './decide';
import { booksOf, type Books } from './decide';
import { forgetSent, isThrough, noteSent, noteThrough, recallSent } from './sentHere';
import type { Sending, State, Unclear, Walk } from './states';
import { attempted, look, lookAgain, send } from './steps';
import * as words from './words';

interface Bought {
  orderId: string;
  alreadyExisted: boolean;
}

const SENDS = 4;

export async function looking<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const found = await look(walk.purchase);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? { at: 'noting', books: booksOf(found) } : await settledBy(walk, found, next);
}

export async function noting<T extends Bought>(walk: Walk<T>, books: Books): Promise<State<T>> {
  const { purchase, attempt, options } = walk;
  // sent by another node of this process: that is as good as a note of our own
  const here = recallSent(options.account, attempt);
  const mark = here === 'never' ? await options.ledger.note(attempt) : here;
  switch (decide.afterNoting(mark, books)) {
    case 'stopConflict':
      return stopped(words.conflict(purchase, options, words.FOR_SOMETHING_ELSE));
    case 'stopUnprotected':
      await options.ledger.erase(attempt);
      return stopped(words.unprotected(purchase));
    case 'lookAgain':
      return { at: 'sentBefore', byAnotherNode: here !== 'never' };
    case 'lookBeforeSending':
      return { at: 'doubting' };
    case 'send':
      return firstSending();
  }
}

export async function sentBefore<T extends Bought>(walk: Walk<T>, byAnotherNode: boolean): Promise<State<T>> {
  const { purchase, attempt, options } = walk;
  if (purchase.asBefore && (isThrough(options.account, attempt) || (await options.ledger.isSettled(attempt)))) {
    const before = await purchase.asBefore(async (orderIds) => await options.ledger.which(attempt, orderIds));
    return before === null ? stopped(words.throughButWhich(purchase, options)) : existing(before);
  }
  const found = await lookAgain(purchase, options.sleep);
  const next = decide.afterSeen(booksOf(found), options.sendAgainIfUnconfirmed);
  if (next !== 'send') return await settledBy(walk, found, next);
  if (byAnotherNode) await options.ledger.note(attempt);
  return (await isSentAgain(walk)) ? await settledBy(walk, found, 'stopUnknown') : firstSending();
}

export async function doubting<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const found = await lookAgain(walk.purchase, walk.options.sleep);
  const next = decide.afterSeen(booksOf(found), true);
  return next === 'send' ? firstSending() : await settledBy(walk, found, next);
}

export async function sending<T extends Bought>(walk: Walk<T>, { sendsLeft, open }: Sending): Promise<State<T>> {
  const { purchase, attempt, first, options } = walk;
  noteSent(options.account, first);
  noteSent(options.account, attempt);
  const sent = await send(purchase);
  if (sent.outcome === 'done') return await wentThrough(walk, sent.result);
  switch (decide.afterSending(sent, sendsLeft, open)) {
    case 'waitAndSend':
      await options.sleep(waitFor(sent.error, sendsLeft));
      return { at: 'sending', sendsLeft: sendsLeft - 1, open };
    case 'eraseAndRefuse': {
      const erased = await attempted(async () => await options.ledger.erase(attempt));
      forgetSent(options.account, attempt);
      return stopped(erased.ok ? sent.error : words.stillNoted(sent.error, options));
    }
    case 'lookAgain':
      return { at: 'unclear', sendsLeft, sent };
  }
}

export async function unclear<T extends Bought>(walk: Walk<T>, { sendsLeft, sent }: Unclear): Promise<State<T>> {
  const { purchase, options } = walk;
  const found = await lookAgain(purchase, options.sleep);
  if (found.outcome === 'found') return await wentThrough(walk, found.result);
  switch (decide.afterLookingAgain(booksOf(found), sent, sendsLeft)) {
    case 'sendAgain':
      await options.sleep(waitFor(sent.error, sendsLeft));
      return { at: 'sending', sendsLeft: sendsLeft - 1, open: true };
    default:
      return stopped(words.outcomeUnknown(purchase, options, sent.error.message));
  }
}

/** Sent by this run, and bought. */
async function wentThrough<T extends Bought>(walk: Walk<T>, result: Result<T>): Promise<State<T>> {
  const { purchase, attempt, options } = walk;
  noteThrough(options.account, attempt);
  // without this the next run only knows less: no reason to hide what has been bought
  if (purchase.asBefore) await attempted(async () => await options.ledger.settle(attempt, result.value.orderId));
  return { at: 'bought', result };
}

/** The end of a purchase that is not sent, by what the books say. */
async function settledBy<T extends Bought>(walk: Walk<T>, found: Found<T>, next: decide.NotSent): Promise<State<T>> {
  const { purchase, options } = walk;
  if (found.outcome === 'found') return await foundInTheBooks(walk, found.result);
  switch (next) {
    case 'stopConflict':
      return stopped(
        found.outcome === 'conflict'
          ? words.conflict(purchase, options, found.explanation, found.advice)
          : words.conflict(purchase, options, words.FOR_SOMETHING_ELSE),
      );
    case 'stopUnreadable': {
      const error = found.outcome === 'cannotTell' ? found.error : null;
      const here = recallSent(options.account, walk.attempt);
      const past = here === 'never' ? await options.ledger.recall(walk.attempt) : here;
      return stopped(
        past === 'seen'
          ? words.outcomeUnknown(purchase, options, words.sentBefore(error))
          : words.unreadable(purchase, options, error),
      );
    }
    default:
      return stopped(words.outcomeUnknown(purchase, options, words.sentWithoutTrace(booksOf(found))));
  }
}

async function foundInTheBooks<T extends Bought>(walk: Walk<T>, result: Result<T>): Promise<State<T>> {
  const { purchase, attempt, options } = walk;
  const past = await options.ledger.recall(attempt);
  if (decide.afterFinding(past, options.referenceOfThisRun) === 'stopConflict') {
    const why = past === 'never' ? words.FOR_SOMEBODY_ELSE : words.FOR_SOMETHING_ELSE;
    return stopped(words.conflict(purchase, options, why));
  }
  return existing(past === 'seen' && purchase.asAsked ? purchase.asAsked(result) : result);
}

/** Whether another try of this execution has sent it again already. Notes that this one does. */
async function isSentAgain<T extends Bought>(walk: Walk<T>): Promise<boolean> {
  const { ledger, run } = walk.options;
  return (await ledger.note({ key: `${walk.attempt.key} again in ${run}`, content: '' })) === 'seen';
}

function firstSending(): Sending {
  return { at: 'sending', sendsLeft: SENDS - 1, open: false };
}

function existing<T extends Bought>(result: Result<T>): State<T> {
  return { at: 'bought', result: { ...result, value: { ...result.value, alreadyExisted: true } } };
}

function stopped(error: ProviderError): { at: 'stopped'; error: ProviderError } {
  return { at: 'stopped', error };
}

function waitFor(error: ProviderError, sendsLeft: number): number {
  return Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? 1_000 * 2 ** (SENDS - 1 - sendsLeft));
}
