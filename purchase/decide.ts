/**
 * What to do next with a purchase, as tables without side effects: every kind of answer against every prior state.
 * `buyOnce.ts` walks through them. The tests hold the whole table (test/purchase/decide.test.ts).
 */
import { LONGEST_WAIT_MS, type ProviderError } from '../http/errors';
import type { Found, Sent } from '../providers/provider';
import type { Unsettled } from '../providers/spending';
import type { Mark, Past } from './ledger';

/** What the provider's books say; `unreadable` when they exist but could not be read just now. */
export type Books = 'found' | 'absent' | 'conflict' | 'cannotTell' | 'unreadable';

export type BeforeSending =
  /** It is bought already: give that back. */
  | 'giveBack'
  /** The reference belongs to something else: stop, nothing is bought. */
  | 'stopConflict'
  /** The books could not be read: stop, nothing is bought, nothing is noted. */
  | 'stopUnreadable'
  /** Nothing speaks against it: note the attempt. */
  | 'note';

export function beforeNoting(books: Books): BeforeSending {
  switch (books) {
    case 'found':
      return 'giveBack';
    case 'conflict':
      return 'stopConflict';
    case 'unreadable':
      return 'stopUnreadable';
    case 'absent':
    case 'cannotTell':
      return 'note';
  }
}

export type AfterFinding = 'giveBack' | 'stopConflict';

/**
 * The books hold the reference before this run has sent anything: is it the order that was asked for?
 * @param ofThisRun the reference is made of the execution's number: only this very execution can have used it
 */
export function afterFinding(past: Past, ofThisRun: boolean): AfterFinding {
  switch (past) {
    case 'seen':
      return 'giveBack';
    case 'seenForOther':
      return 'stopConflict';
    case 'never':
      return ofThisRun ? 'stopConflict' : 'giveBack';
  }
}

export type AfterNoting =
  | 'send'
  /** The reference was used for something else: stop, nothing is bought. */
  | 'stopConflict'
  /** Attempted before: another worker may be at it, or the books may show it by now. */
  | 'lookAgain'
  /** The note may have come too late to keep another worker from sending: let the books say. */
  | 'lookBeforeSending'
  /** Neither books nor ledger can protect this purchase: stop, nothing is bought. */
  | 'stopUnprotected';

export function afterNoting(mark: Mark, books: Books): AfterNoting {
  switch (mark) {
    case 'new':
      return 'send';
    case 'doubtful':
      return 'lookBeforeSending';
    case 'seen':
      return 'lookAgain';
    case 'seenForOther':
      return 'stopConflict';
    case 'unavailable':
      return books === 'absent' ? 'send' : 'stopUnprotected';
  }
}

export type AfterSeen = 'giveBack' | 'stopConflict' | 'stopUnreadable' | 'send' | 'stopUnknown';

/**
 * An earlier attempt was noted, and the books have been looked at once more.
 * @param sendAgain the person has looked and wants it sent again, and this execution has not done so yet
 */
export function afterSeen(books: Books, sendAgain: boolean): AfterSeen {
  const first = beforeNoting(books);
  if (first !== 'note') return first;
  return sendAgain ? 'send' : 'stopUnknown';
}

/** How a purchase ends that is not sent now. */
export type NotSent = Exclude<BeforeSending, 'note'> | Exclude<AfterSeen, 'send'>;

export type AfterSending =
  | 'giveBack'
  /** Too many requests: nothing was bought, wait and send again. */
  | 'waitAndSend'
  /** The provider said no: take the attempt off the ledger and say why. */
  | 'eraseAndRefuse'
  /** Nobody knows: ask the books until they tell. */
  | 'lookAgain';

/** @param open an earlier sending of this run got no clear answer: then a refusal of a later one proves nothing */
export function afterSending(sent: Unsettled, sendsLeft: number, open: boolean): Exclude<AfterSending, 'giveBack'>;
export function afterSending(sent: Sent<unknown>, sendsLeft: number, open: boolean): AfterSending;
export function afterSending(sent: Sent<unknown>, sendsLeft: number, open: boolean): AfterSending {
  switch (sent.outcome) {
    case 'done':
      return 'giveBack';
    case 'unknown':
      return 'lookAgain';
    case 'refused':
      if (sendsLeft > 0 && mayBeWaitedOut(sent.error)) return 'waitAndSend';
      return open ? 'lookAgain' : 'eraseAndRefuse';
  }
}

/** Sending again before the provider wants it would be no better than not waiting at all. */
function mayBeWaitedOut({ kind, retryAfterMs = 0 }: ProviderError): boolean {
  return kind === 'rateLimited' && retryAfterMs <= LONGEST_WAIT_MS;
}

export type AfterLookingAgain =
  | 'giveBack'
  /** The provider promises that the same request, sent again now, is carried out once. */
  | 'sendAgain'
  | 'stopUnknown';

export function afterLookingAgain(books: Books, sent: Sent<unknown>, sendsLeft: number): AfterLookingAgain {
  if (books === 'found') return 'giveBack';
  const repeatable = sent.outcome === 'unknown' && sent.repeatable === true;
  return repeatable && sendsLeft > 0 && books !== 'conflict' ? 'sendAgain' : 'stopUnknown';
}

/** Books that could not be read for a passing reason are told apart from books that do not exist. */
export function booksOf(found: Found<unknown>): Books {
  if (found.outcome !== 'cannotTell') return found.outcome;
  return found.error !== null && isPassing(found.error) ? 'unreadable' : 'cannotTell';
}

/** Whether an error says only that nothing could be found out just now. */
export function isPassing({ kind }: ProviderError): boolean {
  return kind === 'unreachable' || kind === 'rateLimited' || kind === 'credential';
}
