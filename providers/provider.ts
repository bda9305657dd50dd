/**
 * The contract that each provider fulfils.
 *
 * A provider is a plain object. What it can do is the set of methods it has: the operations offered in the editor,
 * the README's table and the tests' table are derived from that (see `capabilities.ts`), never typed again.
 */
import type { OrderStatus } from '../esim/model';
import type { Field } from '../input';
import type { AccountMethods, DeviceMethods, EsimMethods, OrderMethods, PackageMethods } from './contract/reading';
import type { Session } from './contract/session';
import type { WebhookSource } from './contract/webhooks';

export type * from './contract/purchasing';
export type * from './contract/reading';
export type * from './contract/session';
export type * from './contract/webhooks';

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
