import type { Esim, Order, Package, Refund, Usage } from '../../esim/model';
import { TRAVEL_TOP_UP } from '../../sandbox/gigs/catalogue';
import { picked, type Execution } from '../harness';
import { gigsCredential } from '../harness/gigs';
import { newOrder, startGigsWorld, type GigsWorld } from './support/gigsWorld';

const GB = 1_000_000_000;

function expectSuccess(execution: Execution): Execution {
  expect(execution.error?.message).toBeUndefined();
  expect(execution.status).toBe('success');
  return execution;
}

describe('Gigs on a real n8n', () => {
  let world: GigsWorld;

  beforeAll(async () => {
    world = await startGigsWorld({ activationSeconds: 1 });
  });

  afterEach(async () => {
    await world.sandbox.settled();
    expect(world.sandbox.books()).toMatchObject({ violations: [], boughtTwice: [] });
  });

  afterAll(async () => {
    await world?.stop();
  });

  it('accepts the credential, and says so when it is wrong', async () => {
    const { client } = world.server;
    expect(await client.testCredential(world.credential.id)).toMatchObject({ status: 'OK' });
    const wrong = await gigsCredential(world.server, world.sandbox, { apiToken: 'not the one' });
    expect(await client.testCredential(wrong.id)).toMatchObject({ status: 'Error' });
  });

  it('orders, waits for the activation, reads back, tops up, shows the usage, cancels and resumes', async () => {
    const iccid = "={{ $('Create').item.json.esim.iccid }}";
    const orderId = "={{ $('Create').item.json.orderId }}";
    const execution = expectSuccess(
      await world.run(
        [{ email: 'care@example.com', reference: 'care-1' }],
        ['Create', newOrder({ additionalFields: {} })],
        ['Get order', { resource: 'order', operation: 'get', orderLookup: 'orderId', orderId }],
        ['Get eSIM', { resource: 'esim', operation: 'get', esimLookup: 'iccid', iccid }],
        [
          'Top up',
          {
            resource: 'esim',
            operation: 'topUp',
            esimLookup: 'iccid',
            iccid,
            packageId: picked(TRAVEL_TOP_UP),
            clientReference: 'care-1-topup',
          },
        ],
        ['Usage', { resource: 'esim', operation: 'getUsage', esimLookup: 'iccid', iccid }],
        ['QR', { resource: 'esim', operation: 'generateQrCode', activationCodeSource: 'esim', iccid }],
        ['Cancel', { resource: 'order', operation: 'cancel', orderId }],
        ['Resume', { resource: 'order', operation: 'resume', orderId }],
      ),
    );
    const created = execution.only<Order>('Create');
    expect(created).toMatchObject({ status: 'completed', clientReference: 'care-1', alreadyExisted: false });
    expect(created.esim?.activationCode).toMatch(/^LPA:1\$/);
    expect(execution.only<Order>('Get order').orderId).toBe(created.orderId);
    expect(execution.only<Esim>('Get eSIM')).toMatchObject({ ...created.esim, activatedAt: null });
    expect(execution.only<Order>('Top up')).toMatchObject({ type: 'topUp', subscriptionId: created.orderId });
    expect(execution.only<Usage>('Usage')).toMatchObject({ remainingBytes: 6 * GB });
    expect(execution.items('QR')[0]?.binary?.data).toMatchObject({ mimeType: 'image/png' });
    expect(execution.only<Order>('Cancel').endsAt).toEqual(expect.any(String));
    expect(execution.only<Order>('Resume')).toMatchObject({ status: 'completed' });
  });

  it('lists plans and add-ons', async () => {
    const execution = expectSuccess(
      await world.run([{}], ['Packages', { resource: 'package', operation: 'getAll', returnAll: true }]),
    );
    const names = execution.json<Package>('Packages').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Gigs Global', 'Unlimited Japan', 'Travel 1 GB More']));
  });

  it('buys 100 items once each, in their order', async () => {
    const items = Array.from({ length: 100 }, (_, number) => ({
      email: `traveller-${number % 7}@example.com`,
      reference: `many-${number}`,
    }));
    const execution = expectSuccess(await world.run(items, ['Create', newOrder()]));
    const references = execution.json<Order>('Create').map(({ clientReference }) => clientReference);
    expect(references).toEqual(items.map(({ reference }) => reference));
    for (const { reference } of items) expect(world.sandbox.purchasesFor(reference)).toBe(1);
  });

  it.each(['honoured', 'rejected', 'ignored'] as const)(
    'buys once although the answer is lost and n8n tries the node again (Idempotency-Key %s)',
    async (idempotency) => {
      world.sandbox.changeSettings({ idempotency });
      world.sandbox.faults.next({ fault: 'cutAfterCommit', route: 'createSubscription' });
      const reference = `lost-${idempotency}`;
      const execution = await world.run(
        [{ email: 'lost@example.com', reference }],
        ['Create', newOrder(), { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }],
      );
      world.sandbox.changeSettings({ idempotency: 'honoured' });
      expect(expectSuccess(execution).only<Order>('Create').clientReference).toBe(reference);
      expect(world.sandbox.purchasesFor(reference)).toBe(1);
    },
  );

  it('sends an item that lacks what its plan requires to the error output, and the others on', async () => {
    const execution = await world.run(
      [
        { email: 'good@example.com', reference: 'mixed-1', packageId: 'pln_sandbox0000000000travel5gb' },
        { email: 'bad@example.com', reference: 'mixed-2', packageId: 'pln_0SNlurA049MEWV3V0q7gjQbM4EVo' },
      ],
      [
        'Create',
        newOrder({ packageId: { __rl: true, mode: 'id', value: '={{ $json.packageId }}' } }),
        { onError: 'continueErrorOutput' },
      ],
    );
    expect(execution.json<Order>('Create').map(({ clientReference }) => clientReference)).toEqual(['mixed-1']);
    expect(execution.json<{ error: string }>('Create', 1)[0]?.error).toContain('needs: Address, Full Name');
    expect(world.sandbox.purchasesFor('mixed-2')).toBe(0);
  });

  it('shows an unpaid order with its invoice, and refunds it once it was paid', async () => {
    world.sandbox.changeSettings({ billing: true });
    const bought = expectSuccess(
      await world.run(
        [{ email: 'bill@example.com', reference: 'bill-1' }],
        ['Create', newOrder({ options: { waitForCompletion: false } })],
      ),
    ).only<Order>('Create');
    expect(bought).toMatchObject({ status: 'pending', providerStatus: 'initiated', invoiceId: expect.any(String) });
    await world.sandbox.pay(bought.invoiceId ?? '');
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId, endSubscription: 'now' };
    const refunded = expectSuccess(await world.run([{}], ['Refund', refund])).only<Refund>('Refund');
    world.sandbox.changeSettings({ billing: false });
    expect(refunded).toMatchObject({ state: 'refunded', amount: { amount: '12.50', currency: 'USD' } });
    expect(world.sandbox.books().creditNotes).toBe(1);
  });

  it('writes neither token nor activation code into the log', () => {
    const log = world.server.logs();
    for (const secret of [world.sandbox.apiToken, world.sandbox.webhookSecret, 'LPA:1$']) {
      expect(log).not.toContain(secret);
    }
  });
});
