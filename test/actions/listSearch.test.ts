import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listSearch } from '../../actions/listSearch';
import { makePackage } from '../../esim/make';
import type { Provider } from '../../providers/provider';
import { ProviderError } from '../../http/errors';
import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { GigsApi } from '../../credentials/GigsApi.credentials';
import { Esim } from '../../nodes/Esim/Esim.node';
import { type GigsSandbox, startGigsSandbox } from '../../sandbox';
import { TRAVEL } from '../../sandbox/gigs/catalogue';
import { byId, gigsRuns, order } from '../support/gigsRuns';
import { partsFor } from '../support/n8n';

const longCatalogue = (number: number) =>
  makePackage({ provider: 'example', packageId: `p${number}`, type: 'both', dataBytes: number * 1024 ** 3 });

async function search(
  method: string,
  provider: Provider,
  filter?: string,
  page?: string,
): Promise<INodeListSearchResult | undefined> {
  const parameters = { provider: 'example', resource: 'order', operation: 'create' };
  const run = { node: esimNodeWith([provider]), parameters, credentials: exampleCredentials() };
  const { workflow, node, additionalData } = partsFor(run);
  const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, 'parameters.packageId');
  return await listSearch([provider])[method]?.call(context, filter, page);
}

describe('the searchable list of packages', () => {
  it('shows what can be bought, by one label', async () => {
    await expect(search('searchPackages', exampleProvider().provider)).resolves.toEqual({
      results: [
        { name: 'Package small 1 GB · 30 days · 1.49 USD · Austria', value: 'small' },
        { name: 'Package large 2 GB · 30 days · 1.49 USD · Austria', value: 'large' },
      ],
    });
  });

  it('narrows down to what is typed', async () => {
    await expect(search('searchPackages', exampleProvider().provider, ' large ')).resolves.toMatchObject({
      results: [{ value: 'large' }],
    });
  });

  it('shows a long catalogue page by page', async () => {
    const { provider } = exampleProvider();
    provider.package.forOrder = async function* () {
      for (let number = 1; number <= 150; number++) yield { value: longCatalogue(number), raw: {} };
    };
    const first = await search('searchPackages', provider);
    expect(first?.results).toHaveLength(100);
    const second = await search('searchPackages', provider, '', first?.paginationToken as string);
    expect(second?.results.map(({ value }) => value)).toEqual([...Array(50).keys()].map((index) => `p${index + 101}`));
    expect(second?.paginationToken).toBeUndefined();
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
    provider.package.forOrder = async function* () {
      const failed = new ProviderError('unreachable', 'Example is having trouble (HTTP 502)');
      yield await Promise.reject<never>(failed);
    };
    await expect(search('searchPackages', provider)).rejects.toMatchObject({
      message: 'Example is having trouble (HTTP 502)',
      failure: { cause: 'temporarily-unavailable' },
    });
  });
});

describe('the searchable list of top-ups', () => {
  let sandbox: GigsSandbox;
  beforeEach(async () => {
    sandbox = await startGigsSandbox({ settings: { activationSeconds: 0 } });
  });
  afterEach(async () => {
    await sandbox.settled();
    await sandbox.stop();
  });

  const fitting = ['Travel 1 GB More · 4.99 USD', 'Travel 1 GB When You Arrive · 4.99 USD'];

  it('shows what fits the eSIM that is named in the node, and everything while none is', async () => {
    const { url: baseUrl, projectId, apiToken } = sandbox;
    const credentials = { gigsApi: { type: new GigsApi(), data: { baseUrl, projectId, apiToken } } };
    const names = async (more: object): Promise<string[]> => {
      const parameters = { provider: 'gigs', resource: 'esim', operation: 'topUp', ...more };
      const { workflow, node, additionalData } = partsFor({ node: new Esim(), parameters, credentials });
      const context: ILoadOptionsFunctions = new LoadOptionsContext(
        workflow,
        node,
        additionalData,
        'parameters.packageId',
      );
      const page = await new Esim().methods.listSearch.searchTopUpPackages?.call(context);
      return (page?.results ?? []).map(({ name }) => name);
    };
    const bought = await gigsRuns(sandbox).one(order(TRAVEL, { clientReference: 'shop-1' }));
    const { iccid } = bought.esim as Record<string, string>;
    const customerId = byId(bought.customerId);

    await expect(names({ esimLookup: 'iccid', iccid })).resolves.toEqual(fitting);
    await expect(names({ esimLookup: 'customerId', customerId })).resolves.toEqual(fitting);
    for (const nobody of [
      {},
      { iccid: '' },
      { iccid: '={{ $json.iccid }}' },
      { esimLookup: 'customerId', customerId: byId('={{ $json.customerId }}') },
      { esimLookup: 'iccid', iccid: '8900000000000000000' },
    ]) {
      const all = await names(nobody);
      expect(all).toEqual(expect.arrayContaining(fitting));
      expect(all.length).toBeGreaterThan(fitting.length);
    }
  });
});
