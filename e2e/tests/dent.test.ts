import type { Esim, Order, Package, Refund, Usage } from '../../esim/model';
import { ORDER_NODES, orderExample, picked, type Execution } from '../harness';
import { newOrder, startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';
import { textsInQr } from './support/qrImage';

function expectSuccess(execution: Execution): Execution {
  expect(execution.error?.message).toBeUndefined();
  expect(execution.status).toBe('success');
  return execution;
}

describe('DENT Giga Store on a real n8n', () => {
  let world: DentWorld;

  beforeAll(async () => {
    world = await startDentWorld();
  });

  afterAll(async () => {
    await world?.stop();
  });

  it('accepts the credential, and says so when it is wrong', async () => {
    const { client } = world.server;
    expect(await client.testCredential(world.credential.id)).toMatchObject({ status: 'OK' });

    const { url: baseUrl, clientId } = world.sandbox;
    const wrong = await client.createCredential('dentGigaStoreApi', { baseUrl, clientId, clientSecret: 'not the one' });
    expect(await client.testCredential(wrong.id)).toMatchObject({ status: 'Error' });
  });

  it('runs the order example: one purchase, and a QR code that a phone reads', async () => {
    const { client } = world.server;
    const id = await client.createWorkflow(orderExample(world.credential, WORLDWIDE_50_MB));
    const execution = expectSuccess(await client.runWorkflow(id));

    const placed = execution.only<Order>(ORDER_NODES.order);
    expect(placed).toMatchObject({ status: 'completed', alreadyExisted: false, clientReference: 'SHOP-1001' });
    expect(placed.esim?.activationCode).toMatch(/^LPA:1\$/);

    const [drawn] = execution.items<{ activationCode: string }>(ORDER_NODES.qrCode);
    expect(drawn?.json.activationCode).toBe(placed.esim?.activationCode);
    expect(drawn?.binary?.data).toMatchObject({ mimeType: 'image/png', fileName: 'esim-SHOP-1001.png' });
    const code = placed.esim?.activationCode;
    expect(textsInQr(await client.download(drawn!.binary!.data!))).toEqual([code, code]);
  });

  it('gives the same eSIM back when the order example runs again', async () => {
    const { client } = world.server;
    const id = await client.createWorkflow(orderExample(world.credential, WORLDWIDE_50_MB));
    const again = expectSuccess(await client.runWorkflow(id)).only<Order>(ORDER_NODES.order);

    expect(again.alreadyExisted).toBe(true);
    expect(world.sandbox.purchasesFor('SHOP-1001')).toBe(1);
  });

  it('reads an order and its eSIM back, tops it up, shows the usage and refunds the top-up', async () => {
    const iccid = "={{ $('Create').item.json.esim.iccid }}";
    const execution = expectSuccess(
      await world.run(
        [{ email: 'care@example.com', reference: 'care-1' }],
        ['Create', newOrder()],
        ['Get order', { resource: 'order', operation: 'get', orderLookup: 'orderId', orderId: '={{ $json.orderId }}' }],
        ['Get eSIM', { resource: 'esim', operation: 'get', esimLookup: 'iccid', iccid }],
        [
          'Top up',
          {
            resource: 'esim',
            operation: 'topUp',
            esimLookup: 'iccid',
            iccid,
            packageId: picked(WORLDWIDE_50_MB),
            clientReference: 'care-1-topup',
          },
        ],
        ['Usage', { resource: 'esim', operation: 'getUsage', esimLookup: 'iccid', iccid }],
        ['Refund', { resource: 'order', operation: 'refund', orderId: "={{ $('Top up').item.json.orderId }}" }],
      ),
    );
    const created = execution.only<Order>('Create');
    const topUp = execution.only<Order>('Top up');

    expect(execution.only<Order>('Get order').orderId).toBe(created.orderId);
    expect(execution.only<Esim>('Get eSIM')).toMatchObject({
      iccid: created.esim?.iccid,
      activationCode: created.esim?.activationCode,
      state: 'released',
    });
    expect(topUp).toMatchObject({ type: 'topUp', status: 'completed', customerId: created.customerId });
    expect(execution.only<Usage>('Usage')).toMatchObject({ remainingBytes: 2 * 50 * 1024 ** 2 });
    expect(execution.only<Refund>('Refund')).toMatchObject({ orderId: topUp.orderId, state: 'refunded' });
    expect(world.sandbox.books()).toMatchObject({ boughtTwice: [], refundedTwice: [], refunds: 1 });
  });

  it('lists the packages that are for sale', async () => {
    const execution = expectSuccess(
      await world.run([{}], ['Packages', { resource: 'package', operation: 'getAll', returnAll: true }]),
    );
    const names = execution.json<Package>('Packages').map(({ name }) => name);
    expect(names).toEqual(world.sandbox.inventory().map(({ name }) => name));
  });

  it('buys 100 items with one token and one purchase each, in their order', async () => {
    const fresh = await startDentWorld();
    try {
      const items = Array.from({ length: 100 }, (_, number) => ({
        email: `traveller-${number}@example.com`,
        reference: `many-${number}`,
      }));
      const execution = expectSuccess(await fresh.run(items, ['Create', newOrder()]));

      const references = execution.json<Order>('Create').map(({ clientReference }) => clientReference);
      expect(references).toEqual(items.map(({ reference }) => reference));
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

  it('buys once although the answer is lost and n8n tries the node again', async () => {
    world.sandbox.faults.next({ fault: 'cutAfterCommit', route: 'register' });
    const execution = await world.run(
      [{ email: 'lost@example.com', reference: 'lost-1' }],
      ['Create', newOrder(), { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }],
    );

    expect(expectSuccess(execution).only<Order>('Create').clientReference).toBe('lost-1');
    expect(world.sandbox.purchasesFor('lost-1')).toBe(1);
  });

  it('sends a refused item to the error output and the others on', async () => {
    const { id: europe } = world.sandbox.inventory().find(({ countrySet }) => countrySet === 'sandbox-europe')!;
    const execution = await world.run(
      [
        { email: 'good@example.com', reference: 'mixed-1', packageId: europe },
        { email: 'bad@example.com', reference: 'mixed-2', packageId: '00000000-0000-4000-8000-00000000dead' },
      ],
      [
        'Create',
        newOrder({ packageId: { __rl: true, mode: 'id', value: '={{ $json.packageId }}' } }),
        { onError: 'continueErrorOutput' },
      ],
    );

    expect(execution.json<Order>('Create').map(({ clientReference }) => clientReference)).toEqual(['mixed-1']);
    const [refused] = execution.json<{ error: string }>('Create', 1);
    expect(refused?.error).toEqual(expect.any(String));
    expect(world.sandbox.purchasesFor('mixed-2')).toBe(0);
  });
});
