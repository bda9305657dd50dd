import { makeOrder } from '../../esim/make';
import type { Device } from '../../esim/model';
import type { Provider } from '../../providers/provider';
import { esimNodeWith, exampleCredentials, exampleEsim, exampleProvider } from '../support/exampleProvider';
import { runNode } from '../support/n8n';

async function run(provider: Provider, resource: string, operation: string, more: object = {}) {
  const parameters = { provider: 'example', resource, operation, ...more };
  const items = await runNode({ node: esimNodeWith([provider]), parameters, credentials: exampleCredentials() });
  return items.map(({ json }) => json);
}

const phone = (brand: string, name: string): Device => ({
  brand,
  name,
  model: null,
  system: null,
  provider: 'example',
});

test('what is left of the credit', async () => {
  const value = { provider: 'example', balance: { amount: '12.50', currency: 'USD' } };
  const provider = {
    ...exampleProvider().provider,
    account: { getBalance: async () => await Promise.resolve({ value, raw: {} }) },
  };
  await expect(run(provider, 'account', 'getBalance')).resolves.toEqual([value]);
});

test('phones that can take an eSIM, by what is typed', async () => {
  const phones = [phone('Google', 'Pixel 8'), phone('Google', 'Pixel 8a'), phone('Apple', 'iPhone 15')];
  const provider: Provider = {
    ...exampleProvider().provider,
    device: {
      async *getMany() {
        for (const value of await Promise.resolve(phones)) yield { value, raw: null };
      },
    },
  };
  await expect(run(provider, 'device', 'getAll', { deviceSearch: 'pixel 8' })).resolves.toEqual(phones.slice(0, 2));
  await expect(run(provider, 'device', 'getAll', { deviceSearch: 'nokia' })).resolves.toEqual([]);
  await expect(run(provider, 'device', 'getAll', { returnAll: true })).resolves.toEqual(phones);
});

test('nothing of it is offered where no provider has it', () => {
  const names = esimNodeWith([exampleProvider().provider]).description.properties.find(
    ({ name }) => name === 'resource',
  );
  expect(names?.options?.map((option) => 'value' in option && option.value)).toEqual(['esim', 'order', 'package']);
});

test('an order of several eSIMs is one item for each of them', async () => {
  const { provider } = exampleProvider();
  const orderWith = (iccid: string) =>
    makeOrder({ provider: 'example', orderId: 'o1', status: 'completed', esim: exampleEsim(iccid) });
  provider.order.get = Object.assign(
    async () =>
      await Promise.resolve({
        value: orderWith('8997212330099184896'),
        others: [orderWith('8997212330099184904')],
        raw: {},
      }),
    { ways: ['orderId' as const] },
  );
  const items = await run(provider, 'order', 'get', { orderId: 'o1' });
  expect(items.map(({ orderId, esim }) => [orderId, (esim as { iccid: string }).iccid])).toEqual([
    ['o1', '8997212330099184896'],
    ['o1', '8997212330099184904'],
  ]);
});
