/** The provider's code against the stand-in of the API, which refuses whatever the documentation does not show. */
import { dentGigaStore } from '../../../providers/dentGigaStore';
import type { CreateOrderInput, EsimLookup, Listing, Result, Sent, TopUpInput } from '../../../providers/provider';
import { startDentSandbox } from '../../../sandbox';
import type { DentSandbox, DentSettings } from '../../../sandbox';
import { scriptedSession } from '../../support/scriptedSession';
import { dentSession } from '../../support/dentSession';
import { valuesOf } from '../../support/values';
import type { TestSession } from '../../support/axiosSession';

const WORLD_50_MB = '14ed2704-35ff-4feb-82a3-12345678abcd';
const WORLD_1_GB = '00000000-5a5d-4b0c-a000-000000000002';
const AUSTRIA = '00000000-5a5d-4b0c-a000-000000000008';
const { order, esim, package: packages, pickers } = dentGigaStore;

/** Additional Fields, as a person fills them in. */
const extra = (additionalFields: object = {}) => valuesOf(dentGigaStore, 'order.create', { additionalFields });
const NOTHING = valuesOf(dentGigaStore, 'order.getAll');

let sandbox: DentSandbox;
let session: TestSession;

beforeAll(async () => {
  sandbox = await startDentSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});
const defaults = { customersEnvelope: 'array', largestPage: 0 } as const;
beforeEach(() => {
  sandbox.reset();
  sandbox.changeSettings(defaults);
  session = dentSession(sandbox);
});
afterEach(() => {
  expect(sandbox.books().violations).toEqual([]);
  expect(sandbox.books().boughtTwice).toEqual([]);
});

function done<T>(sent: Sent<T>): Result<T> {
  if (sent.outcome === 'done') return sent.result;
  throw sent.error;
}

async function buy(reference: string, more: Partial<CreateOrderInput> = {}) {
  const input = {
    packageId: WORLD_50_MB,
    clientReference: reference,
    customerEmail: null,
    customerId: null,
    fields: extra(),
    ...more,
  };
  const purchase = await order.create!.prepare(session, input);
  return { purchase, value: done(await purchase.send()).value };
}

async function topUp(reference: string, more: Partial<TopUpInput>) {
  const input = {
    packageId: WORLD_1_GB,
    clientReference: reference,
    iccid: null,
    customerId: null,
    fields: extra(),
    ...more,
  };
  const purchase = await esim.topUp!.prepare(session, input);
  return { purchase, value: done(await purchase.send()).value };
}

async function all<T>(listing: Listing<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const { value } of listing) values.push(value);
  return values;
}

const failure = async (task: Promise<unknown>) =>
  await task.then(
    () => null,
    (error: unknown) => error,
  );

