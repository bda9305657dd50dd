/** Makes the `Turn` of each item: its parameters, its provider, one sign-in shared by all. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { connect } from '../http/connect';
import { ProviderError } from '../http/errors';
import type { Provider, Session } from '../providers/provider';
import { toNodeError } from './errors';
import { keyOf, type Operation, type Turn, itemOf } from './operation';

/** A purchase waits this many times longer than a read: giving up early leaves its outcome unknown. */
const PATIENCE_WITH_PURCHASES = 3;

export function makeTurns(context: IExecuteFunctions, providers: readonly Provider[]): (itemIndex: number) => Turn {
  const provider = chosenProvider(context, providers);
  const operation = {
    resource: context.getNodeParameter('resource', 0) as Operation['resource'],
    value: context.getNodeParameter('operation', 0) as string,
  };
  const ownFields = provider.fields[keyOf(operation)] ?? [];
  let connecting: Promise<Session> | undefined;

  return (itemIndex) => {
    const parameter = <T>(name: string, fallback?: T): T => {
      const value: unknown = context.getNodeParameter(name, itemIndex, fallback);
      // n8n's own extractValue fails for a field that this provider's node does not have
      const chosen = isResourceLocatorValue(value) ? value.value : value;
      return (typeof chosen === 'string' ? chosen.trim() : chosen) as T;
    };
    const turn: Turn = {
      context,
      itemIndex,
      provider,
      parameter,
      session: async () => await (connecting ??= connectTo(context, provider, turn)),
      optional: (name) => asText(parameter<unknown>(name, '')),
      option: (name, fallback) => parameter(`options.${name}`, fallback) ?? fallback,
      providerFields: () => Object.assign({}, ...ownFields.map(({ name, type }) => ownValue(name, type))),
      output: (result) => {
        const simplified = parameter('simplify', true);
        return itemOf(simplified ? result.value : { ...result.value, raw: result.raw });
      },
    };
    const ownValue = (name: string, type: string): object => {
      const value = parameter<unknown>(name, null);
      return type === 'collection' && typeof value === 'object' && value !== null ? value : { [name]: value };
    };
    return turn;
  };
}

/** Text as it is, a number in digits, anything empty as null. */
function asText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function chosenProvider(context: IExecuteFunctions, providers: readonly Provider[]): Provider {
  const id = context.getNodeParameter('provider', 0, '') as string;
  const provider = providers.find((one) => one.id === id);
  if (provider) return provider;
  const error = new ProviderError('badInput', `"${id}" is not a provider of this node`, {
    description: `Choose one of: ${providers.map(({ name }) => name).join(', ')}.`,
  });
  throw toNodeError(error, context.getNode());
}

async function connectTo(context: IExecuteFunctions, provider: Provider, turn: Turn): Promise<Session> {
  const seconds = turn.option('requestTimeout', 30);
  return await connect(context, provider, {
    readTimeoutMs: seconds * 1_000,
    spendTimeoutMs: seconds * 1_000 * PATIENCE_WITH_PURCHASES,
  });
}
