import axios from 'axios';
import type { Esim, EsimEvent, Order, Package, Refund, Usage } from '../../esim/model';
import {
  chain,
  CONNECT_CREDENTIAL,
  connectCredential,
  connectTrigger,
  PAID_ORDER_NODES,
  paidOrderExample,
  picked,
  type Execution,
} from '../harness';
import { newOrder, startConnectWorld, THREE_GB, WORLD_50_MB, type ConnectWorld } from './support/connectWorld';
import { textsInQr } from './support/qrImage';

interface Watched {
  iccid: string;
  watched: Array<{ type: string; url: string }>;
}

const TYPES = {
  v1: ['SUBSCRIPTION_END', 'USAGE_THRESHOLD'],
  v2: ['DOWNLOAD_PROGRESS', 'SUBSCRIPTION_END', 'USAGE_THRESHOLD'],
};

function expectSuccess(execution: Execution): Execution {
  expect(execution.error?.message).toBeUndefined();
  expect(execution.status).toBe('success');
  return execution;
}

let world: ConnectWorld;

beforeAll(async () => {
  world = await startConnectWorld();
});

afterAll(async () => {
  const books = world?.sandbox.books();
  await world?.stop();
  expect(books).toMatchObject({ boughtTwice: [], violations: [] });
});

async function buyOne(version: 'v1' | 'v2', reference: string): Promise<Order> {
  const item = { email: `${reference}@example.com`, reference };
  return expectSuccess(await world.run(version, [item], ['Create', newOrder()])).only<Order>('Create');
}

