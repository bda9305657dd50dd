/** A provider as the conformance suite sees it: its stand-in, what is bought there, and what it cannot do. */
import type { INodeParameters } from 'n8n-workflow';

import type { Provider } from '../../providers/provider';
import type { Clock } from '../../purchase/clock';
import type { Delivery, JournalEntry, QueuedFault } from '../../sandbox';
import type { Stand } from '../chaos/stands';
import type { Workshop } from './workshop';

export type Json = Record<string, unknown>;
export type Purchase = 'order' | 'topUp' | 'refund';

/** An order that was bought for a case. */
export interface Bought {
  reference: string;
  orderId: string;
  iccid: string;
  order: Json;
}

/** What every stand-in has. */
export interface Sandbox {
  faults: { next(fault: QueuedFault): void; clear(): void };
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  webhooks: { readonly events: readonly string[]; deliveries(): Delivery[] };
  settled(): Promise<void>;
  books(): { ledger: ReadonlyArray<{ kind: 'purchase' | 'refund'; orderId: string }> };
}

export interface Bench {
  stand: Stand;
  sandbox: Sandbox;
  /** Absent: the real one. */
  clock?: Clock;
  /** Names of the stand-in's calls that spend or give back. */
  routes: Record<Purchase, string>;
  /** Name of the stand-in's call that signs in; absent where there is none. */
  signIn?: string;
  /** A package that is another one than the usual. */
  another: { order: INodeParameters; topUp: INodeParameters };
  /** What the provider answers to a purchase that it does not want to carry out, and its words in there. */
  refusal: { status: number; contentType: string; body: string; words: string };
  /** Something happens to an eSIM, so that as much as possible is known of it: installed, data used. */
  live(iccid: string): Promise<unknown>;
  /** Makes everything happen that the provider tells about; resolves when all of it was sent to the URL. */
  stir(shop: Workshop, url: string): Promise<unknown>;
  /** Fields of the credential that make the trigger ask for a password, where deliveries are not signed anyway. */
  forging?: Readonly<Record<string, string>>;
  /** What the reseller does before an order that was taken is ready: pay its invoice. Absent: nothing. */
  complete?(order: Json): Promise<unknown>;
  /** Parameters of an operation that it has besides those of its kind ("order.activate"), or instead of them. */
  parameters?: Readonly<Record<string, INodeParameters>>;
  /** How the order is bought on which an operation is carried out, where that matters ("order.activate"). */
  orderFor?: Readonly<Record<string, INodeParameters>>;
  /** What has to happen between that order and the operation. */
  before?: Readonly<Record<string, (bought: Bought) => Promise<unknown>>>;
}

/** Why something is not there, by what it is: "order.getAll: esim.activationCode", or the name of a case. */
export type Reasons = Readonly<Record<string, string>>;

/** One reason for several. */
export function because(reason: string, ...names: string[]): Reasons {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

export interface Subject {
  /** With the version where there are several: "1GLOBAL Connect v2". */
  name: string;
  provider: Provider;
  start(): Promise<Bench>;
  /** Fields of the model that are always null: "esim.imsi" in every operation, "order.getAll: esim" in one. */
  neverGiven: Reasons;
  /** Cases that the provider cannot pass, by their names. */
  cannot: Reasons;
  /** Cases that the product does not pass and should, by their names. */
  defects?: Reasons;
}
