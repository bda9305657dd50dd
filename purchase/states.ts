/** Where a purchase stands on its way, and what it needs there. */
import type { ProviderError } from '../http/errors';
import type { PreparedPurchase, Result } from '../providers/provider';
import type { Unsettled } from '../providers/spending';
import type { Books } from './decide';
import type { Attempt, Ledger } from './ledger';
import type { Bought, Name } from './words';

export interface BuyOnceOptions extends Name {
  ledger: Ledger;
  /** Distinguishes equal keys of different providers. */
  scope: string;
  /** Names the account at the provider that pays: the credential's id. */
  account: string;
  /** What is bought, for whom: the same reference for something else is refused. */
  content: string;
  /** Names the execution: its tries (Retry On Fail) send an unconfirmed purchase again once between them. */
  run: string;
  /** The person has looked at the provider and wants an unconfirmed purchase sent again. */
  sendAgainIfUnconfirmed: boolean;
  sleep: (milliseconds: number) => Promise<void>;
}

/** What is to be bought, before anybody has been asked anything. */
export interface Wanted<T> extends Bought {
  /** As far as it is known before it is prepared: of several with the same key, one at a time. */
  key: string;
  /** Purchases of the same name are carried out one after the other: the provider's books cannot tell them apart. */
  alone: string | null;
  prepare(): Promise<PreparedPurchase<T>>;
}

/** One purchase on its way. */
export interface Walk<T> {
  purchase: PreparedPurchase<T>;
  attempt: Attempt;
  /** The attempt as it was known before it was prepared. */
  first: Attempt;
  options: BuyOnceOptions;
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
  | Sending
  | Unclear
  | { at: 'bought'; result: Result<T> }
  | { at: 'stopped'; error: ProviderError };

export interface Sending {
  at: 'sending';
  sendsLeft: number;
  /** An earlier sending of this run got no clear answer: then a refusal of a later one proves nothing. */
  open: boolean;
}

/** Sent, and nobody knows what became of it. */
export interface Unclear {
  at: 'unclear';
  sendsLeft: number;
  sent: Unsettled;
}