describe('packages', () => {
  test('are listed as the account may sell them, without a request for their countries', async () => {
    const found = await all(packages.getMany(session, valuesOf(dentGigaStore, 'package.getAll')));
    expect(found).toHaveLength(sandbox.inventory().length);
    expect(found.find(({ coverage }) => coverage === 'AT')?.countries).toEqual(['AT']);
    expect(sandbox.books().requestsByRoute).toEqual({ authenticate: 1, inventory: 1 });
  });

  test('name their countries when asked to, with one request for each coverage', async () => {
    const found = await all(
      packages.getMany(session, valuesOf(dentGigaStore, 'package.getAll', { includeCountries: 'true' })),
    );
    const europe = found.filter(({ coverage }) => coverage === 'sandbox-europe');
    expect(europe).toHaveLength(2);
    expect(europe[0]?.countries).toContain('GR');
    expect(sandbox.books().requestsByRoute['countries']).toBe(2);
  });

  test('can be read one by one, and one that is not there is not found', async () => {
    expect((await packages.get(session, WORLD_1_GB, NOTHING)).value).toMatchObject({ name: 'eSIM Worldwide 1 GB' });
    expect(await failure(packages.get(session, 'gone', NOTHING))).toMatchObject({
      kind: 'notFound',
      description: expect.stringContaining('portal'),
    });
  });

  const labels = async (filter: string, named: EsimLookup | null = null, picker = pickers.package) =>
    (await picker(session, filter, undefined, named)).choices.map(({ name }) => name);

  test('are picked by words of what the list shows, and by nothing else', async () => {
    expect(await labels('worldwide 50')).toEqual(['eSIM Worldwide 50 MB · 365 days · 1.49 USD · WWW']);
    expect(await labels(' at ')).toContain('eSIM Austria 5 GB · 30 days · 3.05 USD · AT');
    expect(await labels('europe 500')).toEqual(['eSIM Europe 500 MB · 7 days · 0.70 USD · sandbox-europe']);
    expect(await labels('europe 5')).toEqual(await labels('europe 500'));
    expect(await labels('nothing like it')).toEqual([]);
    expect(await labels('')).toHaveLength(sandbox.inventory().length);
    // ids are not shown
    expect(await labels(WORLD_1_GB)).toEqual([]);
  });

  test('show their size, once', async () => {
    const inventory = {
      items: [
        { id: '1', name: 'Europe', sizeValue: 1.5, sizeUnit: 'GB', validitySize: 1, validityUnit: 'days' },
        { id: '2', name: 'Europe 500MB', sizeValue: 500, sizeUnit: 'MB' },
        { id: '3', sizeValue: 1, sizeUnit: 'TB', validityUnlimited: true },
        { id: '4', name: 'Europe', sizeValue: 3, sizeUnit: 'parsecs' },
      ],
    };
    const scripted = scriptedSession({ 'GET /gigastore/products/inventory': { status: 200, body: inventory } });
    const { choices } = await pickers.package(scripted, '', undefined, null);
    expect(choices.map(({ name }) => name)).toEqual(['Europe · 1.5 GB · 1 day', 'Europe 500MB', '3 · 1 TB', 'Europe']);
  });

  test('for a top-up are those of the coverage of the eSIM that is named', async () => {
    const { esim: world, customerId } = (await buy('shop-1')).value;
    const austria = (await buy('shop-2', { packageId: AUSTRIA })).value.esim;
    const topUps = async (named: EsimLookup | null, filter = '') => await labels(filter, named, pickers.topUpPackage);
    const ofWorld = await topUps({ by: 'iccid', iccid: world?.iccid ?? '' });
    expect(ofWorld).toHaveLength(4);
    expect(ofWorld.every((name) => name.includes('Worldwide'))).toBe(true);
    expect(await topUps({ by: 'customerId', customerId: customerId ?? '' }, '10 gb')).toHaveLength(1);
    expect(await topUps({ by: 'iccid', iccid: austria?.iccid ?? '' })).toEqual([
      'eSIM Austria 5 GB · 30 days · 3.05 USD · AT',
    ]);
    expect(await topUps(null)).toHaveLength(sandbox.inventory().length);
    expect(await failure(topUps({ by: 'iccid', iccid: '89972123300991848961' }))).toMatchObject({ kind: 'notFound' });
  });

  test('for a top-up are all where nothing shows the coverage of the eSIM', async () => {
    const scripted = scriptedSession({
      'GET /gigastore/products/inventory': { status: 200, body: { items: [{ id: '1', name: 'A', countrySet: 'AT' }] } },
      'GET /gigastore/activations/customers/c1': {
        status: 200,
        body: { customer: { uid: 'c1' }, activatedItems: [{ uid: 'i1', balance: { name: 'renamed since' } }] },
      },
    });
    const { choices } = await pickers.topUpPackage!(scripted, '', undefined, { by: 'customerId', customerId: 'c1' });
    expect(choices).toHaveLength(1);
  });
});

