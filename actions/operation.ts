/** The shape of an operation: its words in the editor, its fields and what it does with one item, side by side. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Field, Values } from '../input';
import type { Provider, Result, Session } from '../providers/provider';
import type { Run } from '../purchase/run';
import type { Clock } from '../purchase/clock';
import type { Place } from '../purchase/notes';
import type { Sale } from './shared/sale';

export type Resource = 'account' | 'device' | 'esim' | 'order' | 'package';

/** One item's turn: what the person filled in for it, and what it is carried out with. */
export interface Turn {
  context: IExecuteFunctions;
  place: Place;
  provider: Provider;
  /** The fields of the operation, shared ones and the provider's own, read by their types. */
  values: Values;
  run: Run;
  clock: Clock;
  /** Signs in at the provider, once for all items. Operations that need no provider never call it. */
  session(): Promise<Session>;
  /** A model value as an item, one an eSIM; with Simplify off the provider's untouched answer goes along as `raw`. */
  output<T extends object>(result: Result<T>): INodeExecutionData[];
}

/** What an item asks for: read and checked, not begun. */
export interface Job {
  /** The purchase that it makes. */
  sale?: Sale;
  /** What the provider can say of it without being asked. @throws ProviderError `badInput` */
  check?(session: Session): void;
  carryOut(): Promise<INodeExecutionData[]>;
}

export interface Operation {
  resource: Resource;
  value: string;
  /** Title case, without the resource: "Create". */
  name: string;
  /** Sentence case, with the resource: "Create order". */
  action: string;
  description: string;
  /** It spends, gives back, starts, ends or sends something: an agent may do it only where the person allows that. */
  changes: boolean;
  /** Fields that all providers share, given the providers that offer this operation. */
  fields(providers: readonly Provider[]): Array<Field<unknown>>;
  /**
   * Reads one item, without asking anybody: all items are read before the first one is carried out.
   * @throws InputError
   */
  read(turn: Turn): Job;
}

export function itemOf(json: object): INodeExecutionData {
  return { json: json as IDataObject };
}

/** "order.create": the name of an operation in `providers/capabilities.ts` and in a provider's `fields`. */
export function keyOf(operation: Pick<Operation, 'resource' | 'value'>): string {
  return `${operation.resource}.${operation.value}`;
}
