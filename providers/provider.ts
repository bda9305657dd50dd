/**
 * The contract that each provider fulfils.
 *
 * A provider is a plain object. What it can do is the set of methods it has: the operations offered in the editor,
 * the README's table and the tests' table are derived from that (see `capabilities.ts`), never typed again.
 */
import type {
  Balance,
  Device,
  Esim,
  EsimEvent,
  EventType,
  Money,
  Order,
  OrderStatus,
  Package,
  Refund,
  Usage,
} from '../esim/model';
import type { ProviderError } from '../http/errors';
import type { HttpClient } from '../http/client';
import type { Sharing } from '../http/sharing';
import type { Field, Values } from '../input';

/** A value in our model and the provider's untouched answer behind it (shown when Simplify is off). */
export interface Result<T> {
  value: T;
  raw: unknown;
  /** The same order once more for each further eSIM in it: one item an eSIM. */
  others?: readonly T[];
}

/** What a provider's code is given to work with: signed in, pointed at the right address. */
export interface Session extends Sharing {
  readonly http: HttpClient;
  /** The credential's fields that are not secret: base URL, project id, API version, paths. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A line in n8n's log. Never put a token, an activation code or an install link in it. */
  log(message: string): void;
  sleep(milliseconds: number): Promise<void>;
}

/** What the person filled in: read by the fields that the provider declares (`Provider.fields`), and by the shared ones. */
export type ProviderFields = Values;

// ---------------------------------------------------------------------------------------------- purchases

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

// ------------------------------------------------------------------------------------------------- reading

/** How a person names a thing. */
export interface Lookup {
  by: string;
}

/** Finds a thing in each of the ways that it lists; made by `kit/lookups.ts`. @throws ProviderError `notFound` */
export interface Finder<By extends Lookup, T> {
  (session: Session, lookup: By): Promise<T>;
  readonly ways: ReadonlyArray<By['by']>;
}

/** How a person names an eSIM. Exactly one is set. */
export type EsimLookup =
  | { by: 'iccid'; iccid: string }
  | { by: 'customerId'; customerId: string }
  | { by: 'esimId'; esimId: string };

/** How a person names an order. Exactly one is set. */
export type OrderLookup =
  | { by: 'orderId'; orderId: string }
  | { by: 'clientReference'; clientReference: string; customerEmail: string | null };

/** A list that is read page by page, only as far as somebody asks. */
export type Listing<T> = AsyncIterable<Result<T>>;

export interface PackageMethods {
  get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>>;
  getMany(session: Session, fields: ProviderFields): Listing<Package>;
  /** What Create Order can buy; the list in the editor is made of it (`kit/pickers.ts`). */
  forOrder(session: Session): Listing<Package>;
  /**
   * What Top Up can buy; absent: the same.
   * @param named the eSIM that is named in the node: only what fits it; null while none is: all
   */
  forTopUp?(session: Session, named: EsimLookup | null): Listing<Package>;
}

export interface OrderMethods {
  create?: PurchaseOperation<CreateOrderInput, Order>;
  get?: Finder<OrderLookup, Result<Order>>;
  getMany?(session: Session, fields: ProviderFields): Listing<Order>;
  refund?: PurchaseOperation<RefundInput, Refund>;
  activate?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
  /** Stop at the end of the paid period. */
  cancel?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
  /** Undo `cancel` while the period still runs. */
  resume?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
}

export interface WatchedNotification {
  iccid: string;
  type: string;
  url: string;
}

export interface EsimMethods {
  /** Several eSIMs when the lookup names a customer with several. Throws `notFound` for none. */
  get?: Finder<EsimLookup, Array<Result<Esim>>>;
  getUsage?: Finder<EsimLookup, Result<Usage>>;
  /** `ways`: how the eSIM can be named; absent: all in which it is found but by the provider's own id. */
  topUp?: PurchaseOperation<TopUpInput, Order> & { ways?: ReadonlyArray<EsimLookup['by']> };
  /** Pauses its data, and undoes that. */
  suspend?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  unsuspend?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  /** Ends it and its package for good, without money back. */
  revoke?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  watch?(session: Session, iccid: string, url: string, fields: ProviderFields): Promise<Result<WatchedNotification[]>>;
  unwatch?(session: Session, iccid: string, fields: ProviderFields): Promise<Result<WatchedNotification[]>>;
  getWatched?(session: Session, iccid: string): Promise<Result<WatchedNotification[]>>;
}

export interface AccountMethods {
  /** What is left of the reseller's credit. */
  getBalance?(session: Session): Promise<Result<Balance>>;
}

