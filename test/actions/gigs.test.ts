import { randomUUID } from 'node:crypto';

import { type FaultName, type GigsSandbox, type GigsSettings, startGigsSandbox } from '../../sandbox';
import { GLOBAL, TRAVEL, TRAVEL_TOP_UP } from '../../sandbox/gigs/catalogue';
import { byId, gigsRuns, type GigsRuns, order } from '../support/gigsRuns';

const GB = 1_000_000_000;
const ADDRESS = { details: { line1: '1 Main Street', city: 'Berlin', postalCode: '10115', country: 'DE' } };

let sandbox: GigsSandbox;
let runs: GigsRuns;

beforeEach(async () => {
  sandbox = await startGigsSandbox({ settings: { activationSeconds: 0 } });
  runs = gigsRuns(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  const { violations, boughtTwice } = sandbox.books();
  await sandbox.stop();
  expect({ violations, boughtTwice }).toEqual({ violations: [], boughtTwice: [] });
});

const items = [{ reference: 'shop-1' }];

describe('Gigs through the eSIM node', () => {
  it('orders an eSIM, reads it back by every name, and draws its QR code', async () => {
    const bought = await runs.one(order(TRAVEL), { items });
    expect(bought).toMatchObject({
      provider: 'gigs',
      type: 'newEsim',
      status: 'completed',
      clientReference: 'shop-1',
      alreadyExisted: false,
      price: { amount: '12.50', currency: 'USD' },
      esim: { state: 'released', activationCode: expect.stringMatching(/^LPA:1\$/) as string },
    });
    const { iccid, esimId, activationCode } = bought.esim as Record<string, string>;
    const ways = [
      { esimLookup: 'iccid', iccid },
      { esimLookup: 'esimId', esimId },
      { esimLookup: 'customerId', customerId: byId(bought.customerId) },
    ];
    for (const way of ways) {
      const found = await runs.one({ resource: 'esim', operation: 'get', ...way });
      expect(found).toMatchObject({ iccid, activationCode });
    }
    const names = [
      { orderLookup: 'orderId', orderId: bought.orderId as string },
      { orderLookup: 'clientReference', clientReference: 'shop-1' },
      { orderLookup: 'clientReference', clientReference: 'shop-1', customerEmail: 'jerry@example.com' },
    ];
    for (const name of names) {
      const found = await runs.one({ resource: 'order', operation: 'get', ...name });
      expect(found).toMatchObject({ orderId: bought.orderId, esim: { iccid, activationCode } });
    }
    const [qr] = await runs.run({ resource: 'esim', operation: 'generateQrCode', activationCodeSource: 'esim', iccid });
    expect(qr).toMatchObject({ json: { activationCode }, binary: { data: { mimeType: 'image/png' } } });
  });

  it('waits until a new eSIM is active', async () => {
    sandbox.changeSettings({ activationSeconds: 2 });
    const bought = await runs.one(order(TRAVEL, { additionalFields: {} }), { items });
    expect(bought).toMatchObject({ status: 'completed', esim: { activationCode: expect.any(String) as string } });
  });

  it('gives an order that takes longer than the timeout as it stands', async () => {
    const additionalFields = { sim: 'sim_test_esim_delayed_four_hours' };
    const bought = await runs.one(order(TRAVEL, { additionalFields, waitTimeout: 1 }), { items });
    expect(bought).toMatchObject({ status: 'pending', esim: null });
  });

  it('shows an order that waits for its invoice at once, with the invoice', async () => {
    sandbox.changeSettings({ billing: true });
    const bought = await runs.one(order(TRAVEL, { waitTimeout: 1 }), { items });
    expect(bought).toMatchObject({
      status: 'pending',
      providerStatus: 'initiated',
      invoiceId: expect.any(String) as string,
    });
  });

  it('buys nothing when the plan wants an address that is not there', async () => {
    const attempt = runs.one(order(GLOBAL), { items });
    await expect(attempt).rejects.toMatchObject({
      message: expect.stringContaining('needs: Address, Full Name') as string,
    });
    expect(sandbox.books()).toMatchObject({ subscriptions: 0, users: 0 });
    const additionalFields = { sim: 'sim_test_esim', fullName: 'Jerry', address: ADDRESS };
    await expect(runs.one(order(GLOBAL, { additionalFields }), { items })).resolves.toMatchObject({
      status: 'completed',
    });
  });

  it('tops up an eSIM of which only the ICCID is known, once for one reference, and shows what is left', async () => {
    const { iccid } = (await runs.one(order(TRAVEL), { items })).esim as Record<string, string>;
    const topUp = { resource: 'esim', operation: 'topUp', packageId: byId(TRAVEL_TOP_UP), iccid };
    const added = await runs.one({ ...topUp, clientReference: 'payment-1' });
    expect(added).toMatchObject({ type: 'topUp', status: 'completed', alreadyExisted: false, esim: { iccid } });
    for (const workflowId of [undefined, randomUUID()]) {
      const again = await runs.one({ ...topUp, clientReference: 'payment-1' }, { ...(workflowId && { workflowId }) });
      expect(again).toMatchObject({ orderId: added.orderId, alreadyExisted: true, esim: { iccid } });
    }
    expect(sandbox.books().addons).toBe(1);
    const usage = await runs.one({ resource: 'esim', operation: 'getUsage', iccid });
    expect(usage).toMatchObject({ remainingBytes: 6 * GB, unlimited: false });
  });

  it('gives nothing back as bought on a success that holds something else', async () => {
    const { orderId, esim } = (await runs.one(order(TRAVEL), { items })) as { orderId: string; esim: object };
    const { iccid } = esim as { iccid: string };
    const topUp = {
      resource: 'esim',
      operation: 'topUp',
      packageId: byId(TRAVEL_TOP_UP),
      iccid,
      clientReference: 'p-1',
    };
    const added = await runs.one(topUp);
    sandbox.faults.next({ fault: 'errorInSuccessBeforeCommit', route: 'subscriptionAddon', times: 100 });
    await expect(runs.one(topUp)).rejects.toThrow(/Outcome unknown/);
    sandbox.faults.clear();
    await expect(runs.one(topUp)).resolves.toMatchObject({ orderId: added.orderId, alreadyExisted: true });
    sandbox.faults.next({ fault: 'errorInSuccessBeforeCommit', route: 'subscription', times: 100 });
    await expect(runs.one({ resource: 'order', operation: 'get', orderLookup: 'orderId', orderId })).rejects.toThrow(
      'answered, but without the object',
    );
  });

  it('lets the retry of a batch succeed in which one top-up failed', async () => {
    const customers = ['a', 'b'].map((reference) => ({ reference }));
    const esims = await runs.run(order(TRAVEL), { items: customers });
    const batch = esims.map(({ json }, index) => ({ ...json, reference: `payment-${index}` }));
    const parameters = {
      resource: 'esim',
      operation: 'topUp',
      packageId: byId(TRAVEL_TOP_UP),
      iccid: '={{ $json.esim.iccid }}',
      clientReference: '={{ $json.reference }}',
    };
    const refusal = { status: 422, contentType: 'application/json', body: '{"message":"Not now"}' };
    const fault = { kind: 'answer', when: 'beforeCommit', ...refusal } as const;
    sandbox.faults.next({ fault, route: 'createSubscriptionAddon' });
    await expect(runs.run(parameters, { items: batch })).rejects.toBeDefined();
    const again = await runs.run(parameters, { items: batch });
    expect(again.map(({ json }) => json.alreadyExisted).sort()).toEqual([false, true]);
    expect(sandbox.books().addons).toBe(2);
  });

  it('cancels at the end of the period, and keeps the subscription after all', async () => {
    const { orderId } = (await runs.one(order(TRAVEL), { items })) as { orderId: string };
    const cancelled = await runs.one({ resource: 'order', operation: 'cancel', orderId });
    expect(cancelled).toMatchObject({ orderId, status: 'completed', endsAt: expect.any(String) as string });
    await expect(runs.one({ resource: 'order', operation: 'resume', orderId })).resolves.toMatchObject({ orderId });
    const ended = await runs.one({ resource: 'order', operation: 'cancel', orderId, when: 'now' });
    expect(ended).toMatchObject({ status: 'cancelled' });
  });
});

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

/**
 * One fault of each kind will do where the books are read for a while before the order goes out again, and where the key
 * is honoured: test/conformance has them all.
 */
const ONE_OF_EACH_KIND: FaultName[] = ['cutAfterCommit', 'error500AfterCommit'];

describe.each<[string, boolean, GigsSettings['idempotency'], FaultName[]]>([
  ['honours the Idempotency-Key', true, 'honoured', ONE_OF_EACH_KIND],
  ['is not sent an Idempotency-Key', false, 'honoured', LOST],
  ['refuses the Idempotency-Key', true, 'rejected', ONE_OF_EACH_KIND],
  ['does not know the Idempotency-Key', true, 'ignored', LOST],
])('a Gigs that %s', (_name, sendIdempotencyKey, idempotency, lost) => {
  beforeEach(() => {
    sandbox.changeSettings({ idempotency });
    runs = gigsRuns(sandbox, { sendIdempotencyKey });
  });

  it.each(lost)('sells once when the answer is lost (%s)', async (fault) => {
    // with a refused key the second request is the one that buys
    if (idempotency === 'rejected') await runs.one(order(TRAVEL), { items: [{ reference: 'shop-0' }] });
    sandbox.faults.next({ fault, route: 'createSubscription' });
    const again = () => runs.one(order(TRAVEL), { items });
    const bought = await again().catch(again);
    expect(bought).toMatchObject({
      clientReference: 'shop-1',
      esim: { activationCode: expect.any(String) as string },
    });
    await sandbox.settled();
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('sells once for a reference, whoever runs it again', async () => {
    await runs.one(order(TRAVEL), { items });
    const again = await runs.one(order(TRAVEL), { items });
    const elsewhere = await runs.one(order(TRAVEL), { items, workflowId: randomUUID() });
    expect([again.alreadyExisted, elsewhere.alreadyExisted]).toEqual([true, true]);
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  it('sells fifty items once each', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ reference: `many-${index}` }));
    const bought = await runs.run(order(TRAVEL, { options: { itemsInParallel: 10 } }), { items: many });
    expect(bought.map(({ json }) => json.clientReference)).toEqual(many.map(({ reference }) => reference));
    expect(sandbox.books()).toMatchObject({ subscriptions: 50, users: 1 });
  });
});

describe('an order that was not bought', () => {
  it('is refused in the words of Gigs, and the token is in none of them', async () => {
    const wrong = gigsRuns(sandbox, { apiToken: 'gpk_wrong_token' });
    const error = (await wrong.one(order(TRAVEL), { items }).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ httpCode: '401' });
    expect(JSON.stringify([error.message, error])).not.toContain('gpk_wrong_token');
  });
});
