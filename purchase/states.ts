/** Where a purchase stands on its way, and what it needs there. */
import type { ProviderError } from '../http/errors';
import type { PreparedPurchase, Result } from '../providers/provider';
import type { Unsettled } from '../providers/kit/purchases';
import type { Clock } from './clock';
import type { Books, IfOpen } from './decide';
import type { Ledger } from './ledger';
import type { Attempt, ClaimFor, Note } from './notes';
import type { Patience } from './patience';
import type { Run } from './run';
import type { Sender } from './sentHere';
import type { Named } from './words';

export interface BuyOnceOptions {
  ledger: Ledger;
  clock: Clock;
  /** What this item may wait altogether. */
  patience: Patience;
  run: Run;
  /** Who sends, and who pays. */
  sender: Sender;
  ifOpen: IfOpen;
  /** How old a note has to be before anybody else may send, in milliseconds. */
  waitingMs: number;
}

/** What is to be bought, before anybody has been asked anything. */
export interface Wanted<T> extends Named {
  attempt: Attempt;
  /** Purchases of the same name are carried out one after the other: the provider's books cannot tell them apart. */
  alone: string | null;
  /** Nothing has to be noted: carrying it out a second time does nothing more. */
  repeatsAreHarmless: boolean;
  /** How late it may show in the books, in milliseconds. */
  showsWithinMs: number;
  prepare(): Promise<PreparedPurchase<T>>;
}

/** One purchase on its way. */
export interface Walk<T> {
  readonly wanted: Wanted<T>;
  readonly purchase: PreparedPurchase<T>;
  readonly options: BuyOnceOptions;
  /** The note that this walk has made. */
  note: Note | null;
  /** Something was sent. */
  hasSent: boolean;
  /** It was sent before, by whomever, and nobody knows what became of that. */
  openBefore: boolean;
  /** Another's note was gone when it was looked for: that may happen once. */
  wasFreed: boolean;
  /** What this walk has sent itself got no clear answer, but this one: its note stays. */
  unanswered: ProviderError | null;
  /** What its sendings brought to light that has to be known when somebody wants to send it again. */
  readonly facts: Set<string>;
}

export function newWalk<T>(wanted: Wanted<T>, purchase: PreparedPurchase<T>, options: BuyOnceOptions): Walk<T> {
  const nothingYet = { note: null, hasSent: false, openBefore: false, wasFreed: false, unanswered: null };
  return { wanted, purchase, options, facts: new Set(), ...nothingYet };
}

export type State<T> =
  /** The provider's books are searched for the reference; nothing is noted, nothing is sent. */
  | { at: 'looking' }
  /** The attempt is noted in n8n's database. */
  | { at: 'noting'; books: Books }
  /** There is a note already, in the ledger or by another node of this process: the books have to say what became of it. */
  | { at: 'sentBefore'; byAnotherNode: boolean }
  /** The note is ours, but may have come too late to keep another worker from sending. */
  | { at: 'doubting' }
  /** The note is ours, but too old to send under it. */
  | { at: 'renewing'; sendsLeft: number }
  /** The earlier sending is taken for not bought: whoever makes the next note first may send. */
  | { at: 'claiming'; claimFor: ClaimFor }
  | { at: 'sending'; sendsLeft: number }
  /** Sent, and nobody knows what became of it. `wasOpen`: nor of one before it. */
  | { at: 'unclear'; sendsLeft: number; sent: Unsettled; wasOpen: boolean }
  | { at: 'bought'; result: Result<T> }
  | { at: 'stopped'; error: ProviderError };

/** The most that one run sends one purchase: again only after an answer, or under a promise, that makes it safe. */
export const SENDS = 4;

export function firstSending<T>(): State<T> {
  return { at: 'sending', sendsLeft: SENDS - 1 };
}
