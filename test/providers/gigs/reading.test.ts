/** Packages, eSIMs and usage against the stand-in of the API. */
import type { Package } from '../../../esim/model';
import { gigs } from '../../../providers/gigs';
import { packagesToChoose } from '../../../providers/kit/pickers';
import type { CreateOrderInput, EsimLookup, Listing } from '../../../providers/provider';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox, GigsSettings } from '../../../sandbox';
import { GLOBAL, KUWAIT, TRAVEL, TRAVEL_TOP_UP, UNLIMITED } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { filledIn, gigsSession } from '../../support/gigsSession';

const { order, esim, package: packages, pickCustomer } = gigs;
const GB = 1_000_000_000;

let sandbox: GigsSandbox;
let session: TestSession;

beforeAll(async () => {
  sandbox = await startGigsSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});
beforeEach(() => {
  sandbox.reset();
  sandbox.changeSettings({ credentials: 'six', physicalCredentials: 'nulls', usageBalances: 'offered' });
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  expect(sandbox.books().violations).toEqual([]);
});

type Other = Partial<Omit<CreateOrderInput, 'fields'>>;

const NONE = filledIn('');

async function buy(clientReference: string, more: Other = {}) {
  const input = {
    packageId: TRAVEL,
    clientReference,
    customerEmail: 'jerry@example.com',
    customerId: null,
    fields: filledIn('order.create', { sim: 'sim_test_esim' }),
    ...more,
  };
  const sent = await (await order.create!.prepare(session, input)).send();
  if (sent.outcome !== 'done') throw sent.error;
  return sent.result.value;
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
  const named = async (id: string) => (await packages.get(session, id, NONE)).value;

  test('are plans and add-ons, of which the ones that can be bought are listed', async () => {
    const found = await all(packages.getMany(session, filledIn('package.getAll')));
    expect(found.find(({ packageId }) => packageId === GLOBAL)).toMatchObject({
      name: 'Gigs Global',
      type: 'base',
      dataBytes: 10 * GB,
      unlimited: false,
      voiceSeconds: 30000,
      smsCount: 100,
      validity: { value: 7, unit: 'day' },
      coverage: 'Europe',
      countries: ['DE', 'FR', 'US'],
      price: { amount: '9.99', currency: 'USD' },
      simTypes: ['eSim', 'physicalSim'],
    });
    expect(found.filter(({ type }) => type === 'topUp')).toHaveLength(3);
    expect(found.map(({ name }) => name)).not.toContain('Not Sold Any More');
  });

  test('are filtered by kind, plan, country and status', async () => {
    const names = async (raw: Record<string, unknown>) =>
      (await all(packages.getMany(session, filledIn('package.getAll', raw)))).map(({ name }) => name);
    expect(await names({ kind: 'addons', planId: GLOBAL })).toEqual(['1GB Data Top-up']);
    expect(await names({ kind: 'addons', coverageCountry: 'jp' })).not.toContain('1GB Data Top-up');
    expect(await names({ kind: 'plans', packageStatus: 'archived' })).toEqual(['Not Sold Any More']);
    expect(await names({ kind: 'plans', simType: 'pSIM' })).toContain('Only for Cards');
  });

  test('without a limit of data are unlimited', async () => {
    expect(await named(UNLIMITED)).toMatchObject({ dataBytes: null, unlimited: true });
    expect(await named(TRAVEL_TOP_UP)).toMatchObject({ dataBytes: GB, unlimited: false, validity: null });
  });

  test('have prices by the digits of their currency', async () => {
    expect((await named(UNLIMITED)).price).toEqual({ amount: '3900', currency: 'JPY' });
    expect((await named(KUWAIT)).price).toEqual({ amount: '1.250', currency: 'KWD' });
  });

  test('that do not exist are not found', async () => {
    expect(await failure(packages.get(session, 'pln_none', NONE))).toMatchObject({ kind: 'notFound' });
    expect(await failure(packages.get(session, 'add_none', NONE))).toMatchObject({ kind: 'notFound' });
  });

  test('are picked by words, and add-ons only where they fit the plan of the eSIM', async () => {
    const labels = async (listed: Listing<Package>, filter: string) =>
      (await packagesToChoose(listed, filter, undefined)).choices.map(({ name }) => name);
    expect(await labels(packages.forOrder(session), 'travel')).toEqual([
      expect.stringMatching(/^Travel 5 GB · 30 days · 12\.50 USD/),
    ]);
    const { esim: bought } = await buy('shop-1');
    const ways: EsimLookup[] = [
      { by: 'iccid', iccid: bought?.iccid ?? '' },
      { by: 'esimId', esimId: bought?.esimId ?? '' },
      { by: 'customerId', customerId: bought?.customerId ?? '' },
    ];
    for (const way of ways) {
      expect(await labels(packages.forTopUp!(session, way), '')).toEqual([
        'Travel 1 GB More · 4.99 USD',
        'Travel 1 GB When You Arrive · 4.99 USD',
      ]);
    }
    expect(await labels(packages.forTopUp!(session, null), '1gb')).toContainEqual(
      expect.stringMatching(/^1GB Data Top-up · 7 days · 9\.99 USD/),
    );
  });

  test('and customers are read page by page', async () => {
    for (let index = 0; index < 3; index++) await buy(`shop-${index}`, { customerEmail: `anna${index}@example.com` });
    expect((await pickCustomer!(session, 'anna1@example.com', undefined)).choices).toMatchObject([
      { name: 'anna1@example.com' },
    ]);
    expect((await pickCustomer!(session, 'anna', undefined)).choices).toHaveLength(3);
  });

  describe('and customers of whom there are many', () => {
    const PAGE = 200;
    let pages = 0;

    /** As many customers as somebody cares to read, and Anna is the 500th. */
    beforeEach(() => {
      pages = 0;
      session.http.read = async ({ query }) => {
        pages++;
        const from = Number(String(query?.after ?? 'usr_0').slice('usr_'.length));
        const items = Array.from({ length: PAGE }, (_, index) => from + index + 1).map((number) => ({
          id: `usr_${number}`,
          email: number === 500 ? 'anna@example.com' : `somebody${number}@example.com`,
        }));
        return await Promise.resolve({ items, moreItemsAfter: `usr_${from + PAGE}` });
      };
    });

    test('are searched through pages without a match, but not without end', async () => {
      const { choices, next } = await pickCustomer!(session, 'anna', undefined);
      expect(choices).toEqual([{ name: 'anna@example.com', value: 'usr_500' }]);
      expect(next).toBe('usr_2000');
      expect(pages).toBeLessThanOrEqual(11);
      expect(await pickCustomer!(session, 'anna', next)).toEqual({ choices: [], next: 'usr_4000' });
    });

    test('are shown as far as somebody looks, each once', async () => {
      const first = await pickCustomer!(session, '', undefined);
      expect(pages).toBe(1);
      const second = await pickCustomer!(session, '', first.next);
      const shown = [...first.choices, ...second.choices].map(({ value }) => value);
      expect(shown).toEqual(shown.map((_, index) => `usr_${index + 1}`));
    });
  });

  test('say how much data there is where the name does not', async () => {
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const page = (await read(request)) as { items: object[] };
      return { ...page, items: page.items.map((plan) => ({ ...plan, name: 'Package' })) };
    };
    const { choices } = await packagesToChoose(packages.forOrder(session), '', undefined);
    const labels = choices.map(({ name }) => name);
    expect(labels).toContainEqual(expect.stringMatching(/^Package 5 GB · 30 days · 12\.50 USD/));
    expect(labels).toContainEqual(expect.stringContaining('unlimited data'));
  });

  test('are no endless list where Gigs names the same page again and again', async () => {
    session.http.read = async () =>
      await Promise.resolve({ items: [{ id: 'pln_1', name: 'One' }], moreItemsAfter: 'pln_1' });
    expect(await failure(all(packages.forOrder(session)))).toMatchObject({ kind: 'unreachable' });
    expect(await failure(esim.get!(session, { by: 'customerId', customerId: 'usr_1' }))).toMatchObject({
      kind: 'unreachable',
    });
  });
});