describe.each(['v1', 'v2'] as const)('1GLOBAL Connect %s on a real n8n', (version) => {
  it('accepts the credential, and says so when it is wrong', async () => {
    const { client } = world.server;
    expect(await client.testCredential(world.credentials[version].id)).toMatchObject({ status: 'OK' });
    const { baseUrl, tokenUrl, clientId } = world.sandbox;
    const account = { apiVersion: version, baseUrl, tokenUrl, clientId, clientSecret: 'not the one' };
    const wrong = await client.createCredential(CONNECT_CREDENTIAL, account);
    expect(await client.testCredential(wrong.id)).toMatchObject({ status: 'Error' });
  });

  it('waits for an order that takes its time, and reads the eSIM back by every name', async () => {
    world.sandbox.changeSettings({ acceptedMs: 1_500, fulfillingMs: 1_500 });
    const execution = expectSuccess(
      await world.run(
        version,
        [{ email: 'care@example.com', reference: `care-${version}` }],
        ['Create', newOrder()],
        ['By ID', { resource: 'order', operation: 'get', orderLookup: 'orderId', orderId: '={{ $json.orderId }}' }],
        [
          'By reference',
          {
            resource: 'order',
            operation: 'get',
            orderLookup: 'clientReference',
            clientReference: `care-${version}`,
            customerEmail: 'care@example.com',
          },
        ],
        ['eSIM', { resource: 'esim', operation: 'get', iccid: '={{ $json.esim.iccid }}' }],
        [
          'QR code',
          {
            resource: 'esim',
            operation: 'generateQrCode',
            activationCodeSource: 'esim',
            iccid: '={{ $json.iccid }}',
          },
        ],
      ),
    );
    world.sandbox.changeSettings({ acceptedMs: 200, fulfillingMs: 300 });
    const created = execution.only<Order>('Create');
    const code = created.esim?.activationCode;
    expect(created).toMatchObject({ status: 'completed', alreadyExisted: false, clientReference: `care-${version}` });
    expect(code).toMatch(/^LPA:1\$rsp\.truphone\.com\$5C-/);
    expect(execution.only<Order>('By ID')).toMatchObject({ orderId: created.orderId, esim: { activationCode: code } });
    expect(execution.only<Order>('By reference').orderId).toBe(created.orderId);
    expect(execution.only<Esim>('eSIM')).toMatchObject({ activationCode: code, state: 'released' });
    const [drawn] = execution.items('QR code');
    expect(textsInQr(await world.server.client.download(drawn!.binary!.data!))).toEqual([code, code]);
  });

  it('tops up, shows the usage, and deletes an eSIM that nobody has used', async () => {
    const { esim } = await buyOne(version, `money-${version}`);
    const unused = await buyOne(version, `unused-${version}`);
    const iccid = esim?.iccid;
    const execution = expectSuccess(
      await world.run(
        version,
        [{}],
        [
          'Top up',
          {
            resource: 'esim',
            operation: 'topUp',
            iccid,
            packageId: picked(WORLD_50_MB),
            country: 'GB',
            clientReference: `money-${version}-topup`,
          },
        ],
        ['Usage', { resource: 'esim', operation: 'getUsage', iccid }],
        ['Refund', { resource: 'order', operation: 'refund', orderId: unused.orderId }],
      ),
    );
    expect(execution.only<Order>('Top up')).toMatchObject({ type: 'topUp', status: 'completed', esim: { iccid } });
    expect(execution.only<Usage>('Usage')).toMatchObject({ iccid, remainingBytes: (3 * 1024 + 50) * 1024 ** 2 });
    expect(execution.only<Refund>('Refund')).toMatchObject({ orderId: unused.orderId, state: 'cancelled' });
    expect(execution.only<Refund>('Refund').explanation).toContain('not documented');
  });

  it('watches an eSIM, lists what it is watched for, and stops', async () => {
    const { esim } = await buyOne(version, `watch-${version}`);
    const iccid = esim!.iccid!;
    const watch = { resource: 'esim', iccid };
    const execution = expectSuccess(
      await world.run(
        version,
        [{}],
        ['Watch', { ...watch, operation: 'watch', webhookUrl: 'https://n8n.example.com/webhook/1' }],
        ['Watched', { ...watch, operation: 'getWatched' }],
        ['Unwatch', { ...watch, operation: 'unwatch' }],
      ),
    );
    const listed = execution.only<Watched>('Watched');
    expect(listed.watched.map(({ type }) => type).sort()).toEqual(TYPES[version]);
    expect(execution.only<Watched>('Unwatch')).toMatchObject({ iccid, watched: [] });
    expect(world.sandbox.watches(iccid)).toEqual({});
  });

  it('lists packages and orders completely, each once', async () => {
    const execution = expectSuccess(
      await world.run(
        version,
        [{}],
        ['Packages', { resource: 'package', operation: 'getAll', returnAll: true }],
        ['Orders', { resource: 'order', operation: 'getAll', returnAll: true }, { executeOnce: true } as object],
      ),
    );
    const packages = execution.json<Package>('Packages').map(({ packageId }) => packageId);
    expect(new Set(packages).size).toBe(95);
    expect(packages).toHaveLength(95);
    const orders = execution.json<Order>('Orders').map(({ orderId }) => orderId);
    expect(new Set(orders).size).toBe(orders.length);
    expect(orders.sort()).toEqual(
      world.sandbox
        .books()
        .ledger.map(({ orderId }) => orderId)
        .sort(),
    );
  });

  it('buys once although the answer is lost and n8n tries the node again', async () => {
    world.sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    const execution = await world.run(
      version,
      [{ email: `lost-${version}@example.com`, reference: `lost-${version}` }],
      ['Create', newOrder(), { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }],
    );
    expect(expectSuccess(execution).only<Order>('Create').clientReference).toBe(`lost-${version}`);
    expect(world.sandbox.purchasesFor(`lost-${version}`)).toBe(1);
  });

  it('says "outcome unknown" when 1GLOBAL cannot tell, and sends nothing again', async () => {
    world.sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'placeOrder' });
    const reference = `unknown-${version}`;
    const { client } = world.server;
    const workflow = world.workflow(
      version,
      [{ email: `${reference}@example.com`, reference }],
      ['Create', newOrder()],
    );
    const id = await client.createWorkflow(workflow);
    const sent = () => world.sandbox.journal({ route: 'placeOrder' }).length;
    const before = sent();
    for (let time = 0; time < 2; time++) {
      const { status, error } = await client.runWorkflow(id);
      expect(status).toBe('error');
      expect(error?.message).toMatch(/^Outcome unknown/);
      expect(error?.description).toContain(reference);
    }
    expect(sent() - before).toBe(1);
    expect(world.sandbox.purchasesFor(reference)).toBe(0);
  });

  it('registers exactly its eSIMs when the trigger is published, and removes exactly those', async () => {
    const { client } = world.server;
    const esims = [await buyOne(version, `trigger-1-${version}`), await buyOne(version, `trigger-2-${version}`)];
    const [watched, other] = esims.map(({ esim }) => esim!.iccid!) as [string, string];
    const secured = await connectCredential(world.server, world.sandbox, version, {
      webhookUser: 'shop',
      webhookPassword: 'opens nothing',
    });
    const trigger = connectTrigger('eSIM Trigger', secured, [watched]);
    const id = await client.createWorkflow(chain(`Events ${version}`, [trigger]));
    const [url = ''] = await client.publish(id);
    expect(world.sandbox.watches(watched)).toEqual(Object.fromEntries(TYPES[version].map((type) => [type, url])));
    expect(world.sandbox.watches(other)).toEqual({});

    // nobody has arranged the password with the sandbox yet: its notifications are refused
    const { deliveries: refused } = await world.sandbox.device(watched, 'useData', { bytes: 2.5 * 1024 ** 3 });
    expect(refused).toMatchObject([{ event: 'USAGE_THRESHOLD', status: 401 }]);
    expect(await client.executions(id)).toEqual([]);

    world.sandbox.changeSettings({ webhookUser: 'shop', webhookPassword: 'opens nothing' });
    const { deliveries } = await world.sandbox.device(watched, 'useData', { bytes: 1024 ** 3 });
    expect(deliveries).toMatchObject([{ event: 'SUBSCRIPTION_END', status: 200 }]);
    const [execution] = await client.waitForExecutions(id, 1);
    expect(execution?.only<EsimEvent>('eSIM Trigger')).toMatchObject({
      type: 'package.ended',
      iccid: watched,
      remainingBytes: 0,
      confirmed: true,
    });

    // twice the same delivery: two runs, one event id
    const { body } = deliveries[0]!;
    const auth = { username: 'shop', password: 'opens nothing' };
    expect((await axios.post(url, body, { auth })).status).toBe(200);
    const ids = (await client.waitForExecutions(id, 2)).map((run) => run.only<EsimEvent>('eSIM Trigger').eventId);
    expect(new Set(ids).size).toBe(1);

    await client.unpublish(id);
    expect(world.sandbox.watches(watched)).toEqual({});
    world.sandbox.changeSettings({ webhookUser: '', webhookPassword: '' });
  });
});

