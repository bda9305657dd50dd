/** The shape of an operation: its words in the editor, its fields and what it does with one item, side by side. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Provider, ProviderFields, Result, Session } from '../providers/provider';

export type Resource = 'esim' | 'order' | 'package';

/** One item's turn. */
export interface Turn {
  context: IExecuteFunctions;
  itemIndex: number;
  provider: Provider;
  /** Signs in at the provider, once for all items. Operations that need no provider never call it. */
  session(): Promise<Session>;
  /** A parameter's value for this item; resource locators give their value, text is trimmed. */
  parameter<T = string>(name: string, fallback?: T): T;
  /** A text parameter, or null when it is empty. */
  optional(name: string): string | null;
  /** What the person filled into the fields that only this provider has. */
  providerFields(): ProviderFields;
  /** A value of the Options collection. */
  option<T>(name: string, fallback: T): T;
  /** A model value as an item; with Simplify off the provider's untouched answer goes along as `raw`. */
  output<T extends object>(result: Result<T>): INodeExecutionData;
}

export interface Operation {
  resource: Resource;
  value: string;
  /** Title case, without the resource: "Create". */
  name: string;
  /** Sentence case, with the resource: "Create order". */
  action: string;
  description: string;
  /** Fields that all providers share, given the providers that offer this operation. */
  fields(providers: readonly Provider[]): INodeProperties[];
  execute(turn: Turn): Promise<INodeExecutionData[]>;
}

export function itemOf(json: object): INodeExecutionData {
  return { json: json as IDataObject };
}

/** "order.create": the name of an operation in `providers/capabilities.ts` and in a provider's `fields`. */
export function keyOf(operation: Pick<Operation, 'resource' | 'value'>): string {
  return `${operation.resource}.${operation.value}`;
}
