/** Every provider's lists: really read page by page, each row once, with an end. */
import { conforms } from './kit/conforms';
import { opened } from './kit/opened';
import { type Json, providerOf } from './kit/shop';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

const idsOf = (jsons: ReadonlyArray<{ json: object }>, name: string): string[] =>
  jsons.map(({ json }) => String((json as Json)[name])).sort();

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);
  const requests = (): number => shop().opened.sandbox.journal({ route: stand.calls.orders }).length;

  /** @returns the ids of orders */
  const fiveOrders = async (): Promise<string[]> => {
    const items = Array.from({ length: 5 }, (_, index) => ({ reference: shop().named(`many-${index}`) }));
    const parameters = { ...shop().orderFor(''), clientReference: '={{ $json.reference }}' };
    return idsOf(await shop().run('order.create', parameters, { items }), 'orderId');
  };

  conforms(stand, 'lists: orders really page, each once, and a limit reads no further', async () => {
    const ids = await fiveOrders();
    await shop().opened.smallPages?.();
    const before = requests();
    const all = await shop().run('order.getAll', { returnAll: true });
    const forAll = requests() - before;
    expect(idsOf(all, 'orderId')).toEqual(ids);
    expect(forAll).toBeGreaterThan(1);
    const some = await shop().run('order.getAll', { limit: 2 });
    expect(some).toHaveLength(2);
    expect(requests() - before - forAll).toBe(1);
  });

  conforms(stand, 'lists: an error on a later page is an error, not the end', async () => {
    await fiveOrders();
    const { faults } = shop().opened.sandbox;
    const cut = await shop().opened.smallPages?.();
    if (cut !== 'nextRequest') faults.next({ fault: 'slowAfterCommit', ms: 0, route: stand.calls.orders });
    faults.next({ fault: 'error503BeforeCommit', route: stand.calls.orders, times: 1_000 });
    const error = await shop().failure('order.getAll', { returnAll: true });
    expect(error.message).toMatch(new RegExp(`^${shop().provider.name} `));
  });

  conforms(stand, 'lists: a list of orders that never ends is stopped', async () => {
    const { orderId } = await shop().order('one');
    const { endless } = shop().opened;
    if (!endless) throw new Error('the stand-in has no list without an end');
    await endless();
    const before = requests();
    const ending = await shop()
      .run('order.getAll', { returnAll: true })
      .then(
        (outputs) => idsOf(outputs, 'orderId'),
        (error: Error) => error.message,
      );
    // an end that is made up of what was seen, or words that there is none
    if (typeof ending === 'string') expect(ending).toMatch(new RegExp(`^${shop().provider.name} `));
    else expect(ending).toEqual([orderId]);
    expect(requests() - before).toBeLessThan(20);
  });

  conforms(stand, 'lists: packages come each once, and a limit is kept', async () => {
    const all = idsOf(await shop().run('package.getAll', { returnAll: true }), 'packageId');
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(Object.values(stand.packages)));
    expect(await shop().run('package.getAll', { limit: 3 })).toHaveLength(3);
  });

  conforms(stand, 'lists: an empty list is no error', async () => {
    expect(await shop().run('order.getAll', { returnAll: true })).toEqual([]);
  });

  conforms(stand, 'unknown: a package, an order or an eSIM that is not there is not found, by its name', async () => {
    const iccid = '8900000000000000009';
    await shop().order('one', { customerEmail: 'anna@example.com' });
    const asked: Array<[operation: string, parameters: Record<string, string>, name: string]> = [
      ['order.get', { orderId: 'no-such-order' }, 'no-such-order'],
      ['package.get', { packageId: 'no-such-package' }, 'no-such-package'],
      ['esim.get', { esimLookup: 'iccid', iccid }, iccid],
      ['esim.getUsage', { esimLookup: 'iccid', iccid }, iccid],
      [
        'order.get',
        { orderLookup: 'clientReference', clientReference: 'nobody', customerEmail: 'anna@example.com' },
        'nobody',
      ],
    ];
    if (providerOf(stand).esim.getWatched) asked.push(['esim.getWatched', { iccid }, iccid]);
    for (const [operation, parameters, name] of asked) {
      const { error } = await shop().ending(operation, parameters);
      expect(error).toMatchObject({ kind: 'notFound', message: expect.stringContaining(name) as string });
      expect(error?.message).toContain(shop().provider.name);
    }
  });

  conforms(
    stand,
    'errors: too much traffic, no answer, a page in HTML: the message begins with the cause',
    async () => {
      const causes = [
        ['tooManyRequests', 'rateLimited'],
        ['cutBeforeCommit', 'unreachable'],
        ['error502BeforeCommit', 'unreachable'],
        ['malformedJson', 'unreachable'],
        ['errorInSuccessBeforeCommit', 'unreachable'],
      ] as const;
      const { orderId } = await shop().order('one');
      for (const [fault, kind] of causes) {
        shop().opened.sandbox.faults.next({ fault, times: 1_000 });
        const { error } = await shop().ending('order.get', { orderId });
        shop().opened.sandbox.faults.clear();
        expect({ fault, kind: error?.kind }).toEqual({ fault, kind });
        expect(error?.message).toMatch(new RegExp(`^${shop().provider.name} `));
        expect(error?.message).not.toMatch(/<|html/i);
      }
    },
  );
});
