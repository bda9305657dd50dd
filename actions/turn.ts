/** Makes the `Turn` of each item: its fields, its provider, one sign-in shared by all. */
import { randomUUID } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { connect } from '../http/connect';
import { ProviderError } from '../http/errors';
import { type Field, ofItem, readValues } from '../input';
import type { Provider, Session } from '../providers/provider';
import type { Clock } from '../purchase/clock';
import type { Run } from '../purchase/run';
import { fieldsOf } from './index';
import { itemOf, keyOf, type Operation, type Turn } from './operation';
import { simplify } from './shared/fields';
import { requestTimeout } from './shared/options';
import { PATIENCE_WITH_PURCHASES } from './shared/purchase';

/** What all items of a run have in common. */
export interface Shared {
  context: IExecuteFunctions;
  provider: Provider;
  operation: Operation;
  /** The shared fields and the provider's own. */
  fields: ReadonlyArray<Field<unknown>>;
  run: Run;
  clock: Clock;
  session(): Promise<Session>;
}

export function sharedBy(
  context: IExecuteFunctions,
  provider: Provider,
  operation: Operation,
  run: Run,
  clock: Clock,
): Shared {
  let connecting: Promise<Session> | undefined;
  const fields = [...fieldsOf(operation, [provider]), ...(provider.fields[keyOf(operation)] ?? [])];
  return {
    context,
    provider,
    operation,
    fields,
    run,
    clock,
    session: async () => await (connecting ??= connectTo(context, provider, fields)),
  };
}

/** @throws InputError for the first field whose value does not fit */
export function turnOf({ fields, ...shared }: Shared, item: number): Turn {
  const { context } = shared;
  const values = readValues(fields, ofItem(context, item));
  return {
    ...shared,
    place: placeOf(context, item),
    values,
    output: ({ value, others = [], raw }) =>
      [value, ...others].map((one) => itemOf(values.get(simplify) === false ? { ...one, raw } : one)),
  };
}

const unnamed = new WeakMap<IExecuteFunctions, string>();

/** n8n gives calls of an MCP client no execution (facts/n8n.md, section 8): each is one of its own. */
export function executionOf(context: IExecuteFunctions): string {
  const id = context.getExecutionId() as string | undefined;
  if (id) return id;
  const name = unnamed.get(context) ?? randomUUID();
  unnamed.set(context, name);
  return name;
}

/** The run index counts how often the node has been run in this execution: by a loop, or by an agent. */
export function placeOf(context: IExecuteFunctions, item: number): Turn['place'] {
  const run = context.evaluateExpression('{{ $runIndex }}', item);
  const node = context.getNode().id;
  return { execution: executionOf(context), node, run: typeof run === 'number' ? run : 0, item };
}

/** @param fields those of the operation: its options are read from the first item */
async function connectTo(
  context: IExecuteFunctions,
  provider: Provider,
  fields: ReadonlyArray<Field<unknown>>,
): Promise<Session> {
  const seconds = readValues(
    fields.filter(({ name }) => name === 'options'),
    ofItem(context, 0),
  ).need(requestTimeout);
  return await connect(context, provider, {
    readTimeoutMs: seconds * 1_000,
    spendTimeoutMs: seconds * 1_000 * PATIENCE_WITH_PURCHASES,
  });
}

/** @throws ProviderError `badInput` when the node's provider is none of these */
export function providerNamed(id: string | null, providers: readonly Provider[]): Provider {
  const provider = providers.find((one) => one.id === id);
  if (provider) return provider;
  throw new ProviderError('badInput', `Provider is "${id ?? ''}", which this node does not know`, {
    description: `Choose one of: ${providers.map(({ name }) => name).join(', ')}.`,
  });
}
