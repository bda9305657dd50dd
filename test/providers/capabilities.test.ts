import type { Esim } from '../../esim/model';
import { providerById, providers } from '../../providers';
import { OPERATIONS, operationsOf } from '../../providers/capabilities';
import { findBy } from '../../providers/kit/lookups';
import type { EsimLookup, Provider, Result } from '../../providers/provider';

const bare = { package: { get: undefined, getMany: undefined }, order: {}, esim: {} } as unknown as Provider;

test('a provider offers what it has methods for', () => {
  expect(operationsOf(bare)).toEqual([]);
  const reading = { ...bare, esim: { get: findBy<EsimLookup, Array<Result<Esim>>>({}) } };
  expect(operationsOf(reading)).toEqual(['esim.get', 'esim.generateQrCode']);
});

test('DENT Giga Store offers everything but what is set in its portal and what it has no words for', () => {
  const missing = [
    ...['order.cancel', 'order.resume', 'esim.suspend', 'esim.unsuspend', 'esim.revoke'],
    ...['esim.watch', 'esim.unwatch', 'esim.getWatched', 'account.getBalance', 'device.getAll'],
  ];
  const offered = operationsOf(providerById('dentGigaStore')!);
  expect(OPERATIONS.filter((operation) => !offered.includes(operation))).toEqual(missing);
});

test.each(providers.map((provider) => [provider.name, provider] as const))(
  '%s has extra fields only for operations that it offers',
  (_, provider) => {
    const offered = operationsOf(provider);
    for (const operation of [...Object.keys(provider.fields), ...Object.keys(provider.requiredFields ?? {})]) {
      expect(offered).toContain(operation);
    }
  },
);

test('every provider has an id of its own', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
  for (const { id } of providers) expect(providerById(id)?.id).toBe(id);
  expect(providerById('nobody')).toBeUndefined();
});