describe('an eSIM', () => {
  test('is one item by ICCID, by SIM id and by customer', async () => {
    const { esim: bought, customerId } = await buy('shop-1');
    const lookups = [
      { by: 'iccid', iccid: bought?.iccid ?? '' },
      { by: 'esimId', esimId: bought?.esimId ?? '' },
      { by: 'customerId', customerId: customerId ?? '' },
    ] as const;
    for (const lookup of lookups) {
      expect((await esim.get!(session, lookup)).map(({ value }) => value)).toEqual([bought]);
    }
  });

  test.each<[GigsSettings['credentials'], RegExp]>([
    ['six', /^https:\/\/esimsetup\.android\.com\//],
    ['four', /^https:\/\/esimsetup\.android\.com\//],
    ['nullLinks', /^https:\/\/esimsetup\.android\.com\//],
  ])('has install links whichever fields Gigs sends (%s)', async (credentials, android) => {
    sandbox.changeSettings({ credentials });
    const { esim: bought } = await buy('shop-1');
    expect(bought).toMatchObject({
      activationCode: expect.stringMatching(/^LPA:1\$sandbox\.example\.com\$/),
      smdpAddress: 'sandbox.example.com',
      iosInstallUrl: expect.stringMatching(/^https:\/\/esimsetup\.apple\.com\//),
      androidInstallUrl: expect.stringMatching(android),
      qrCodeUrl: expect.stringMatching(/\.png$/),
      warnings: [],
    });
  });

  test('is released until a phone installs it, and follows what the phone does', async () => {
    const { esim: bought } = await buy('shop-1');
    const iccid = bought?.iccid ?? '';
    const state = async () => (await esim.get!(session, { by: 'iccid', iccid }))[0]?.value.state;
    expect(bought?.state).toBe('released');
    for (const [action, expected] of [
      ['install', 'installed'],
      ['enable', 'enabled'],
      ['disable', 'disabled'],
      ['remove', 'deleted'],
    ] as const) {
      await sandbox.device(iccid, action);
      expect(await state()).toBe(expected);
    }
  });

  test.each(['nulls', 'notFound'] as const)(
    'that is a physical SIM has nothing to install, and that is no error (%s)',
    async (physicalCredentials) => {
      sandbox.changeSettings({ physicalCredentials });
      const [esimId = ''] = sandbox.cards();
      const [found] = await esim.get!(session, { by: 'esimId', esimId });
      expect(found?.value).toMatchObject({
        activationCode: null,
        iosInstallUrl: null,
        androidInstallUrl: null,
        qrCodeUrl: null,
        warnings: [expect.stringContaining('physical SIM')],
      });
    },
  );

  test('that does not exist is not found, and an ICCID that Gigs would refuse is not sent', async () => {
    for (const lookup of [
      { by: 'iccid', iccid: '8999900000000000000' },
      { by: 'esimId', esimId: 'sim_none' },
    ] as const) {
      expect(await failure(esim.get!(session, lookup))).toMatchObject({ kind: 'notFound' });
      expect(await failure(esim.getUsage!(session, lookup))).toMatchObject({ kind: 'notFound' });
    }
    expect(await failure(esim.get!(session, { by: 'iccid', iccid: '899990000000000000' }))).toMatchObject({
      kind: 'badInput',
    });
  });
});

describe('usage', () => {
  const usage = async (iccid: string | null | undefined) =>
    (await esim.getUsage!(session, { by: 'iccid', iccid: iccid ?? '' })).value;

  test.each(['offered', 404, 501] as const)('adds up (usage balances: %s)', async (usageBalances) => {
    sandbox.changeSettings({ usageBalances });
    const { esim: bought } = await buy('shop-1');
    await sandbox.device(bought?.iccid ?? '', 'useData', { bytes: 2 * GB, country: 'DE' });
    expect(await usage(bought?.iccid)).toMatchObject({
      iccid: bought?.iccid,
      totalBytes: 5 * GB,
      usedBytes: 2 * GB,
      remainingBytes: 3 * GB,
      unlimited: false,
      packages: [{ packageId: TRAVEL, status: 'active' }],
    });
  });

  test('of a top-up counts as well', async () => {
    const { esim: bought } = await buy('shop-1');
    const input = {
      packageId: TRAVEL_TOP_UP,
      clientReference: 'top-1',
      iccid: bought?.iccid ?? null,
      customerId: null,
    };
    await (await esim.topUp!.prepare(session, { ...input, fields: NONE })).send();
    await sandbox.device(bought?.iccid ?? '', 'useData', { bytes: 5.5 * GB });
    expect(await usage(bought?.iccid)).toMatchObject({
      totalBytes: 6 * GB,
      usedBytes: 5.5 * GB,
      remainingBytes: 0.5 * GB,
      packages: expect.arrayContaining([expect.objectContaining({ status: 'depleted' })]),
    });
  });

  test('of an unlimited plan has no end', async () => {
    const { esim: bought } = await buy('shop-1', { packageId: UNLIMITED });
    expect(await usage(bought?.iccid)).toMatchObject({ totalBytes: null, remainingBytes: null, unlimited: true });
  });
});

test('a list of several pages is read to its end', async () => {
  const customerId = (await buy('shop-0')).customerId;
  const more = Array.from({ length: 6 }, (_, index) => index + 1);
  for (const index of more) await buy(`shop-${index}`, { customerEmail: null, customerId });
  const small = gigsSession(sandbox);
  const read = small.http.read.bind(small.http);
  // the sandbox's own paging, at three items a page
  small.http.read = async (request) =>
    await read({ ...request, query: request.query?.limit ? { ...request.query, limit: 3 } : request.query });
  const orders = await all(order.getMany!(small, filledIn('order.getAll')));
  expect(orders.map(({ clientReference }) => clientReference)).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `shop-${n}`));
});
