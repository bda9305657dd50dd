/** Lists, the pickers of the editor, and what is said of ids that nothing has. */
import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeParameters } from 'n8n-workflow';

import { operations } from '../../actions';
import { listSearch } from '../../actions/listSearch';
import { keyOf } from '../../actions/operation';
import { operationsOf } from '../../providers/capabilities';
import { esimNodeWith } from '../support/exampleProvider';
import { partsFor } from '../support/n8n';
import { caseOf } from './cases';
import { endingOf, everythingBought } from './deals';
import type { Bought, Json, Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

const LISTS: Readonly<Record<string, string>> = {
  'package.getAll': 'packageId',
  'order.getAll': 'orderId',
  'device.getAll': 'model',
};

test('the suite knows every list', () => {
  const lists = operations.filter(({ value }) => value === 'getAll').map(keyOf);
  expect(lists.sort()).toEqual(Object.keys(LISTS).sort());
});

describe.each(subjects)('$name', (subject: Subject) => {
  let shop: Workshop;
  const bought: Bought[] = [];
  beforeAll(async () => {
    shop = await Workshop.open(subject);
  });
  afterEach(() => shop.bench.sandbox.faults.clear());
  afterAll(async () => await shop.close());

  const offered = Object.keys(LISTS).filter((name) => isOffered(subject, name));

  const list = async (name: string, more: INodeParameters = { returnAll: true }): Promise<Json[]> => {
    const [resource = '', operation = ''] = name.split('.');
    return (await shop.run({ resource, operation, ...more })).map(({ json }) => json as Json);
  };
  const idsOf = (rows: readonly Json[], name: string) => rows.map((row) => row[LISTS[name] as string]);

  caseOf(subject, 'a list with nothing in it gives no items', async () => {
    expect(await list('order.getAll')).toEqual([]);
  });

  describe('with orders', () => {
    beforeAll(async () => {
      for (let count = 0; count < 5; count++) bought.push(await shop.buy());
    });

    describe.each(offered)('%s', (name: string) => {
      caseOf(subject, `${name}: Return All gives each row once`, async () => {
        const ids = idsOf(await list(name), name);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBeGreaterThanOrEqual(name === 'order.getAll' ? bought.length : 2);
        if (name === 'order.getAll') {
          expect(ids).toEqual(expect.arrayContaining(bought.map(({ orderId }) => orderId)));
        }
      });

      caseOf(subject, `${name}: Limit gives the first of them`, async () => {
        const all = idsOf(await list(name), name);
        expect(idsOf(await list(name, { returnAll: false, limit: 2 }), name)).toEqual(all.slice(0, 2));
        expect(idsOf(await list(name, { returnAll: false }), name)).toEqual(all.slice(0, 50));
      });

      caseOf(subject, `${name}: an error on its last page is an error, and no shorter list`, async () => {
        const { sandbox } = shop.bench;
        const after = sandbox.journal().length;
        await list(name);
        const asked = sandbox.journal({ after }).filter(({ route }) => route !== shop.bench.signIn);
        const { route = '' } = asked.at(-1) ?? {};
        const pages = asked.filter((entry) => entry.route === route).length;
        if (pages > 1) sandbox.faults.next({ fault: 'slowAfterCommit', ms: 0, route, times: pages - 1 });
        sandbox.faults.next({ fault: 'error500BeforeCommit', route, times: 50 });
        const [resource = '', operation = ''] = name.split('.');
        const outputs = await shop.run(
          { resource, operation, returnAll: true },
          { onError: 'continueRegularOutput', items: [{}] },
        );
        expect(outputs.map(endingOf)).toMatchObject([{ kind: 'unreachable', error: startsWith(subject) }]);
      });
    });

    describe.each(['searchPackages', 'searchTopUpPackages'] as const)('%s', (method) => {
      const kind = method === 'searchPackages' ? 'order' : 'topUp';

      caseOf(subject, `${method}: offers what can be bought, each once`, async () => {
        const rows = await pickAll(shop, method);
        const values = rows.map(({ value }) => value);
        const usual = (shop.bench.stand.operations[kind]['packageId'] as { value: string }).value;
        expect(new Set(values).size).toBe(values.length);
        expect(values).toContain(usual);
        for (const { name } of rows) expect(name).toMatch(/^\S.*\S$/);
        expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
      });

      caseOf(subject, `${method}: finds a row by its parts in any order, and by its id`, async () => {
        const rows = await pickAll(shop, method);
        for (const row of [rows[0], rows.at(-1)] as INodeListSearchItems[]) {
          const parts = row.name.split(' · ').reverse();
          expect(await pickAll(shop, method, parts.join(' ').toLowerCase())).toContainEqual(row);
          expect(await pickAll(shop, method, ` ${String(row.value)} `)).toEqual([row]);
        }
        expect(await pickAll(shop, method, 'no such package anywhere')).toEqual([]);
      });

      caseOf(subject, `${method}: says the cause where it cannot be shown`, async () => {
        const { sandbox } = shop.bench;
        const after = sandbox.journal().length;
        await pickAll(shop, method);
        const { route = '' } =
          sandbox
            .journal({ after })
            .filter((entry) => entry.route !== shop.bench.signIn)
            .at(-1) ?? {};
        sandbox.faults.next({ fault: 'error500BeforeCommit', route, times: 50 });
        await expect(pickAll(shop, method)).rejects.toMatchObject({ message: startsWith(subject) });
      });
    });

    if (subject.provider.pickCustomer) {
      caseOf(subject, 'searchCustomers: finds a customer by the address', async () => {
        const email = `${bought[0]?.reference}@example.com`;
        const rows = await pickAll(shop, 'searchCustomers', email);
        expect(rows.map(({ value }) => value)).toEqual([bought[0]?.order['customerId']]);
        expect(rows[0]?.name).toContain(email);
        expect(await pickAll(shop, 'searchCustomers', 'nobody@example.com')).toEqual([]);
      });
    }

    describe.each(unknownsOf(subject))('%s', (name, parameters) => {
      caseOf(subject, `${name}: an id that nothing has is an error that says so`, async () => {
        const before = await everythingBought(shop);
        const [resource = '', operation = ''] = (name.split(' ')[0] ?? '').split('.');
        const isReading = operations.some((one) => keyOf(one) === `${resource}.${operation}` && !one.changes);
        const known = bought.at(-1) as Bought;
        const given = parameters(shop, known);
        const item = { reference: shop.fresh(), orderId: known.orderId, iccid: known.iccid };
        const outputs = await shop.run(
          { resource, operation, ...given.parameters },
          { items: [{ ...item, ...given.item }], onError: 'continueRegularOutput' },
        );
        expect(outputs.map(endingOf)).toMatchObject([
          {
            kind: expect.stringMatching(isReading ? /^notFound$/ : NOTHING_DONE) as string,
            error: startsWith(subject),
          },
        ]);
        expect(await everythingBought(shop)).toBe(before);
      });
    });
  });
});

function isOffered({ provider }: Subject, name: string): boolean {
  return operationsOf(provider).includes(name);
}

/** A message begins with the cause: who or what, never "Error" or a status. */
function startsWith({ provider }: Subject): string {
  const who = [provider.name, 'The ', 'No ', 'Order ', 'Package ', 'eSIM ', 'ICCID ', 'It could not be checked'].join(
    '|',
  );
  return expect.stringMatching(new RegExp(`^(${who})`)) as string;
}

async function pickAll(shop: Workshop, method: string, filter = ''): Promise<INodeListSearchItems[]> {
  const { provider } = shop.subject;
  const resource = method === 'searchTopUpPackages' ? 'esim' : 'order';
  const operation = method === 'searchTopUpPackages' ? 'topUp' : 'create';
  const parameters = { provider: provider.id, resource, operation };
  const run = { node: esimNodeWith([provider]), parameters, credentials: shop.credentials };
  const { workflow, node, additionalData } = partsFor(run);
  const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, 'parameters.packageId');
  const rows: INodeListSearchItems[] = [];
  let page: string | undefined;
  do {
    const found = await listSearch([provider])[method]?.call(context, filter, page);
    rows.push(...(found?.results ?? []));
    page = found?.paginationToken as string | undefined;
  } while (page !== undefined);
  return rows;
}