describe('an order', () => {
  test('buys once, and is found by its reference, its id and in the list', async () => {
    const { purchase, value } = await buy('shop-1', { customerEmail: 'anna@example.com' });
    expect(value).toMatchObject({
      type: 'newEsim',
      clientReference: 'shop-1',
      price: { amount: '1.49', currency: 'USD' },
      esim: { state: 'released', activationCode: expect.stringMatching(/^LPA:1\$/), warnings: [] },
    });
    const expected = { orderId: value.orderId, customerId: value.customerId, type: 'newEsim', esim: value.esim };
    expect(await purchase.find()).toMatchObject({ outcome: 'found', result: { value: expected } });
    const byId = await order.get!(session, { by: 'orderId', orderId: value.orderId });
    expect(byId.value).toMatchObject(expected);
    for (const customerEmail of ['anna@example.com', null]) {
      const lookup = { by: 'clientReference', clientReference: 'shop-1', customerEmail } as const;
      expect((await order.get!(session, lookup)).value).toMatchObject(expected);
    }
    expect(await all(order.getMany!(session, NOTHING))).toMatchObject([
      { orderId: value.orderId, clientReference: 'shop-1' },
    ]);
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  test('takes every documented field', async () => {
    const fields = extra({
      userIp: '203.0.113.7',
      userCountry: 'GR',
      activationMode: 'FIRST_USE',
      expectedPrice: { price: { amount: '4.99', currency: 'USD' } },
    });
    const { value } = await buy('shop-1', { customerEmail: 'anna@example.com', fields });
    expect(value).toMatchObject({ orderId: expect.any(String), status: 'completed' });
  });

  test('at another price than expected is refused in the provider’s words', async () => {
    const fields = extra({ expectedPrice: { price: { amount: '4.98', currency: 'USD' } } });
    expect(await failure(buy('shop-1', { fields }))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('expected price'),
    });
    expect(sandbox.books().purchases).toBe(0);
  });

  test('for an existing customer brings one more eSIM, and is found again with it', async () => {
    const first = (await buy('shop-1')).value;
    const { purchase, value } = await buy('shop-2', { customerId: first.customerId });
    expect(value.customerId).toBe(first.customerId);
    expect(value.esim?.iccid).not.toBe(first.esim?.iccid);
    expect(await purchase.find()).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: value.orderId, esim: { iccid: value.esim?.iccid } } },
    });
  });

  test('for an existing customer in another coverage is refused, and the advice says why', async () => {
    const { customerId } = (await buy('shop-1')).value;
    expect(await failure(buy('shop-2', { customerId, packageId: AUSTRIA }))).toMatchObject({
      kind: 'refused',
      description: expect.stringContaining('coverage'),
    });
  });

  test.each([
    'error500AfterCommit',
    'error502AfterCommit',
    'cutAfterCommit',
    'truncatedJson',
    'malformedJson',
    'emptyBody',
    'errorInSuccessAfterCommit',
    'brokenGzip',
    'cutMidBody',
  ] as const)('whose answer is lost (%s) is unknown, and found by its reference with its eSIM', async (fault) => {
    for (const [index, customerEmail] of [null, 'anna@example.com'].entries()) {
      const input = {
        packageId: WORLD_50_MB,
        clientReference: `shop-${index}`,
        customerEmail,
        customerId: null,
        fields: extra(),
      };
      const purchase = await order.create!.prepare(session, input);
      expect(await purchase.find()).toEqual({ outcome: 'absent' });
      sandbox.faults.next({ fault, route: 'register' });
      expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
      expect(await purchase.find()).toMatchObject({
        outcome: 'found',
        result: { value: { esim: { activationCode: expect.stringMatching(/^LPA:1\$/) } } },
      });
    }
  });

  test.each(['error500BeforeCommit', 'cutBeforeCommit'] as const)(
    'that was lost on its way (%s) is unknown, and absent',
    async (fault) => {
      const input = {
        packageId: WORLD_50_MB,
        clientReference: 'shop-1',
        customerEmail: null,
        customerId: null,
        fields: extra(),
      };
      const purchase = await order.create!.prepare(session, input);
      sandbox.faults.next({ fault, route: 'register' });
      expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
      expect(await purchase.find()).toEqual({ outcome: 'absent' });
    },
  );

  test('that waits is started on demand and read back', async () => {
    const { orderId } = (await buy('shop-1', { fields: extra({ activationMode: 'ON_DEMAND' }) })).value;
    expect((await order.activate!(session, orderId, NOTHING)).value).toMatchObject({ orderId, status: 'completed' });
    const usage = await esim.getUsage!(session, {
      by: 'customerId',
      customerId: (await byReference('shop-1')).customerId ?? '',
    });
    expect(usage.value.packages).toMatchObject([{ status: 'active' }]);
  });

  test('that is bought to start at once cannot be started on demand', async () => {
    const { orderId } = (await buy('shop-1')).value;
    expect(await failure(order.activate!(session, orderId, NOTHING))).toMatchObject({ kind: 'refused' });
  });
});

