/** The searchable lists behind the resource locators. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { connect } from '../http/connect';
import type { Picker, Provider, ProviderFields } from '../providers/provider';
import { toNodeError } from './errors';

type Search = (this: ILoadOptionsFunctions, filter?: string, page?: string) => Promise<INodeListSearchResult>;

function searchWith(providers: readonly Provider[], pickerOf: (provider: Provider) => Picker | undefined): Search {
  return async function (this: ILoadOptionsFunctions, filter?: string, page?: string) {
    const provider = providers.find(({ id }) => id === this.getCurrentNodeParameter('provider'));
    const pick = provider && pickerOf(provider);
    if (!provider || !pick) return { results: [] };
    const outcome = await attempt(async () => {
      const session = await connect(this, provider, { readTries: 2 });
      return await pick(session, (filter ?? '').trim(), page, namedEsim(this));
    });
    if ('error' in outcome) throw toNodeError(outcome.error, this.getNode());
    const { choices, next } = outcome.value;
    return { results: choices, ...(next === undefined ? {} : { paginationToken: next }) };
  };
}

/**
 * The eSIM that is named in the node, for lists of what fits it. An expression that the editor could not resolve, or an
 * empty field, names none.
 */
function namedEsim(context: ILoadOptionsFunctions): ProviderFields {
  const filled = ['esimLookup', 'iccid', 'customerId'].flatMap((name): Array<[string, string]> => {
    const entered: unknown = context.getCurrentNodeParameter(name);
    // a field with a list keeps what was chosen beside how it was chosen
    const value = typeof entered === 'object' && entered !== null && 'value' in entered ? entered.value : entered;
    const isText = typeof value === 'string' && value.trim() !== '' && !value.startsWith('=');
    return isText ? [[name, value.trim()]] : [];
  });
  return Object.fromEntries(filled);
}

async function attempt<T>(task: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

export function listSearch(providers: readonly Provider[]): Record<string, Search> {
  return {
    searchPackages: searchWith(providers, ({ pickers }) => pickers.package),
    searchTopUpPackages: searchWith(providers, ({ pickers }) => pickers.topUpPackage ?? pickers.package),
    searchCustomers: searchWith(providers, ({ pickers }) => pickers.customer),
  };
}
