import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listSearch } from '../../../nodes/Esim/methods/listSearch';
import type { Provider } from '../../../providers/provider';
import { ProviderError } from '../../../http/errors';
import { esimNodeWith, exampleCredentials, exampleProvider } from '../../support/exampleProvider';
import { partsFor } from '../../support/n8n';

async function search(method: string, provider: Provider, filter?: string): Promise<INodeListSearchResult | undefined> {
  const parameters = { provider: 'example', resource: 'order', operation: 'create' };
  const run = { node: esimNodeWith([provider]), parameters, credentials: exampleCredentials };
  const { workflow, node, additionalData } = partsFor(run);
  const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, 'parameters.packageId');
  return await listSearch([provider])[method]?.call(context, filter);
}

describe('the searchable list of packages', () => {
  it('shows a page and says how to go on', async () => {
    await expect(search('searchPackages', exampleProvider().provider)).resolves.toEqual({
      results: [
        { name: 'Package small', value: 'small' },
        { name: 'Package large', value: 'large' },
      ],
      paginationToken: 'page-2',
    });
  });

  it('narrows down to what is typed', async () => {
    await expect(search('searchPackages', exampleProvider().provider, ' large ')).resolves.toEqual({
      results: [{ name: 'Package large', value: 'large' }],
    });
  });

  it('offers the same packages for a top-up where the provider makes no difference', async () => {
    await expect(search('searchTopUpPackages', exampleProvider().provider, 'small')).resolves.toMatchObject({
      results: [{ value: 'small' }],
    });
  });

  it('is empty where the provider has no such list', async () => {
    await expect(search('searchCustomers', exampleProvider().provider)).resolves.toEqual({ results: [] });
  });

  it('says in the provider’s words why it cannot be shown', async () => {
    const { provider } = exampleProvider();
    provider.pickers.package = () =>
      Promise.reject(new ProviderError('unreachable', 'Example is having trouble (HTTP 502)'));
    await expect(search('searchPackages', provider)).rejects.toMatchObject({
      message: 'Example is having trouble (HTTP 502)',
      failure: { cause: 'temporarily-unavailable' },
    });
  });
});
