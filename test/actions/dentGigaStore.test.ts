import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { dentGigaStore } from '../../providers/dentGigaStore';
import { type DentSandbox, type FaultName, startDentSandbox } from '../../sandbox';
import { dentRuns, order, type DentRuns, WORLD } from '../support/dentRuns';
import { dentSession } from '../support/dentSession';
import { type QuickClock, quickClock } from '../support/quickClock';
import { valuesOf } from '../support/values';

let sandbox: DentSandbox;
let clock: QuickClock;
let runs: DentRuns;

beforeEach(async () => {
  sandbox = await startDentSandbox();
  clock = quickClock();
  runs = dentRuns(sandbox, clock);
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
      message: expect.stringContaining('last digits are lost') as string,
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
});

describe('one reference in two workflows', () => {
  const items = [{ reference: '1001' }];
  const taken = (what: RegExp) => ({ message: expect.stringMatching(what) as string });
  const elsewhere = () => ({ items, workflowId: randomUUID() });
  const AUSTRIA = 'eSIM Austria 5 GB';
  const byNobody = { customerEmail: '' };

  afterEach(() => expect(sandbox.purchasesFor('1001')).toBe(1));

  it('is taken for another package, and nothing is bought', async () => {
    await runs.one(order(runs.packageId(WORLD)), { items });
    const austria = runs.one(order(runs.packageId(AUSTRIA)), elsewhere());
    await expect(austria).rejects.toMatchObject(
      taken(/is taken: order .* has it, for the package eSIM Worldwide 50 MB/),
    );
  });

  it('is taken for another package when neither sale has an email address', async () => {
    await runs.one(order(runs.packageId(WORLD), byNobody), { items });
    const austria = runs.one(order(runs.packageId(AUSTRIA), byNobody), elsewhere());
    await expect(austria).rejects.toMatchObject(taken(/is taken/));
  });

  it.each([
    [{}, byNobody],
    [byNobody, {}],
    [byNobody, byNobody],
  ])('is taken where nothing shows that both are for one customer (%p, %p)', async (first, second) => {
    await runs.one(order(runs.packageId(WORLD), first), { items });
    const other = runs.one(order(runs.packageId(WORLD), second), elsewhere());
    await expect(other).rejects.toMatchObject(taken(/is taken.*not made by this node/));
  });

  it('gives one order where all is the same', async () => {
    const first = await runs.one(order(runs.packageId(WORLD)), { items });
    const { customerEmail } = order('');
    const shouted = order(runs.packageId(WORLD), { customerEmail: String(customerEmail).toUpperCase() });
    await expect(runs.one(shouted, elsewhere())).resolves.toMatchObject({
      orderId: first.orderId,
      alreadyExisted: true,
    });
  });

  it('is taken by a top-up of another customer or with another package, and given back for the same', async () => {
    const [one, other] = await runs.run(order(runs.packageId(WORLD)), {
      items: [{ reference: 'shop-1' }, { reference: 'shop-2' }],
    });
    await sandbox.advance(60_000);
    const topUp = (of: typeof one, packageName: string) => ({
      resource: 'esim',
      operation: 'topUp',
      packageId: byId(runs.packageId(packageName)),
      iccid: (of?.json.esim as { iccid: string }).iccid,
      clientReference: '1001',
    });
    const first = await runs.one(topUp(one, WORLD));
    await expect(runs.one(topUp(one, 'eSIM Worldwide 1 GB'), elsewhere())).rejects.toMatchObject(taken(/is taken/));
    await expect(runs.one(topUp(other, WORLD), elsewhere())).rejects.toMatchObject(taken(/is taken/));
    await expect(runs.one(topUp(one, WORLD), elsewhere())).resolves.toMatchObject({
      orderId: first.orderId,
      alreadyExisted: true,
    });
  });
});

describe('what is given back the second time', () => {
  const items = [{ reference: 'shop-1' }];
  // the provider writes this time with more digits in one place than in the other
  const same = ({ createdAt, ...rest }: Record<string, unknown>) => ({
    ...rest,
    createdAt: typeof createdAt === 'string' ? createdAt.slice(0, 19) : createdAt,
    alreadyExisted: null,
  });

  it.each<[string, object]>([
    ['an order', {}],
    ['an order without an email address', { customerEmail: '' }],
  ])('is the same for %s', async (_, more) => {
    const first = await runs.one(order(runs.packageId(WORLD), more as INodeParameters), { items });
    const second = await runs.one(order(runs.packageId(WORLD), more as INodeParameters), { items });
    expect(second.alreadyExisted).toBe(true);
    expect(same(second)).toEqual({ ...same(first), esim: { ...(first.esim as object) } });
    expect(second).toMatchObject({
      type: 'newEsim',
      package: { packageId: runs.packageId(WORLD), name: WORLD },
      esim: { state: 'released' },
    });
  });

  it('is the same for a top-up and for one more eSIM of a customer', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items });
    await sandbox.advance(60_000);
    const { iccid } = bought.esim as { iccid: string };
    const purchases = [
      {
        resource: 'esim',
        operation: 'topUp',
        packageId: byId(runs.packageId(WORLD)),
        iccid,
        clientReference: 'payment-1',
      },
      order(runs.packageId(WORLD), { customerId: byId(bought.customerId), clientReference: 'shop-2' }),
    ];
    for (const purchase of purchases) {
      const first = await runs.one(purchase);
      expect(same(await runs.one(purchase))).toEqual(same(first));
    }
  });
});