export interface DeviceMethods {
  /** Phones that can take an eSIM. */
  getMany?(session: Session): Listing<Device>;
}

// ------------------------------------------------------------------------------------------------- webhooks

/** A delivery as it arrived. Header names are lower case. */
export interface Delivery {
  headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as sent, before any parsing. */
  rawBody: Buffer;
}

/** What names a signed message: `message` over all attempts to deliver it, `attempt` only this one. */
export interface MessageName {
  message: string;
  attempt: string;
}

/**
 * Whether a delivery may be trusted. The reason goes to the log and is answered with 401. With a name, the same message
 * is not accepted twice.
 */
export type Verdict = { trusted: true; proven: boolean; name?: MessageName } | { trusted: false; reason: string };

/** A delivery's events, or why its body cannot be one (answered with 400). */
export type Reading = { readable: true; events: Array<Result<EsimEvent>> } | { readable: false; reason: string };

/** What the provider says when an event is read back. */
export type Confirmation =
  | { outcome: 'confirmed'; changes?: Partial<EsimEvent> }
  /** The thing exists, the provider shows something else at the moment. */
  | { outcome: 'differs'; explanation: string; changes?: Partial<EsimEvent> }
  /** The provider does not know this eSIM or customer: somebody made the event up. */
  | { outcome: 'unknown'; explanation: string }
  /** The provider could not be asked: the sender should try again later. */
  | { outcome: 'notAsked'; error: ProviderError };

export interface WebhookSource {
  /** The normalised types that this provider can send, offered under Events. */
  events: readonly EventType[];
  /** Where the URL is entered, shown in the editor. */
  setupNotice: string;
  /** Fields of the trigger that only this provider has. */
  fields?: ReadonlyArray<Field<unknown>>;
  /** `authenticate` names each message that it trusts: one that was taken is not taken again. */
  namesMessages?: boolean;
  /** Checks signature or password. Absent: the provider signs nothing. */
  authenticate?(delivery: Delivery, secrets: Readonly<Record<string, unknown>>): Verdict;
  read(delivery: Delivery): Reading;
  /** Reads the subject of the event back from the provider. */
  confirm?(session: Session, event: EsimEvent): Promise<Confirmation>;
  /** Registers the URL at the provider; absent where a person pastes it into a portal. */
  register?(session: Session, url: string, fields: ProviderFields): Promise<void>;
  /** Removes exactly what `register` made; copes with nothing being there. */
  unregister?(session: Session, url: string, fields: ProviderFields): Promise<void>;
  /** Whether the URL is registered exactly as `register` would do it. */
  isRegistered?(session: Session, url: string, fields: ProviderFields): Promise<boolean>;
}

// -------------------------------------------------------------------------------------------------- provider

/** One row of a searchable list in the editor. */
export interface Choice {
  name: string;
  value: string;
  url?: string;
}

export interface ChoicePage {
  choices: Choice[];
  /** Passed back to get the next page; absent at the end. */
  next?: string;
}

/** A page of the rows that fit what was typed. */
export type Picker = (session: Session, filter: string, page: string | undefined) => Promise<ChoicePage>;

export interface Provider {
  /** Stable internal id, also `provider` in every output: "dentGigaStore". */
  id: string;
  /** As the provider writes its name. */
  name: string;
  /** Name of the credential type in `credentials/`. */
  credential: string;
  /** Names of the credential's fields that are secret: hidden in every text, kept out of `Session.settings`. */
  secrets: readonly string[];
  /**
   * How many requests a second the provider takes from an account; each process keeps to it.
   * @param settings the credential's fields: where several processes share an account, the person divides it
   */
  requestsPerSecond?(settings: Readonly<Record<string, unknown>>): number;
  /** True when an order is not ready at once and Wait for Completion makes sense. */
  ordersAreAsynchronous: boolean;
  /** States of an order that waiting can end. */
  waitWhile?: readonly OrderStatus[];
  package: PackageMethods;
  order: OrderMethods;
  esim: EsimMethods;
  account?: AccountMethods;
  device?: DeviceMethods;
  /** The searchable list of customers, where the provider has customers. */
  pickCustomer?: Picker;
  /** Extra fields by "resource.operation", shown only for this provider. */
  fields: Readonly<Record<string, ReadonlyArray<Field<unknown>>>>;
  /** Shared fields that this provider needs filled in: "order.create" -> ["customerEmail"]. */
  requiredFields?: Readonly<Record<string, readonly string[]>>;
  webhook?: WebhookSource;
}
