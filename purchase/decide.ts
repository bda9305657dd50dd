/**
 * What to do next with a purchase, as tables without side effects: every kind of answer against every prior state.
 * `buyOnce.ts` walks through them. The tests hold the whole table (test/purchase/decide.test.ts).
 */
import { LONGEST_WAIT_MS, type ProviderError } from '../http/errors';
import type { Certainty, Found, Sent } from '../providers/provider';
import type { Unsettled } from '../providers/kit/purchases';
import type { Likeness } from './compare';
import type { ClaimFor, Mark } from './notes';
import type { Here } from './sentHere';

/** What the provider's books say; `unreadable` when they exist but could not be read just now. */
export type Books = 'found' | 'absent' | 'conflict' | 'underWay' | 'cannotTell' | 'unreadable';

export type BeforeNoting =
  /** The reference is in the books: is it what was asked for? */
  | 'judge'
  /** The reference belongs to something else: stop, nothing is bought. */
  | 'stopConflict'
  /** The books could not be read: stop, nothing is bought, nothing is noted. */
  | 'stopUnreadable'
  /** An order that may be this one is still under way after all the waiting: stop, nothing is bought. */
  | 'stopUnderWay'
  /** Nothing speaks against it: note the attempt. */
  | 'note';

export function beforeNoting(books: Books): BeforeNoting {
  switch (books) {
    case 'found':
      return 'judge';
    case 'conflict':
      return 'stopConflict';
    case 'unreadable':
      return 'stopUnreadable';
    case 'underWay':
      return 'stopUnderWay';
    case 'absent':
    case 'cannotTell':
      return 'note';
  }
}

export type AfterFinding = 'giveBack' | 'stopConflict';

/**
 * The books hold the reference: is it the order that was asked for?
 * @param isOurs this node noted this reference with this content, or this run has sent it
 */
export function afterFinding(likeness: Likeness['is'], isOurs: boolean): AfterFinding {
  switch (likeness) {
    case 'same':
      return 'giveBack';
    case 'another':
      return 'stopConflict';
    case 'notComparable':
      return isOurs ? 'giveBack' : 'stopConflict';
  }
}

export type AfterRecalling =
  /** Nothing is known here: the ledger decides. */
  | 'note'
  /** Sent before, by whom it may be sent again or not: the books say what became of it. */
  | 'lookAgain'
  | 'stopConflict';

/** What this process has sent counts as much as a note. */
export function afterRecalling(here: Here): AfterRecalling {
  switch (here) {
    case 'nothing':
      return 'note';
    case 'sent':
    case 'sentByAnotherNode':
      return 'lookAgain';
    case 'sentForOther':
      return 'stopConflict';
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

export function afterNoting(mark: Mark['is'], books: Books): AfterNoting {
  switch (mark) {
    case 'new':
      return 'send';
    case 'doubtful':
      return 'lookBeforeSending';
    case 'seen':
      return 'lookAgain';
    case 'seenForOther':
      return 'stopConflict';
    case 'unprotected':
      return books === 'absent' ? 'send' : 'stopUnprotected';
  }
}

/** What the person wants for a purchase whose outcome is open. */
export type IfOpen = 'stop' | 'sendWhenCertain' | 'sendBecauseChecked';

export type AfterSeen =
  | Exclude<BeforeNoting, 'note' | 'stopUnderWay'>
  /** The person has looked: send, once ever. */
  | 'claimChecked'
  /** It is certain that it was not bought, if it was sent long enough ago. */
  | 'claim'
  /** Certain if the provider still carries the same request out once. */
  | 'askWhetherRepeatable'
  | 'stopUnknown';

/** An earlier attempt was noted, and the books have been looked at once more. */
export function afterSeen(books: Books, ifOpen: IfOpen, certainty: Certainty): AfterSeen {
  const first = beforeNoting(books);
  if (first === 'stopUnderWay') return 'stopUnknown';
  if (first !== 'note') return first;
  switch (ifOpen) {
    case 'stop':
      return 'stopUnknown';
    case 'sendBecauseChecked':
      return 'claimChecked';
    case 'sendWhenCertain':
      if (certainty === 'completeBooks') return books === 'absent' ? 'claim' : 'stopUnknown';
      return certainty === 'sameRequest' ? 'askWhetherRepeatable' : 'stopUnknown';
  }
}

/**
 * Whether a claim says that what was sent before was not bought. That the same request is carried out once does not: a
 * refusal of the second one is no word about the first.
 */
export function settlesEarlier(claimFor: ClaimFor, certainty: Certainty): boolean {
  return claimFor === 'checked' || certainty === 'completeBooks';
}

/** How a purchase ends that is not sent now. */
export type NotSent = Exclude<BeforeNoting, 'note'> | 'stopUnknown';

/** A sender uses no note that is older than a third of the waiting time: nobody claims it before the whole of that has passed. */
export function isFresh(noteAgeMs: number, waitingMs: number): boolean {
  return noteAgeMs <= waitingMs / 3;
}

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
  /** It said no, and complete books show that it meant this request. */
  | 'eraseAndRefuse'
  | 'stopUnknown';

/**
 * @param open an earlier sending than this one got no clear answer, in this run or before: then a "no" may be about that
 */
export function afterLookingAgain(books: Books, sent: Unsettled, sendsLeft: number, open: boolean): AfterLookingAgain {
  if (books === 'found') return 'giveBack';
  if (sent.outcome === 'refused') return 'stopUnknown';
  if (sent.saidNo && !open && books === 'absent') return 'eraseAndRefuse';
  return sent.repeatable && sendsLeft > 0 && books !== 'conflict' ? 'sendAgain' : 'stopUnknown';
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
