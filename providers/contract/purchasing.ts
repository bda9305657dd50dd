/** Operations that spend money, or give it back: what a provider prepares, and `purchase/` decides about. */
import type { Money } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import type { ProviderFields, Result, Session } from './session';

/** How the one request that spends money ended. */
export type Sent<T> =
  | { outcome: 'done'; result: Result<T> }
  /** The provider said no in a way that proves it (`spending.ts`), or the request never left: nothing was bought. */
  | { outcome: 'refused'; error: ProviderError }
  | ({ outcome: 'unknown'; error: ProviderError } & Unclear);

/** What may help where nobody can tell from an answer whether something was bought. */
export interface Unclear {
  /**
   * The provider promises that this very request, sent again within minutes, is carried out once (a live idempotency
   * key). It is never sent again in a later run.
   */
  repeatable?: boolean;
  /** The provider said no, but it says so of what is there already, too (409): complete books decide. */
  saidNo?: boolean;
  /** What has to be known when somebody wants to send it again: kept in the ledger. */
  facts?: readonly string[];
}

/** What tells one package from another, as far as it is known. */
export interface PackageTraits {
  id: string | null;
  name?: string | null;
  dataBytes?: number | null;
  days?: number | null;
  /** Only given where the provider sells several packages that are alike in everything else. */
  price?: Money | null;
}

/** What a purchase is about. What is left out does not belong to this kind of purchase; null is unknown. */
export interface Traits {
  package?: PackageTraits;
  /** By the provider's id, else by the email address. */
  customer?: { id: string | null; email: string | null };
  /** The eSIM that is topped up. */
  iccid?: string | null;
}

/** What the provider's own books say about a client reference. */
export type Found<T> =
  /** An order carries it. `purchase/compare.ts` judges by the traits whether it is the one that was asked for. */
  | { outcome: 'found'; result: Result<T>; traits: Traits }
  /** The books were read to the end and hold nothing under this reference. */
  | { outcome: 'absent' }
  /** The reference is in the books for something else, whatever its traits: several orders, or another kind of order. */
  | { outcome: 'conflict'; explanation: string; advice?: string }
  /** An order is under way that may be this one: the provider does not say before it is completed. */
  | { outcome: 'underWay'; explanation: string }
  /** The provider has no record of references here, or it could not be read. */
  | { outcome: 'cannotTell'; error: ProviderError | null };

/**
 * What makes it certain that a purchase whose outcome stayed open was not bought, once the waiting time has passed
 * (docs/buying-once.md has the table).
 * - `completeBooks`: `find` says `absent`.
 * - `sameRequest`: the same request is carried out once; `mayRepeat` says whether that still holds.
 * - `never`: a person has to look.
 */
export type Certainty = 'completeBooks' | 'sameRequest' | 'never';

/** What n8n's notes tell of a purchase. */
export interface Notes {
  /** Those of the facts that were noted with it. */
  recall(facts: readonly string[]): Promise<string[]>;
  /** Whether it was last noted less than so long ago. */
  isYounger(milliseconds: number): Promise<boolean>;
}

/**
 * A purchase that is ready to go: everything that could fail for free has been done.
 * `purchase/buyOnce.ts` decides when to call `find` and `send`; a provider never does.
 */
export interface PreparedPurchase<T> {
  /** Where a person looks when the outcome is unknown: "Sales History in the DENT Giga Store portal". */
  whereToCheck: string;
  /** What is wanted: what is found under the reference must be the same. */
  asked: Traits;
  /** Asked for after `find`: what is certain may hang on what the last look has shown. */
  certainty: Certainty;
  /** Looks once; waiting is not its business. */
  find(): Promise<Found<T>>;
  send(): Promise<Sent<T>>;
  /** Adds to a found purchase what only the input says (the package's id), once it is known to be the one asked for. */
  asAsked?(result: Result<T>): Result<T>;
  /** With `sameRequest`: whether sending it again now is certain to be carried out at most once. */
  mayRepeat?(notes: Notes): Promise<boolean>;
  /**
   * The result of a purchase that went through in an earlier try and that the provider's books do not show (a refund).
   * @param which asks n8n's notes which of several orders it became
   * @returns null when it cannot be told from others
   */
  asBefore?(which: (orderIds: readonly string[]) => Promise<string | null>): Promise<Result<T> | null>;
}

/** An operation that spends money (or gives it back). */
export interface PurchaseOperation<Input, Output> {
  /**
   * Names what only one purchase at a time may be sent for: the provider's books do not tell several apart.
   * Absent: they do.
   */
  alone?(input: Input): string;
  /** How late a purchase may show in the books, in milliseconds, as far as the provider says or it was seen. */
  showsWithinMs: number;
  /** A refund of a part is a purchase of its own: what tells it from the refund of another part. */
  partOf?(input: Input): ReadonlyArray<string | null>;
  /** What else it asks for that makes it another purchase, beside package, customer and eSIM: how many. */
  alsoAsks?(input: Input): ReadonlyArray<string | null>;
  /** Carrying it out a second time does nothing more (an eSIM is deleted once): nothing has to be noted. */
  repeatsAreHarmless?: boolean;
  /**
   * What is wrong with the input and can be known without asking the provider. All items of a run are checked before
   * the first one is sent. @throws ProviderError `badInput`
   */
  check?(session: Session, input: Input): void;
  /** Throws `ProviderError` for anything that is wrong before money moves. */
  prepare(session: Session, input: Input): Promise<PreparedPurchase<Output>>;
}

export interface CreateOrderInput {
  packageId: string;
  /** Already trimmed, never empty. */
  clientReference: string;
  customerEmail: string | null;
  /** The provider's id of an existing customer, where the provider has customers. */
  customerId: string | null;
  fields: ProviderFields;
}

export interface TopUpInput {
  packageId: string;
  clientReference: string;
  /** One of the three says which eSIM is topped up. */
  iccid: string | null;
  customerId: string | null;
  esimId?: string | null;
  fields: ProviderFields;
}

export interface RefundInput {
  orderId: string;
  fields: ProviderFields;
}
