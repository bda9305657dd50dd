import { randomUUID } from 'node:crypto';

import { type DentSandbox, type FaultName, startDentSandbox } from '../../sandbox';
import { dentRuns, order, type DentRuns, WORLD } from '../support/dentRuns';
import { processedData } from '../support/n8n';

let sandbox: DentSandbox;
let runs: DentRuns;

beforeEach(async () => {
  sandbox = await startDentSandbox();
  runs = dentRuns(sandbox);
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  expect(sandbox.books().boughtTwice).toEqual([]);
  await sandbox.stop();
});

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: value as string });

describe('DENT Giga Store through the eSIM node', () => {
  it('orders an eSIM, reads it back by every name, and draws its QR code', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    expect(bought).toMatchObject({
      provider: 'dentGigaStore',
      type: 'newEsim',
      status: 'completed',
      clientReference: 'shop-1',
      alreadyExisted: false,
      price: { amount: '1.49', currency: 'USD' },
      esim: { state: 'released', activationCode: expect.stringMatching(/^LPA:1\$/) as string },
    });
    const { iccid, activationCode } = bought.esim as Record<string, string>;

    const ways = [
      { esimLookup: 'iccid', iccid },
      { esimLookup: 'customerId', customerId: byId(bought.customerId) },
    ];
    for (const way of ways) {
      await expect(runs.one({ resource: 'esim', operation: 'get', ...way })).resolves.toMatchObject({
        iccid,
        activationCode,
      });
    }
    const names = [
      { orderLookup: 'orderId', orderId: bought.orderId as string },
      { orderLookup: 'clientReference', clientReference: 'shop-1' },
      { orderLookup: 'clientReference', clientReference: 'shop-1', customerEmail: 'name@email.com' },
    ];
    for (const name of names) {
      await expect(runs.one({ resource: 'order', operation: 'get', ...name })).resolves.toMatchObject({
        orderId: bought.orderId,
        esim: { iccid, activationCode },
      });
    }
    const [qr] = await runs.run({ resource: 'esim', operation: 'generateQrCode', activationCodeSource: 'esim', iccid });
    expect(qr).toMatchObject({
      json: { activationCode },
      binary: { data: { mimeType: 'image/png', fileName: `esim-${iccid}.png` } },
    });
  });

  it('tops up an eSIM of which only the ICCID is known, and shows what is left', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    const { iccid } = bought.esim as Record<string, string>;
    const topUp = {
      resource: 'esim',
      operation: 'topUp',
      packageId: byId(runs.packageId('eSIM Worldwide 1 GB')),
      iccid,
    };
    const added = await runs.one({ ...topUp, clientReference: 'payment-1' });
    expect(added).toMatchObject({
      type: 'topUp',
      alreadyExisted: false,
      customerId: bought.customerId,
      esim: { iccid },
    });
    const again = await runs.one({ ...topUp, clientReference: 'payment-1' });
    expect(again).toMatchObject({ orderId: added.orderId, alreadyExisted: true });
    const usage = await runs.one({ resource: 'esim', operation: 'getUsage', iccid });
    expect(usage).toMatchObject({ remainingBytes: (50 + 1024) * 1024 ** 2, unlimited: false });
  });

  it('does not look for an ICCID that a spreadsheet has rounded', async () => {
    const rounded = runs.one(
      { resource: 'esim', operation: 'get', iccid: '={{ $json.iccid }}' },
      { items: [{ iccid: 89972123301000000000 }] },
    );
    await expect(rounded).rejects.toMatchObject({
      message: expect.stringContaining('its last digits are lost') as string,
      description: expect.stringContaining('as text') as string,
    });
  });

  it('gives an existing customer another eSIM', async () => {
    const first = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    const second = await runs.one(order(runs.packageId(WORLD), { customerId: byId(first.customerId) }), {
      items: [{ reference: 'shop-2' }],
    });
    expect(second.customerId).toBe(first.customerId);
    expect((second.esim as { iccid: string }).iccid).not.toBe((first.esim as { iccid: string }).iccid);
  });

  it('starts a package that was bought to start on demand', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD), { additionalFields: { activationMode: 'ON_DEMAND' } }), {
      items: [{ reference: 'shop-1' }],
    });
    const { iccid } = bought.esim as Record<string, string>;
    const usage = async () => await runs.one({ resource: 'esim', operation: 'getUsage', iccid });
    await expect(usage()).resolves.toMatchObject({
      remainingBytes: 0,
      packages: [{ status: 'waiting', expiresAt: null }],
    });
    await runs.one({ resource: 'order', operation: 'activate', orderId: bought.orderId as string });
    await expect(usage()).resolves.toMatchObject({ remainingBytes: 50 * 1024 ** 2, packages: [{ status: 'active' }] });
  });

  it.each(['errorInSuccessBeforeCommit', 'errorInSuccessAfterCommit'] as const)(
    'does not take %s for a refund: the outcome is unknown',
    async (fault) => {
      const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
      sandbox.faults.next({ fault, route: 'refund' });
      const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
      await expect(runs.one(refund)).rejects.toThrow(/Outcome unknown/);
    },
  );

  it('does not give an order back without its eSIM when the customer’s record is answered with something else', async () => {
    const items = [{ reference: 'shop-1' }];
    await runs.one(order(runs.packageId(WORLD), { customerEmail: '' }), { items });
    sandbox.faults.next({ fault: 'errorInSuccessBeforeCommit', route: 'customer', times: 20 });
    await expect(runs.one(order(runs.packageId(WORLD), { customerEmail: '' }), { items })).rejects.toThrow();
    sandbox.faults.clear();
    const again = await runs.one(order(runs.packageId(WORLD), { customerEmail: '' }), { items });
    expect(again).toMatchObject({
      alreadyExisted: true,
      esim: { activationCode: expect.stringMatching(/^LPA:1/) as string },
    });
  });

  it('refunds an unused package once, and says where the money went', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
    await expect(runs.one(refund)).resolves.toMatchObject({
      state: 'refunded',
      amount: { amount: '1.49', currency: 'USD' },
      explanation: expect.stringContaining('credits') as string,
    });
    await expect(runs.one(refund)).resolves.toMatchObject({ state: 'refunded', alreadyExisted: true });
    // so does another workflow, as long as n8n runs
    await expect(runs.one(refund, { workflowId: randomUUID() })).resolves.toMatchObject({ alreadyExisted: true });
    expect(sandbox.books().refundedTwice).toEqual([]);
  });

  it('explains why a used package is not refunded', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    const { iccid } = bought.esim as { iccid: string };
    await sandbox.device(iccid, 'install');
    await sandbox.device(iccid, 'useData', { bytes: 1024, country: 'AT' });
    const refund = runs.one({ resource: 'order', operation: 'refund', orderId: bought.orderId as string });
    await expect(refund).rejects.toMatchObject({ description: expect.stringContaining('completely unused') as string });
  });

  it('lists packages with prices, data in bytes and countries', async () => {
    const packages = await runs.run({
      resource: 'package',
      operation: 'getAll',
      returnAll: true,
      includeCountries: true,
    });
    expect(packages).toHaveLength(sandbox.inventory().length);
    expect(packages.map(({ json }) => json)).toContainEqual(
      expect.objectContaining({
        name: 'eSIM Worldwide 1 GB',
        dataBytes: 1024 ** 3,
        price: { amount: '4.20', currency: 'USD' },
        countries: expect.arrayContaining(['AT', 'US']) as string[],
      }),
    );
  });

  it('lists orders', async () => {
    const items = ['a', 'b', 'c'].map((reference) => ({ reference }));
    await runs.run(order(runs.packageId(WORLD)), { items });
    const orders = await runs.run({ resource: 'order', operation: 'getAll', returnAll: true });
    expect(orders.map(({ json }) => json.clientReference).sort()).toEqual(['a', 'b', 'c']);
  });

  it('sends what the person filled in, and nothing that the documentation does not know', async () => {
    const additionalFields = {
      activationMode: 'FIRST_USE',
      expectedPrice: { price: { amount: '4.99', currency: 'USD' } },
      userCountry: 'GR',
      userIp: '203.0.113.7',
    };
    const bought = await runs.one(order(runs.packageId(WORLD), { additionalFields }), {
      items: [{ reference: 'shop-1' }],
    });
    expect(bought).toMatchObject({ status: 'completed' });
  });

  it('buys nothing when the price has changed', async () => {
    const additionalFields = { expectedPrice: { price: { amount: '4.98', currency: 'USD' } } };
    await expect(
      runs.one(order(runs.packageId(WORLD), { additionalFields }), { items: [{ reference: 'shop-1' }] }),
    ).rejects.toMatchObject({ httpCode: expect.stringMatching(/^4/) as string });
    expect(sandbox.books().purchases).toBe(0);
  });

  it('asks for one token for a hundred orders', async () => {
    const items = Array.from({ length: 100 }, (_, index) => ({ reference: `shop-${index}` }));
    await runs.run(order(runs.packageId(WORLD), { options: { itemsInParallel: 20 } }), { items });
    expect(sandbox.books()).toMatchObject({ tokenRequests: 1, purchases: 100 });
  });

  it('carries on when the token ends in the middle', async () => {
    const items = Array.from({ length: 30 }, (_, index) => ({ reference: `shop-${index}` }));
    sandbox.faults.next({ fault: 'tokenExpired', route: 'register' });
    await runs.run(order(runs.packageId(WORLD)), { items });
    expect(sandbox.books()).toMatchObject({ tokenRequests: 2, purchases: 30 });
  });
});