describe('where only documented calls exist', () => {
  beforeEach(() => sandbox.changeSettings({ activatedItems: 'missing' }));

  it('an order is bought once, and refunded with its price', async () => {
    const items = [{ reference: 'shop-1' }];
    const bought = await runs.one(order(runs.packageId(WORLD)), { items });
    await expect(runs.one(order(runs.packageId(WORLD)), { items })).resolves.toMatchObject({
      orderId: bought.orderId,
      alreadyExisted: true,
    });
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
    await expect(runs.one(refund)).resolves.toMatchObject({
      state: 'refunded',
      amount: { amount: '1.49', currency: 'USD' },
    });
  });

  it('a refund is sent although nothing shows its price, and is not sent twice', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items: [{ reference: 'shop-1' }] });
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'customers', times: 40 });
    await expect(runs.one(refund)).resolves.toMatchObject({ state: 'refunded', amount: null });
    await expect(runs.one(refund)).resolves.toMatchObject({ state: 'refunded', alreadyExisted: true });
    expect(sandbox.books().refunds).toBe(1);
  });
});

describe('what real workflows bring', () => {
  const refused = async (parameters: INodeParameters, items: Array<Record<string, unknown>>, message: RegExp) => {
    await expect(runs.run(parameters, { items })).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
    });
    expect(sandbox.books().purchases).toBe(0);
  };
  const referring = (clientReference: string) => order(runs.packageId(WORLD), { clientReference, customerEmail: '' });

  it('references that are rounded numbers are refused', async () => {
    const items = [JSON.parse('{"id": 576461413038785752}'), JSON.parse('{"id": 576461413038785759}')] as Array<
      Record<string, unknown>
    >;
    await refused(referring('={{ $json.id }}'), items, /^Client Reference .*last digits are lost/);
    await refused(referring('=order-{{ $json.id }}'), items, /^Client Reference .*last digits are lost/);
  });

  it.each([
    "={{ 'order-' + $json.nope }}",
    '={{ String($json.nope) }}',
    '=order-{{ $json.nope }}',
    '={{ $json.nope }}',
  ])('the reference %s, which is made of nothing, is refused', async (reference) => {
    await refused(referring(reference), [{ id: 1 }, { id: 2 }], /^Client Reference/);
  });

  it.each([[{ id: 'c1' }], [['c1']], [true]])('the existing customer %p is refused', async (customer) => {
    const parameters = order(runs.packageId(WORLD), { customerId: byId('={{ $json.customer }}') });
    await refused(parameters, [{ reference: 'shop-1', customer }], /^Existing Customer/);
  });

  it.each<[unknown, RegExp]>([
    [{ amount: '1.00', currency: 'USD' }, /expected price/],
    [{ value: '4.99' }, /^Expected Price/],
    [['4.99'], /^Expected Price/],
    [true, /^Expected Price/],
  ])('the expected price %p is a guard, or refused', async (retailPrice, message) => {
    const additionalFields = { expectedPrice: { price: { amount: '={{ $json.retailPrice }}', currency: 'USD' } } };
    const parameters = order(runs.packageId(WORLD), { additionalFields });
    await refused(parameters, [{ reference: 'shop-1', retailPrice }], message);
  });

  it('the retail price of a package, as it is, is the expected price', async () => {
    const [sold] = await runs.run({ resource: 'package', operation: 'get', packageId: byId(runs.packageId(WORLD)) });
    const additionalFields = { expectedPrice: { price: { amount: '={{ $json.retailPrice }}', currency: 'USD' } } };
    const items = [{ ...sold?.json, reference: 'shop-1' }];
    await expect(runs.one(order(runs.packageId(WORLD), { additionalFields }), { items })).resolves.toMatchObject({
      status: 'completed',
    });
  });

  it.each<[object, RegExp]>([
    [{ activationMode: '={{ ["ON_DEMAND"] }}' }, /^Activation Mode/],
    [{ userCountry: '={{ {code: "GR"} }}' }, /^User Country/],
    [{ userIp: '={{ {ip: "203.0.113.7"} }}' }, /^User IP/],
  ])('%p is refused', async (additionalFields, message) => {
    const parameters = order(runs.packageId(WORLD), { additionalFields: additionalFields as INodeParameters });
    await refused(parameters, [{ reference: 'shop-1' }], message);
  });

  it('nothing of a run is bought when one of its items cannot be', async () => {
    const items = [{ reference: 'a' }, { reference: 'b' }, { reference: '' }];
    await refused(order(runs.packageId(WORLD)), items, /^Client Reference is empty/);
  });
});

