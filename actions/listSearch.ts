/** The searchable lists behind the resource locators. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { connect } from '../http/connect';
import { InputError, ofEditor, readValues } from '../input';
import { packagesToChoose } from '../providers/kit/pickers';
import type { ChoicePage, EsimLookup, Provider, Session } from '../providers/provider';
import { toNodeError } from './errors';
import { providerField } from './properties';
import { esimLookupFields, esimLookupOf } from './shared/esimLookup';

/** @param named asks the node which eSIM is named in it */
type Pick = (
  session: Session,
  filter: string,
  page: string | undefined,
  named: () => EsimLookup | null,
) => Promise<ChoicePage>;

type Search = (this: ILoadOptionsFunctions, filter?: string, page?: string) => Promise<INodeListSearchResult>;

function searchWith(providers: readonly Provider[], pickerOf: (provider: Provider) => Pick | undefined): Search {
  return async function (this: ILoadOptionsFunctions, filter?: string, page?: string) {
    const provider = providers.find(({ id }) => id === providerIn(this, providers));
    const pick = provider && pickerOf(provider);
    if (!provider || !pick) return { results: [] };
    const outcome = await attempt(async () => {
      const session = await connect(this, provider, { readTries: 2 });
      return await pick(session, (filter ?? '').trim(), page, () => namedEsim(this, provider));
    });
    if ('error' in outcome) throw toNodeError(outcome.error, this.getNode());
    const { choices, next } = outcome.value;
    return { results: choices, ...(next === undefined ? {} : { paginationToken: next }) };
  };
}

/** The eSIM that is named in the node, for lists of what fits it; null while it is named in part, or cannot be read. */
function namedEsim(context: ILoadOptionsFunctions, provider: Provider): EsimLookup | null {
  try {
    return esimLookupOf(readValues(esimLookupFields([provider]), ofEditor(context)));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw toNodeError(error, context.getNode());
  }
}

function providerIn(context: ILoadOptionsFunctions, providers: readonly Provider[]): string | null {
  const field = providerField(providers);
  return readValues([field], ofEditor(context)).get(field);
}

async function attempt<T>(task: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}

function pickPackage({ package: packages }: Provider): Pick {
  return async (session, filter, page) => await packagesToChoose(packages.forOrder(session), filter, page);
}

function pickTopUp({ package: packages }: Provider): Pick {
  return async (session, filter, page, named) => {
    const offered = packages.forTopUp?.(session, named()) ?? packages.forOrder(session);
    return await packagesToChoose(offered, filter, page);
  };
}

export function listSearch(providers: readonly Provider[]): Record<string, Search> {
  return {
    searchPackages: searchWith(providers, pickPackage),
    searchTopUpPackages: searchWith(providers, pickTopUp),
    searchCustomers: searchWith(providers, ({ pickCustomer }) => pickCustomer),
  };
}