async function byReference(clientReference: string) {
  return (await order.get!(session, { by: 'clientReference', clientReference, customerEmail: null })).value;
}

describe('an eSIM', () => {
  test('is read by ICCID and by customer', async () => {
    const { esim: bought, customerId } = (await buy('shop-1')).value;
    const byIccid = await esim.get!(session, { by: 'iccid', iccid: bought?.iccid ?? '' });
    expect(byIccid.map(({ value }) => value)).toEqual([bought]);
    const second = (await buy('shop-2', { customerId })).value.esim;
    const byCustomer = await esim.get!(session, { by: 'customerId', customerId: customerId ?? '' });
    expect(byCustomer.map(({ value }) => value.iccid).sort()).toEqual([bought?.iccid, second?.iccid].sort());
  });

  test('that does not exist is not found', async () => {
    for (const lookup of [
      { by: 'iccid', iccid: '89972123300991848961' },
      { by: 'customerId', customerId: 'nobody' },
    ] as const) {
      expect(await failure(esim.get!(session, lookup))).toMatchObject({ kind: 'notFound' });
      expect(await failure(esim.getUsage!(session, lookup))).toMatchObject({ kind: 'notFound' });
    }
  });

  test('is topped up by ICCID or by customer, and its usage adds up', async () => {
    const { esim: bought, customerId } = (await buy('shop-1')).value;
    await sandbox.advance(2_000);
    const { purchase, value } = await topUp('topup-1', { iccid: bought?.iccid });
    expect(value).toMatchObject({ type: 'topUp', customerId, esim: { iccid: bought?.iccid } });
    expect(await purchase.find()).toMatchObject({ outcome: 'found', result: { value: { orderId: value.orderId } } });
    await topUp('topup-2', { customerId, fields: extra({ activationMode: 'ON_DEMAND' }) });
    const usage = (await esim.getUsage!(session, { by: 'iccid', iccid: bought?.iccid ?? '' })).value;
    expect(usage).toMatchObject({
      iccid: bought?.iccid,
      customerId,
      totalBytes: (50 + 1024) * 1024 ** 2,
      usedBytes: 0,
    });
    expect(usage.packages.map(({ status }) => status).sort()).toEqual(['active', 'active', 'waiting']);
    const orders = await all(order.getMany!(session, NOTHING));
    expect(orders.map(({ clientReference }) => clientReference).sort()).toEqual(['shop-1', 'topup-1', 'topup-2']);
    const [first, second] = [await byReference('shop-1'), await byReference('topup-1')];
    expect([first.type, second.type]).toEqual(['newEsim', 'topUp']);
  });

  test('is not topped up under the reference of its own order', async () => {
    const { customerId } = (await buy('shop-1')).value;
    const input = { packageId: WORLD_1_GB, clientReference: 'shop-1', iccid: null, customerId, fields: extra() };
    const purchase = await esim.topUp!.prepare(session, input);
    expect(await purchase.find()).toMatchObject({ outcome: 'conflict' });
  });
});