const NOTHING_DONE = /^(notFound|badInput|refused)$/;

interface Unknown {
  parameters: INodeParameters;
  item?: Json;
}

const ICCID = '8944478600004958824';
/** In the provider's own form, and yet nobody's. */
const another = (id: string): string => id.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (last) => (last === '7' ? '8' : '7'));
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

function unknownsOf({ provider }: Subject): Array<[string, (shop: Workshop, known: Bought) => Unknown]> {
  const ofOrder = (_: Workshop, { orderId }: Bought): Unknown => {
    return { parameters: { orderId: another(orderId) } };
  };
  const ofEsim = (): Unknown => ({ parameters: { iccid: ICCID } });
  const ofPackage =
    (kind: 'order' | 'topUp') =>
    (shop: Workshop): Unknown => {
      const parameters = shop.bench.stand.operations[kind];
      const unknown = another((parameters['packageId'] as { value: string }).value);
      return { parameters: { ...parameters, packageId: byId(unknown) } };
    };
  const all: Array<[string, unknown, (shop: Workshop, known: Bought) => Unknown]> = [
    ['package.get', provider.package.get, ofPackage('order')],
    ['order.create', provider.order.create, ofPackage('order')],
    ['order.get', provider.order.get, ofOrder],
    ['order.refund', provider.order.refund, ofOrder],
    ['order.activate', provider.order.activate, ofOrder],
    ['order.cancel', provider.order.cancel, ofOrder],
    ['order.resume', provider.order.resume, ofOrder],
    ['esim.get', provider.esim.get, ofEsim],
    ['esim.getUsage', provider.esim.getUsage, ofEsim],
    ['esim.suspend', provider.esim.suspend, ofEsim],
    ['esim.unsuspend', provider.esim.unsuspend, ofEsim],
    ['esim.revoke', provider.esim.revoke, ofEsim],
    ['esim.getWatched', provider.esim.getWatched, ofEsim],
    ['esim.topUp (package)', provider.esim.topUp, ofPackage('topUp')],
    [
      'esim.topUp (eSIM)',
      provider.esim.topUp,
      (shop) => ({ parameters: shop.bench.stand.operations.topUp, item: { iccid: ICCID } }),
    ],
  ];
  return all.flatMap(([name, method, unknown]) => (method === undefined ? [] : [[name, unknown]]));
}
