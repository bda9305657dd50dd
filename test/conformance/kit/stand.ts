/** A provider as the conformance suite sees it: what to buy there, how to make it fail, what it cannot do, and why. */
import type { ICredentialDataDecryptedObject, ICredentialType, INodeParameters } from 'n8n-workflow';

import type { EventType } from '../../../esim/model';
import type { Delivery, Fault, JournalEntry, QueuedFault } from '../../../sandbox';
import type { CaseName } from './cases';
import type { Shop } from './shop';

/** The operations that spend money or give it back. */
export const PURCHASES = ['order.create', 'esim.topUp', 'order.refund'] as const;
export type Purchase = (typeof PURCHASES)[number];

/** A value picked by hand. */
export function byId(value: string): { __rl: true; mode: 'id'; value: string } {
  return { __rl: true, mode: 'id', value };
}

/** What the stand-ins of all providers have (sandbox/README.md). */
export interface Sandbox {
  books(): {
    ledger: ReadonlyArray<{ kind: 'purchase' | 'refund'; orderId: string; reference: string | null }>;
    boughtTwice: string[];
    violations: unknown[];
  };
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  faults: { next(queued: QueuedFault): void; clear(): void };
  webhooks: { deliveries(): Delivery[] };
  settled(): Promise<void>;
  reset(seed?: string): void;
  stop(): Promise<void>;
}

/** What an item of an order says, as far as the suite goes on with it. */
export interface Bought {
  orderId: string;
  customerId: string | null;
  subscriptionId: string | null;
  invoiceId?: string | null;
  esim: { iccid: string; esimId: string | null; activationCode: string };
}

/** Something that happens at the provider, of which it tells by webhook. */
export interface Happening {
  what: string;
  /** Afterwards the eSIM is of no more use. */
  ends?: true;
  /** Makes it happen to an eSIM that was bought; resolves when the stand-in has written down what it tells. */
  cause(bought: Bought, shop: Shop): Promise<unknown>;
}

/** A stand-in that is running. */
export interface Opened {
  sandbox: Sandbox;
  /** Fields of the credential; a fresh object each time, with no token yet. */
  account(): ICredentialDataDecryptedObject;
  /** What may stand in no error and in no log. */
  secrets: ReadonlyArray<string | RegExp>;
  /** How often money was given back, by the provider's books. Absent: the ledger's refunds. */
  refundsMade?(): number;
  /** Makes the account one in which orders can be refunded; before they are bought. */
  allowRefunds?(): void;
  /** Makes an order one that can be refunded. */
  beforeRefund?(bought: Bought): Promise<unknown>;
  /**
   * Makes the first page of the list of orders end after three rows. Where the stand-in cannot cut its pages, the next
   * request gets such a page.
   */
  smallPages?(): Promise<'always' | 'nextRequest'>;
  /** From now on the list of orders never comes to an end. */
  endless?(): Promise<void> | void;
  /** One after the other, on one eSIM. */
  happenings: readonly Happening[];
  /** The headers that prove a delivery; absent where nothing is signed. */
  sign?(body: string): Record<string, string>;
  /** Back to the settings that it was opened with. */
  restore(): void;
}

/** The names of the stand-in's calls. */
export interface Calls {
  /** The call that spends, or gives back. */
  spends: Record<Purchase, string>;
  /** The call that gives a token; empty where the credential is sent with every request. */
  signIn: readonly string[];
  /** Calls that show whether a reference was bought. */
  books: readonly string[];
  orders: string;
}

export interface Stand {
  /** As it is called in the table of docs/conformance.md. */
  name: string;
  /** The id in `providers/index.ts`. */
  provider: string;
  /** What is known of it: where the sections in reasons are. */
  facts: string;
  credential: new () => ICredentialType;
  open(): Promise<Opened>;
  /** Packages that fit one another: both orders the same customer, both top-ups the eSIM of the first order. */
  packages: { order: string; anotherOrder: string; topUp: string; anotherTopUp: string };
  /** What an operation needs beyond the shared fields. */
  fill: Readonly<Record<string, INodeParameters>>;
  /** Fields of an order that waits for Activate, where the provider has such. */
  fillWaiting?: INodeParameters;
  /** Fields that make a list of packages name their countries, where that is extra. */
  fillCountries?: INodeParameters;
  calls: Calls;
  /** A documented answer that proves that nothing was bought, or given back (facts/providers/…). */
  refusal: Fault;
  /** Credential fields that a refused sign-in differs in. */
  wrongAccount: Readonly<Record<string, string>>;
  /** Cases that do not hold, with the reason; printed in docs/conformance.md. */
  cannot: Partial<Record<CaseName, string>>;
  /** Defects: cases that should hold and do not yet. */
  defects: Partial<Record<CaseName, string>>;
  /** Types of events that the trigger offers and the stand-in never tells, with the reason. */
  notTold: Partial<Record<EventType, string>>;
  /** Fields of the model that stay empty in what is read back. */
  notGiven: readonly NotGiven[];
}

export interface NotGiven {
  /** An operation, or an interface of `esim/model.ts`: wherever that is given. */
  in: string;
  fields: readonly string[];
  because: string;
}