describe('an order that was not bought', () => {
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

  const again = (options: object = {}) =>
    order(runs.packageId(WORLD), { options: { ifUnconfirmed: 'sendAgain', ...options } });

  it('is sent again when that is certain, once the waiting time has passed', async () => {
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'register' });
    const items = [{ reference: 'shop-1' }];
    await expect(runs.one(again(), { items })).rejects.toThrow(/Outcome unknown/);
    await expect(runs.one(again(), { items })).rejects.toThrow(/Outcome unknown/);
    clock.putForward(31 * 60_000);
    await expect(runs.one(again(), { items })).resolves.toMatchObject({ alreadyExisted: false });
    await expect(runs.one(again(), { items })).resolves.toMatchObject({ alreadyExisted: true });
  });

  it('is not sent again while no list of sales proves that it was not bought', async () => {
    sandbox.changeSettings({ activatedItems: 'missing' });
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'register' });
    const items = [{ reference: 'shop-1' }];
    await expect(runs.one(again(), { items })).rejects.toThrow(/Outcome unknown/);
    clock.putForward(31 * 60_000);
    await expect(runs.one(again(), { items })).rejects.toThrow(/Outcome unknown/);
    expect(sandbox.books().purchases).toBe(0);
  });

  it.each(['false', false, 'no', '={{ "false" }}'])('is not sent again because a field says %p', async (value) => {
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'register' });
    const items = [{ reference: 'shop-1' }];
    await expect(runs.one(order(runs.packageId(WORLD)), { items })).rejects.toThrow(/Outcome unknown/);
    clock.putForward(31 * 60_000);
    await expect(runs.one(again({ ifUnconfirmed: value }), { items })).rejects.toThrow(/If Unconfirmed/);
    expect(sandbox.books().purchases).toBe(0);
  });
});

describe('a 409', () => {
  const items = [{ reference: 'shop-1' }];
  const expecting = (amount: string) =>
    order(runs.packageId(WORLD), { additionalFields: { expectedPrice: { price: { amount, currency: 'USD' } } } });

  beforeEach(() =>
    sandbox.changeSettings({ refusalStatuses: { expectedPriceDiffers: 409, refundUsed: 409, refundedAlready: 409 } }),
  );

  it('to an order is a refusal in the provider’s words once the books show nothing, and the reference is free', async () => {
    const error: unknown = await runs.one(expecting('4.98'), { items }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: expect.stringContaining('The expected price is not the retail price') as string,
      httpCode: '409',
    });
    expect(String(error)).not.toContain('Outcome unknown');
    expect(clock.waitedMs()).toBeGreaterThanOrEqual(10_000);
    await expect(runs.one(expecting('4.99'), { items })).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('to an order that was bought all the same gives that order', async () => {
    const conflict = { status: 409, contentType: 'application/json', body: '{"message":"in progress"}' };
    sandbox.faults.next({ fault: { kind: 'answer', when: 'afterCommit', ...conflict }, route: 'register' });
    await expect(runs.one(order(runs.packageId(WORLD)), { items })).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('to a refund whose conditions are not met is a refusal in the provider’s words', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items });
    const { iccid } = bought.esim as { iccid: string };
    await sandbox.device(iccid, 'install');
    await sandbox.device(iccid, 'useData', { bytes: 1024, country: 'AT' });
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
    for (let time = 0; time < 2; time++) {
      await expect(runs.one(refund)).rejects.toMatchObject({
        message: expect.stringMatching(/^(?!Outcome unknown).*Only unused packages can be refunded/) as string,
        description: expect.stringContaining('completely unused') as string,
      });
    }
  });

  it('to a refund that says it was refunded already is for a person', async () => {
    const bought = await runs.one(order(runs.packageId(WORLD)), { items });
    const refund = { resource: 'order', operation: 'refund', orderId: bought.orderId as string };
    // in the portal, say
    const session = dentSession(sandbox);
    const byHand = { orderId: refund.orderId, fields: valuesOf(dentGigaStore, 'order.refund') };
    await (await dentGigaStore.order.refund!.prepare(session, byHand)).send();
    await expect(runs.one(refund)).rejects.toThrow(/Outcome unknown.*refunded already/);
    expect(sandbox.books().refunds).toBe(1);
  });
});