describe('an order whose answer is lost', () => {
  const LOST: FaultName[] = [
    'cutAfterCommit',
    'error500AfterCommit',
    'error502AfterCommit',
    'error503AfterCommit',
    'truncatedJson',
    'malformedJson',
    'emptyBody',
    'errorInSuccessAfterCommit',
    'brokenGzip',
    'cutMidBody',
  ];

  it.each(LOST)('is found in the books after %s, with its eSIM', async (fault) => {
    sandbox.faults.next({ fault, route: 'register' });
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    expect(bought).toMatchObject({
      alreadyExisted: false,
      esim: { activationCode: expect.stringMatching(/^LPA:1/) as string },
    });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it.each(LOST)('is found after %s although no email address was given', async (fault) => {
    sandbox.faults.next({ fault, route: 'register' });
    const bought = await runs.one(order(runs.packageId(WORLD), { customerEmail: '' }), {
      items: [{ reference: 'shop-1' }],
    });
    expect(bought.esim).toMatchObject({ state: 'released' });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('is found after no answer came in time', async () => {
    sandbox.faults.next({ fault: 'hangAfterCommit', route: 'register' });
    const bought = await runs.one(order(runs.packageId(WORLD), { options: { requestTimeout: 1 } }), {
      items: [{ reference: 'shop-1' }],
    });
    expect(bought).toMatchObject({ clientReference: 'shop-1' });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('is bought once when the workflow runs again, from another workflow too', async () => {
    const items = [{ reference: 'shop-1' }];
    await runs.one(order(runs.packageId(WORLD)), { items });
    const again = await runs.one(order(runs.packageId(WORLD)), { items });
    const elsewhere = await runs.one(order(runs.packageId(WORLD)), { items, workflowId: randomUUID() });
    expect([again.alreadyExisted, elsewhere.alreadyExisted]).toEqual([true, true]);
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('is not given to another customer', async () => {
    const items = [{ reference: 'shop-1' }];
    await runs.one(order(runs.packageId(WORLD)), { items });
    const other = runs.one(order(runs.packageId(WORLD), { customerEmail: 'other@email.com' }), { items });
    await expect(other).rejects.toMatchObject({ message: expect.stringContaining('is taken') as string });
    expect(sandbox.books().purchases).toBe(1);
  });
});

describe('a reference that belongs to something else', () => {
  const taken = { message: expect.stringContaining('is taken') as string };
  const topUpOf = (iccid: unknown, clientReference: string) => ({
    resource: 'esim',
    operation: 'topUp',
    packageId: byId(runs.packageId('eSIM Worldwide 1 GB')),
    iccid: iccid as string,
    clientReference,
  });
  let iccids: unknown[];

  beforeEach(async () => {
    const items = [{ reference: 'shop-1' }, { reference: 'shop-2' }];
    const bought = await runs.run(order(runs.packageId(WORLD)), { items });
    iccids = bought.map(({ json }) => (json.esim as { iccid: string }).iccid);
  });
  afterEach(() => expect(sandbox.purchasesFor('shop-1')).toBe(1));

  it('buys no other package', async () => {
    const another = order(runs.packageId('eSIM Worldwide 1 GB'));
    await expect(runs.one(another, { items: [{ reference: 'shop-1' }] })).rejects.toMatchObject(taken);
  });

  it('tops up neither the same eSIM nor one of another customer', async () => {
    for (const iccid of iccids) await expect(runs.one(topUpOf(iccid, 'shop-1'))).rejects.toMatchObject(taken);
  });

  it('is not taken for an order when it topped up an eSIM', async () => {
    await sandbox.advance(60_000);
    await runs.one(topUpOf(iccids[0], 'payment-1'));
    await expect(runs.one(topUpOf(iccids[1], 'payment-1'))).rejects.toMatchObject(taken);
    const asOrder = runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'payment-1' }] });
    await expect(asOrder).rejects.toMatchObject(taken);
    expect(sandbox.purchasesFor('payment-1')).toBe(1);
  });

  it('is never the default one of two nodes, executions or installations', async () => {
    const unnamed = order(runs.packageId(WORLD));
    delete unnamed.clientReference;
    const run = { executionId: '8', workflowId: randomUUID() };
    const first = await runs.one(unnamed, run);
    await expect(runs.one(unnamed, run)).resolves.toMatchObject({ orderId: first.orderId, alreadyExisted: true });
    const others = [
      { ...run, nodeId: 'another' },
      { ...run, executionId: '9' },
      { ...run, workflowId: randomUUID() },
    ];
    for (const other of others) {
      await expect(runs.one(unnamed, other)).resolves.toMatchObject({ alreadyExisted: false });
    }
    // a database restored from a backup counts its executions again, and has lost its ledger
    processedData.rows.clear();
    await expect(runs.one(unnamed, run)).rejects.toMatchObject(taken);
  });
});

describe('an order that was not bought', () => {
  it.each<FaultName>(['tooManyRequests', 'tooManyRequestsWithRetryAfter'])('is sent again after %s', async (fault) => {
    sandbox.faults.next({ fault, route: 'register' });
    await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('is refused in the provider’s words when the credit is too low, and can be run again', async () => {
    const poor = await startDentSandbox({ credit: '1.00' });
    const poorRuns = dentRuns(poor);
    const items = [{ reference: 'shop-1' }];
    await expect(poorRuns.one(order(poorRuns.packageId(WORLD)), { items })).rejects.toMatchObject({
      message: expect.stringMatching(/credit/i) as string,
    });
    poor.addCredit('10.00');
    await expect(poorRuns.one(order(poorRuns.packageId(WORLD)), { items })).resolves.toMatchObject({
      alreadyExisted: false,
    });
    await poor.stop();
  });

  it('stops as outcome unknown when nobody can tell, and is never sent again by itself', async () => {
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'register' });
    const items = [{ reference: 'shop-1' }];
    const unknown = { message: expect.stringContaining('Outcome unknown') as string };
    await expect(runs.one(order(runs.packageId(WORLD)), { items })).rejects.toMatchObject(unknown);
    await expect(runs.one(order(runs.packageId(WORLD)), { items })).rejects.toMatchObject(unknown);
    expect(sandbox.books().purchases).toBe(0);
    const again = order(runs.packageId(WORLD), { options: { sendAgainIfUnconfirmed: true } });
    await expect(runs.one(again, { items })).resolves.toMatchObject({ clientReference: 'shop-1' });
  }, 60_000);
});