describe('1GLOBAL Connect on a real n8n', () => {
  it('runs the paid-order example: one purchase, and a QR code that a phone reads; again, the same eSIM', async () => {
    const { client } = world.server;
    const id = await client.createWorkflow(paidOrderExample(world.credentials.v2, THREE_GB));
    const first = expectSuccess(await client.runWorkflow(id));
    const placed = first.only<Order>(PAID_ORDER_NODES.order);
    expect(placed).toMatchObject({ status: 'completed', alreadyExisted: false, clientReference: 'SHOP-2001' });
    const [drawn] = first.items<{ activationCode: string }>(PAID_ORDER_NODES.qrCode);
    expect(drawn?.binary?.data).toMatchObject({ mimeType: 'image/png', fileName: 'esim-SHOP-2001.png' });
    const code = placed.esim?.activationCode;
    expect(textsInQr(await client.download(drawn!.binary!.data!))).toEqual([code, code]);
    expect(first.nodes).not.toContain('Needs a Person');

    const again = expectSuccess(await client.runWorkflow(id)).only<Order>(PAID_ORDER_NODES.order);
    expect(again).toMatchObject({ orderId: placed.orderId, alreadyExisted: true });
    expect(world.sandbox.purchasesFor('SHOP-2001')).toBe(1);
  });

  it('sends an order that failed to the branch for a person', async () => {
    world.sandbox.changeSettings({ nextOrdersFail: 1 });
    const { nodes, ...example } = paidOrderExample(world.credentials.v2, THREE_GB);
    const other = nodes.map((node) =>
      node.name === 'Create Order'
        ? { ...node, parameters: { ...node.parameters, clientReference: 'SHOP-2002' } }
        : node,
    );
    const { client } = world.server;
    const run = expectSuccess(await client.runWorkflow(await client.createWorkflow({ ...example, nodes: other })));
    expect(run.only<Order>('Needs a Person')).toMatchObject({ status: 'failed', esim: null });
    expect(run.nodes).not.toContain(PAID_ORDER_NODES.qrCode);
  });

  it('publishes nothing and leaves nothing behind when a listed eSIM is not known', async () => {
    const { esim } = await buyOne('v2', 'half-done');
    const { client } = world.server;
    const trigger = connectTrigger('eSIM Trigger', world.credentials.v2, [esim!.iccid!, '8944000000000000000']);
    const id = await client.createWorkflow(chain('Half', [trigger]));
    await expect(client.publish(id)).rejects.toThrow('8944000000000000000');
    expect(world.sandbox.watches(esim!.iccid!)).toEqual({});
  });

  it('buys 100 items with one token and one purchase each, in their order', async () => {
    const fresh = await startConnectWorld({ acceptedMs: 0, fulfillingMs: 0 });
    try {
      const items = Array.from({ length: 100 }, (_, number) => ({
        email: `traveller-${number}@example.com`,
        reference: `many-${number}`,
      }));
      const created = ['Create', newOrder({ options: { itemsInParallel: 20 } })] as const;
      const execution = expectSuccess(await fresh.run('v2', items, [...created]));
      const references = execution.json<Order>('Create').map(({ clientReference }) => clientReference);
      expect(references).toEqual(items.map(({ reference }) => reference));
      await fresh.sandbox.settled();
      expect(fresh.sandbox.books()).toMatchObject({
        purchases: 100,
        boughtTwice: [],
        tokenRequests: 1,
        violations: [],
      });
    } finally {
      await fresh.stop();
    }
  });

  it.each(['v1', 'v2'] as const)(
    'buys each of 40 orders of %s at most once when everything runs twice at once',
    async (version) => {
      const { client } = world.server;
      const items = Array.from({ length: 40 }, (_, number) => ({
        email: `twice-${version}-${number % 9}@example.com`,
        reference: `twice-${version}-${number}`,
      }));
      const create = newOrder({ options: { itemsInParallel: 10 } });
      const workflow = world.workflow(version, items, ['Create', create, { onError: 'continueErrorOutput' }]);
      const id = await client.createWorkflow(workflow);
      world.sandbox.faults.mix({
        seed: version,
        probabilities: { cutAfterCommit: 0.1, error500AfterCommit: 0.1, cutBeforeCommit: 0.05 },
        routes: ['placeOrder'],
      });
      const started = [await client.startWorkflow(id), await client.startWorkflow(id)];
      const runs = [];
      for (const one of started) runs.push(await client.waitForExecution(one, 300_000));
      world.sandbox.faults.clear();
      await world.sandbox.settled();
      for (const run of runs) {
        for (const { clientReference, orderId } of run.json<Order>('Create')) {
          expect(world.sandbox.books().references).toContainEqual(
            expect.objectContaining({ reference: clientReference, orderIds: [orderId] }),
          );
        }
        expect(run.json('Create').length + run.json('Create', 1).length).toBe(40);
        for (const { error } of run.json<{ error: string }>('Create', 1)) expect(error).toMatch(/^Outcome unknown/);
      }
      expect(world.sandbox.books().boughtTwice).toEqual([]);
    },
  );
});
