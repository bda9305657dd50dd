/** Every operation, through the real n8n-core, against the strict stand-in, in both API versions. */
import type { INodeParameters } from 'n8n-workflow';

import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { failure, newOrder, runsAt, THREE_GB, WORLD_50_MB } from './support';

let sandbox: ConnectSandbox;

beforeEach(async () => {
  sandbox = await startConnectSandbox({ settings: { acceptedMs: 0, fulfillingMs: 0 } });
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  expect(sandbox.books().boughtTwice).toEqual([]);
  await sandbox.stop();
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe.each(['v1', 'v2'] as const)('1GLOBAL Connect %s through the eSIM node', (version) => {
  const runs = () => runsAt(sandbox, version);

  it('orders an eSIM, reads it back by every name, and draws its QR code', async () => {
    const { one, run } = runs();
    const bought = await one(newOrder(), { items: [{ reference: 'shop-1' }] });
    expect(bought).toMatchObject({
      provider: 'oneGlobalConnect',
      type: 'newEsim',
      status: 'completed',
      clientReference: 'shop-1',
      alreadyExisted: false,
    });
    const order = await one({ resource: 'order', operation: 'get', orderId: bought.orderId as string });
    expect(order).toMatchObject({
      orderId: bought.orderId,
      clientReference: 'shop-1',
      package: { packageId: THREE_GB, name: 'PrePaid Data 3GB 30-Day' },
      esim: {
        activationCode: expect.stringMatching(/^LPA:1\$rsp\.truphone\.com\$5C-[0-9A-F-]+$/) as string,
        warnings: [],
      },
    });
    const { iccid, activationCode } = order.esim as Record<string, string>;
    const byReference: INodeParameters = {
      orderLookup: 'clientReference',
      clientReference: 'shop-1',
      customerEmail: 'john@doe.com',
    };
    await expect(one({ resource: 'order', operation: 'get', ...byReference })).resolves.toMatchObject({
      orderId: bought.orderId,
      esim: { activationCode },
    });
    await expect(one({ resource: 'esim', operation: 'get', iccid: iccid! })).resolves.toMatchObject({
      iccid,
      state: 'released',
      activationCode,
    });
    const [qr] = await run({
      resource: 'esim',
      operation: 'generateQrCode',
      activationCodeSource: 'esim',
      iccid: iccid!,
    });
    expect(qr).toMatchObject({ json: { activationCode }, binary: { data: { mimeType: 'image/png' } } });
  });

  it('waits for an order that is accepted, then worked on, then completed', async () => {
    sandbox.changeSettings({ acceptedMs: 900, fulfillingMs: 900 });
    const bought = await runs().one(newOrder(), { items: [{ reference: 'shop-2' }] });
    expect(bought).toMatchObject({
      status: 'completed',
      type: 'newEsim',
      clientReference: 'shop-2',
      esim: { smdpAddress: 'rsp.truphone.com' },
    });
    const polls = sandbox.journal({ route: 'order' }).length;
    expect(polls).toBeGreaterThan(1);
    expect(polls).toBeLessThan(6);
  });

  it('gives back the order as it stands when the time to wait is over', async () => {
    sandbox.changeSettings({ acceptedMs: 60_000, fulfillingMs: 60_000 });
    const bought = await runs().one(newOrder({ waitTimeout: 1 }), { items: [{ reference: 'shop-3' }] });
    expect(bought).toMatchObject({ status: 'pending', providerStatus: 'ACCEPTED', esim: null });
  });

  it('gives back an order that failed, with no eSIM in it', async () => {
    sandbox.changeSettings({ nextOrdersFail: 1 });
    const bought = await runs().one(newOrder(), { items: [{ reference: 'shop-4' }] });
    expect(bought).toMatchObject({ status: 'failed', providerStatus: 'FAILED', esim: null });
  });

  it('tops up an eSIM, once for a reference, and shows what is left', async () => {
    const { one } = runs();
    const { esim } = await one(newOrder(), { items: [{ reference: 'shop-6' }] });
    const { iccid } = esim as Record<string, string>;
    const topUp = {
      resource: 'esim',
      operation: 'topUp',
      iccid: iccid!,
      packageId: byId(WORLD_50_MB),
      country: 'GB',
      clientReference: 'pay-6',
    };
    const first = await one(topUp);
    expect(first).toMatchObject({ type: 'topUp', status: 'completed', alreadyExisted: false, esim: { iccid } });
    await expect(one(topUp)).resolves.toMatchObject({ orderId: first.orderId, alreadyExisted: true });
    await sandbox.device(iccid!, 'useData', 60 * 1024 ** 2);
    const usage = await one({ resource: 'esim', operation: 'getUsage', iccid: iccid! });
    expect(usage).toMatchObject({
      iccid,
      totalBytes: 3 * 1024 ** 3 + 50 * 1024 ** 2,
      usedBytes: 60 * 1024 ** 2,
      remainingBytes: 3 * 1024 ** 3 - 10 * 1024 ** 2,
      packages: [{ status: 'active' }, { status: 'active' }],
    });
  });

  it('asks for one token for a hundred items', async () => {
    const { run } = runs();
    const items = Array.from({ length: 100 }, () => ({}));
    const { iccid } = (await runs().one(newOrder(), { items: [{ reference: 'shop-7' }] })).esim as Record<
      string,
      string
    >;
    sandbox.expireTokens();
    const before = sandbox.books().tokenRequests;
    const read = await run(
      { resource: 'esim', operation: 'get', iccid: iccid!, options: { itemsInParallel: 20 } },
      { items },
    );
    expect(read).toHaveLength(100);
    expect(sandbox.books().tokenRequests - before).toBe(1);
  });

  it('deletes an unused eSIM and says what that means for the money', async () => {
    const { one } = runs();
    const { orderId } = await one(newOrder(), { items: [{ reference: 'shop-8' }] });
    const refund: INodeParameters = { resource: 'order', operation: 'refund', orderId: orderId as string };
    await expect(one(refund)).resolves.toMatchObject({
      orderId,
      state: 'cancelled',
      alreadyExisted: false,
      explanation: expect.stringContaining('not documented') as string,
    });
    await expect(one(refund)).resolves.toMatchObject({ state: 'cancelled', alreadyExisted: true });
    expect(sandbox.journal({ route: 'deleteSim' })).toHaveLength(1);
  });

  it('reports that an installed eSIM is not deleted, as often as it is tried', async () => {
    const { one } = runs();
    const { orderId, esim } = await one(newOrder(), { items: [{ reference: 'shop-9' }] });
    await sandbox.device((esim as Record<string, string>).iccid!, 'install');
    const refund: INodeParameters = { resource: 'order', operation: 'refund', orderId: orderId as string };
    for (let time = 0; time < 2; time++) {
      await expect(one(refund)).resolves.toMatchObject({
        state: 'refused',
        explanation: expect.stringContaining('not installed') as string,
      });
    }
  });

  it('does not delete an eSIM that carries other packages than the order', async () => {
    const { one } = runs();
    const { orderId, esim } = await one(newOrder(), { items: [{ reference: 'shop-10' }] });
    const { iccid } = esim as Record<string, string>;
    const topUp = await one({
      resource: 'esim',
      operation: 'topUp',
      iccid: iccid!,
      packageId: byId(WORLD_50_MB),
      country: 'GB',
      clientReference: 'pay-10',
    });
    for (const id of [orderId, topUp.orderId]) {
      const error = await failure(one({ resource: 'order', operation: 'refund', orderId: id as string }));
      expect(error.message).toContain('carries 1 more package than this order');
    }
    expect(sandbox.journal({ route: 'deleteSim' })).toEqual([]);
  });

  it('starts a package early that was bought for later', async () => {
    const { one } = runs();
    const later = { additionalFields: { activationDate: '2099-01-31T12:00:00Z' } };
    const { orderId, esim } = await one(newOrder(later), { items: [{ reference: 'shop-11' }] });
    const { iccid } = esim as Record<string, string>;
    const usage = { resource: 'esim', operation: 'getUsage', iccid: iccid! };
    await expect(one(usage)).resolves.toMatchObject({ remainingBytes: 0, packages: [{ status: 'waiting' }] });
    await expect(one({ resource: 'order', operation: 'activate', orderId: orderId as string })).resolves.toMatchObject({
      orderId,
      status: 'completed',
    });
    await expect(one(usage)).resolves.toMatchObject({ packages: [{ status: 'active' }] });
  });

  it('lists orders, all pages, each once', async () => {
    const { run } = runs();
    sandbox.changeSettings({ largestPage: version === 'v2' ? 7 : 40 });
    const items = Array.from({ length: 45 }, (_, index) => ({ reference: `list-${index}` }));
    const bought = await run(newOrder({ options: { itemsInParallel: 20 } }), { items });
    const listed = await run({ resource: 'order', operation: 'getAll', returnAll: true });
    expect(listed.map(({ json }) => json.orderId).sort()).toEqual(bought.map(({ json }) => json.orderId).sort());
    expect(listed[0]?.json).toMatchObject({ esim: { activationCode: expect.stringMatching(/^LPA:1\$rsp/) as string } });
    await expect(run({ resource: 'order', operation: 'getAll', limit: 3 })).resolves.toHaveLength(3);
    const failed = {
      resource: 'order',
      operation: 'getAll',
      filters: { status: 'FAILED', createdAfter: '2020-01-01' },
    };
    await expect(run(failed)).resolves.toEqual([]);
  });

  it('lists packages with data, validity, countries and prices', async () => {
    const { run, one } = runs();
    const listed = await run({ resource: 'package', operation: 'getAll', returnAll: true });
    expect(listed).toHaveLength(95);
    expect(new Set(listed.map(({ json }) => json.packageId)).size).toBe(95);
    await expect(one({ resource: 'package', operation: 'get', packageId: byId(THREE_GB) })).resolves.toMatchObject({
      packageId: THREE_GB,
      dataBytes: 3 * 1024 ** 3,
      validity: { value: 30, unit: 'day' },
      coverage: 'TIER1',
      countries: ['DE', 'ES', 'FR', 'GR', 'IT', 'PT'],
      price: { amount: '42.50', currency: 'EUR' },
    });
  });

  it('watches an eSIM, lists what it is watched for, and stops', async () => {
    const { one } = runs();
    const { iccid } = (await one(newOrder(), { items: [{ reference: 'shop-12' }] })).esim as Record<string, string>;
    const webhookUrl = 'https://n8n.example.com/webhook/1';
    const types =
      version === 'v1'
        ? ['SUBSCRIPTION_END', 'USAGE_THRESHOLD']
        : ['DOWNLOAD_PROGRESS', 'SUBSCRIPTION_END', 'USAGE_THRESHOLD'];
    const watched = await one({ resource: 'esim', operation: 'watch', iccid: iccid!, webhookUrl });
    expect((watched.watched as Array<{ type: string }>).map(({ type }) => type).sort()).toEqual(types);
    expect(watched.watched).toContainEqual({ type: 'USAGE_THRESHOLD', url: webhookUrl });
    await expect(one({ resource: 'esim', operation: 'getWatched', iccid: iccid! })).resolves.toEqual(watched);
    const some = { resource: 'esim', operation: 'unwatch', iccid: iccid!, notificationTypes: ['SUBSCRIPTION_END'] };
    await one({ ...some, onlyUrl: 'https://elsewhere.example.com' });
    expect(Object.keys(sandbox.watches(iccid!)).sort()).toEqual(types);
    await one(some);
    expect(Object.keys(sandbox.watches(iccid!)).sort()).toEqual(types.filter((type) => type !== 'SUBSCRIPTION_END'));
    await expect(one({ resource: 'esim', operation: 'unwatch', iccid: iccid! })).resolves.toMatchObject({
      watched: [],
    });
    expect(sandbox.watches(iccid!)).toEqual({});
  });
});

describe('1GLOBAL Connect v2 alone', () => {
  it('activates and tops up physical SIMs, without a device and without a reference at the provider', async () => {
    const { one } = runsAt(sandbox, 'v2');
    const [iccid] = sandbox.cards();
    const bought = await one(newOrder({ simType: 'physicalSim', iccid: iccid! }), { items: [{ reference: 'card-1' }] });
    expect(bought).toMatchObject({
      status: 'completed',
      clientReference: 'card-1',
      esim: { iccid, activationCode: null, warnings: [] },
    });
    const topUp = {
      resource: 'esim',
      operation: 'topUp',
      iccid: iccid!,
      packageId: byId(THREE_GB),
      country: 'GB',
      clientReference: 'card-2',
    };
    await expect(one(topUp)).resolves.toMatchObject({ status: 'completed', type: 'topUp' });
    await expect(one(topUp)).resolves.toMatchObject({ alreadyExisted: true });
    expect(sandbox.books().purchases).toBe(2);
  });
});

describe('1GLOBAL Connect v1 alone', () => {
  it('sends no customer names where none are known', async () => {
    const { one } = runsAt(sandbox, 'v1');
    const bare = newOrder({ firstName: '', lastName: '', countryOfResidence: '' });
    await expect(one(bare, { items: [{ reference: 'bare-1' }] })).resolves.toMatchObject({ status: 'completed' });
  });

  it('uses the plural order path when the credential says so', async () => {
    sandbox.changeSettings({ v1OrderPath: 'plural' });
    const singular = await failure(runsAt(sandbox, 'v1').one(newOrder(), { items: [{ reference: 'path-1' }] }));
    expect(singular.description).toContain('Order Path');
    const { one } = runsAt(sandbox, 'v1', { v1OrderPath: 'plural' });
    await expect(one(newOrder(), { items: [{ reference: 'path-1' }] })).resolves.toMatchObject({ status: 'completed' });
    sandbox.reset();
  });

  it('asks for prices in a currency and reads whichever comes', async () => {
    const { run } = runsAt(sandbox, 'v1');
    const inDollars = {
      resource: 'package',
      operation: 'getAll',
      limit: 1,
      additionalFields: { currency: 'usd', planId: 'PlanOne' },
    };
    const [first] = await run(inDollars);
    expect(first?.json.price).toEqual({ amount: '22.00', currency: 'USD' });
    const [other] = await run({ ...inDollars, additionalFields: { currency: 'GBP' } });
    expect(other?.json.price).toEqual({ amount: '20.00', currency: 'EUR' });
  });
});