describe('a refund', () => {
  const prepare = async (orderId: string) => await order.refund!.prepare(session, { orderId, fields: NOTHING });

  test.each<DentSettings['refundAnswer']>(['empty', 'text', 'item'])(
    'gives the price back (answer: %s)',
    async (refundAnswer) => {
      sandbox.changeSettings({ refundAnswer });
      const { orderId } = (await buy('shop-1')).value;
      const purchase = await prepare(orderId);
      expect(purchase.certainty).toBe('never');
      expect(await purchase.find()).toEqual({ outcome: 'cannotTell', error: null });
      expect(done(await purchase.send()).value).toMatchObject({
        orderId,
        state: 'refunded',
        amount: { amount: '1.49', currency: 'USD' },
      });
      expect(sandbox.books().refunds).toBe(1);
    },
  );

  test('of a used package is refused with the conditions', async () => {
    const { orderId, esim: bought } = (await buy('shop-1')).value;
    await sandbox.device(bought?.iccid ?? '', 'install');
    await sandbox.device(bought?.iccid ?? '', 'useData', { country: 'AT', bytes: 1024 ** 2 });
    expect(await (await prepare(orderId)).send()).toMatchObject({
      outcome: 'refused',
      error: { message: expect.stringContaining('unused'), description: expect.stringContaining('monthly') },
    });
  });

  test('that is not found points to the id and to the path in the credential', async () => {
    expect(await (await prepare('nothing')).send()).toMatchObject({
      outcome: 'refused',
      error: { kind: 'notFound', description: expect.stringContaining('Refund Path') },
    });
  });

  test('goes to the path that the credential chooses', async () => {
    sandbox.changeSettings({ refundPathPrefix: '/gigastore' });
    const { orderId } = (await buy('shop-1')).value;
    session = dentSession(sandbox, { refundPath: 'withPrefix' });
    expect(await (await prepare(orderId)).send()).toMatchObject({ outcome: 'done' });
    sandbox.changeSettings({ refundPathPrefix: '' });
  });

  test('whose answer is lost is unknown', async () => {
    const purchase = await prepare((await buy('shop-1')).value.orderId);
    sandbox.faults.next({ fault: 'error500AfterCommit', route: 'refund' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    expect(sandbox.books().refunds).toBe(1);
  });

  test('is sent although the order cannot be read for its price', async () => {
    for (const [index, fault] of (['error503BeforeCommit', 'cutBeforeCommit'] as const).entries()) {
      const { orderId } = (await buy(`shop-${index}`)).value;
      sandbox.faults.next({ fault, route: 'activatedItem', times: 3 });
      const purchase = await prepare(orderId);
      expect(await purchase.find()).toEqual({ outcome: 'cannotTell', error: null });
      expect(done(await purchase.send()).value).toMatchObject({ state: 'refunded', amount: null });
      // from now on, what cannot be read now may be read later
      expect(await purchase.find()).toMatchObject({ outcome: 'cannotTell', error: { kind: 'unreachable' } });
    }
  });
});

describe('where the documentation leaves a choice', () => {
  test.each<Partial<DentSettings>>([
    { customersEnvelope: 'object' },
    { activatedItemShape: 'nested' },
    { emptyActivatedAt: 'emptyString' },
    { emptyActivatedAt: 'absent' },
    { balanceUnits: 'asSold' },
    { timestampDigits: '0' },
    { customersOrder: 'newestFirst', largestPage: 10 },
    { unlimitedExpiresAt: 'absent' },
    { appleLinkEncoded: true },
    { idempotencyKey: 'honoured' },
    { activateAnswer: 'empty' },
  ])('everything works with %p', async (settings) => {
    const before = sandbox.settings();
    sandbox.changeSettings(settings);
    const bought = (await buy('shop-1', { fields: extra({ activationMode: 'ON_DEMAND' }) })).value;
    const iccid = bought.esim?.iccid ?? '';
    const waiting = (await esim.getUsage!(session, { by: 'iccid', iccid })).value;
    expect(waiting).toMatchObject({
      totalBytes: 0,
      remainingBytes: 0,
      packages: [{ status: 'waiting', expiresAt: null }],
    });
    await order.activate!(session, bought.orderId, NOTHING);
    const running = (await esim.getUsage!(session, { by: 'iccid', iccid })).value;
    expect(running).toMatchObject({ totalBytes: 50 * 1024 ** 2, usedBytes: 0, packages: [{ status: 'active' }] });
    const { purchase } = await topUp('topup-1', { iccid });
    expect((await purchase.find()).outcome).toBe('found');
    expect(await byReference('shop-1')).toMatchObject({ orderId: bought.orderId, esim: { iccid } });
    const refund = await order.refund!.prepare(session, { orderId: bought.orderId, fields: NOTHING });
    expect((await refund.send()).outcome).toBe('done');
    sandbox.changeSettings(before);
  });

  test('customers are picked page by page, and searched by email, ICCID and id', async () => {
    const bought = [];
    for (let index = 0; index < 53; index++) {
      bought.push((await buy(`shop-${index}`, { customerEmail: `c${index}@example.com` })).value);
    }
    const first = await pickers.customer!(session, '', undefined, null);
    expect(first).toMatchObject({ next: '1' });
    const second = await pickers.customer!(session, '', first.next, null);
    expect([...first.choices, ...second.choices]).toHaveLength(53);
    expect(second.next).toBeUndefined();
    const { customerId, esim: own } = bought[7]!;
    const name = `c7@example.com · ${own?.iccid}`;
    for (const filter of ['c7@example', 'C7', own?.iccid ?? '', customerId ?? '']) {
      expect((await pickers.customer!(session, filter, undefined, null)).choices).toEqual([
        { name, value: customerId },
      ]);
    }
  });
});

describe('confirming an event', () => {
  const webhook = dentGigaStore.webhook!;
  const confirm = async (body: unknown) => {
    const reading = webhook.read({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });
    const event = reading.readable ? reading.events[0]?.value : undefined;
    return await webhook.confirm!(session, event!);
  };

  test('says yes to what the provider shows, and adds the customer', async () => {
    const fields = extra({ activationMode: 'ON_DEMAND' });
    const { esim: bought, customerId, orderId } = (await buy('shop-1', { packageId: WORLD_1_GB, fields })).value;
    const iccid = bought?.iccid;
    const deliveries = (await sandbox.device(iccid ?? '', 'install')).deliveries;
    expect(await confirm(deliveries[0]?.body)).toEqual({ outcome: 'confirmed', changes: { iccid, customerId } });
    const [activated] = await sandbox.activate(orderId);
    expect(await confirm(activated?.body)).toMatchObject({ outcome: 'confirmed', changes: { iccid, customerId } });
    const { deliveries: used } = await sandbox.device(iccid ?? '', 'useData', {
      country: 'AT',
      bytes: 950 * 1024 ** 2,
    });
    for (const { body } of used) expect((await confirm(body)).outcome).toBe('confirmed');
    expect(used.map(({ event }) => event).sort()).toEqual(expect.arrayContaining(['balanceAlert', 'countryChange']));
  });

  test('says what the provider shows instead', async () => {
    const {
      esim: bought,
      customerId,
      orderId,
    } = (await buy('shop-1', { packageId: WORLD_1_GB, fields: extra({ activationMode: 'ON_DEMAND' }) })).value;
    const iccid = bought?.iccid;
    expect(await confirm({ iccid, profileState: 'INSTALLED' })).toMatchObject({
      outcome: 'differs',
      changes: { state: 'released', customerId },
    });
    expect(await confirm({ uid: customerId, activatedItem: orderId, activatedAt: null })).toMatchObject({
      outcome: 'differs',
    });
    await sandbox.activate(orderId);
    const alert = { uid: customerId, iccid, timestamp: '2026-01-01T00:00:00Z', balanceAmountInByte: 5 };
    expect(await confirm(alert)).toMatchObject({ outcome: 'differs' });
    expect(await confirm({ ...alert, uid: 'somebody-else' })).toMatchObject({ outcome: 'differs' });
  });

  test('says no to an eSIM, a customer or a package that nobody knows', async () => {
    const { customerId } = (await buy('shop-1')).value;
    for (const body of [
      { iccid: '89972123300991848961', profileState: 'INSTALLED' },
      { uid: 'nobody', activatedItem: 'x' },
      { uid: customerId, activatedItem: 'made up' },
      { iccid: '89972123300991848961', newCountry: 'DE' },
    ]) {
      expect(await confirm(body)).toMatchObject({ outcome: 'unknown' });
    }
  });

  test('says that it could not ask', async () => {
    sandbox.faults.next({ fault: 'error503BeforeCommit', route: 'searchCustomers' });
    expect(await confirm({ iccid: '89972123300991848961', profileState: 'INSTALLED' })).toMatchObject({
      outcome: 'notAsked',
      error: { kind: 'unreachable' },
    });
  });
});
