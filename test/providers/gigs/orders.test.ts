/** Orders against the stand-in of the API, which refuses whatever the documentation does not show. */
import type { Answer } from '../../../http/client';
import { gigs } from '../../../providers/gigs';
import type { Listing } from '../../../providers/provider';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { ARCHIVED, AT_FIRST_USE, CARDS_ONLY, GLOBAL, TRAVEL, WITH_DEVICE } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { buyOrder, failure, type OtherOrder, prepareOrder } from '../../support/gigsOrders';
import { filledIn, gigsSession } from '../../support/gigsSession';

const { order } = gigs;
const ADDRESS = {
  line1: '129 West 81st Street',
  city: 'New York City',
  state: 'NY',
  postalCode: '10024',
  country: 'US',
};

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
  sandbox.changeSettings({ idempotency: 'honoured', billing: false, olderStatuses: false });
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  expect(sandbox.books().violations).toEqual([]);
  expect(sandbox.books().boughtTwice).toEqual([]);
});

const prepare = async (reference: string, more: OtherOrder = {}) => await prepareOrder(session, reference, more);

const buy = async (reference: string, more: OtherOrder = {}) => await buyOrder(session, reference, more);

const cancel = async (orderId: string, raw: Record<string, unknown> = {}, at = session) =>
  await order.cancel!(at, orderId, filledIn('order.cancel', raw));

async function all<T>(listing: Listing<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const { value } of listing) values.push(value);
  return values;
}

const NONE = filledIn('');

const requests = (route: string) => sandbox.journal({ route });

describe('an order', () => {
  test('is a subscription with its eSIM: credentials and profile come along', async () => {
    const value = await buy('shop-1');
    expect(value).toMatchObject({
      type: 'newEsim',
      status: 'completed',
      providerStatus: 'active',
      clientReference: 'shop-1',
      price: { amount: '12.50', currency: 'USD' },
      subscriptionId: value.orderId,
      esim: { activationCode: expect.stringMatching(/^LPA:1\$/), iosInstallUrl: expect.stringMatching(/^https/) },
    });
    expect(requests('createSubscription')[0]?.body).toEqual({
      plan: TRAVEL,
      user: value.customerId,
      sim: 'sim_test_esim',
      metadata: { clientReference: 'shop-1' },
    });
    expect(requests('createSubscription')[0]?.headers['idempotency-key']).toMatch(/^n8n-esim-order-[0-9a-f]{64}$/);
  });

  test('is found by its reference, its id and in the list', async () => {
    const { orderId } = await buy('shop-1');
    for (const customerEmail of ['jerry@example.com', null]) {
      const lookup = { by: 'clientReference', clientReference: 'shop-1', customerEmail } as const;
      expect((await order.get!(session, lookup)).value).toMatchObject({ orderId });
    }
    expect((await order.get!(session, { by: 'orderId', orderId })).value).toMatchObject({ orderId });
    expect(await all(order.getMany!(session, filledIn('order.getAll')))).toMatchObject([
      { orderId, clientReference: 'shop-1' },
    ]);
    expect(await (await prepare('shop-1')).find()).toMatchObject({ outcome: 'found' });
    expect(await (await prepare('shop-2')).find()).toEqual({ outcome: 'absent' });
  });

  test('is found also where an older version does not know all statuses', async () => {
    const { orderId } = await buy('shop-1');
    sandbox.changeSettings({ olderStatuses: true });
    expect(await all(order.getMany!(session, filledIn('order.getAll')))).toMatchObject([{ orderId }]);
    sandbox.changeSettings({ olderStatuses: false });
    const refused = sandbox.books().violations;
    expect(refused.map(({ route }) => route)).toEqual(['subscriptions']);
    sandbox.reset();
  });

  test('finds the user of an email address, whatever its case, and makes one only when there is none', async () => {
    await buy('shop-1', { customerEmail: 'Jerry@Example.com' });
    await buy('shop-2', { customerEmail: 'jerry@example.com' });
    expect(sandbox.books().users).toBe(1);
    const { customerId } = await buy('shop-3', { customerEmail: 'anna@example.com' });
    expect(sandbox.books().users).toBe(2);
    expect(await buy('shop-4', { customerEmail: null, customerId })).toMatchObject({ customerId });
    expect(sandbox.books().users).toBe(2);
  });

  test('for a plan that wants an address and a name stops before anything is made', async () => {
    expect(await failure(prepare('shop-1', { packageId: GLOBAL }))).toMatchObject({
      kind: 'badInput',
      message: 'The package "Gigs Global" needs: Address, Full Name',
      description: 'Add Address, Full Name under Additional Fields.',
    });
    expect(sandbox.books()).toMatchObject({ users: 0, addresses: 0, subscriptions: 0 });
  });

  test('makes the address that the plan wants once, and uses the newest one when none is given', async () => {
    const fields = { sim: 'sim_test_esim', fullName: 'Jerry Seinfeld', address: { details: ADDRESS } };
    await buy('shop-1', { packageId: GLOBAL, fields });
    await buy('shop-2', { packageId: GLOBAL, fields });
    await buy('shop-3', { packageId: GLOBAL, fields: { sim: 'sim_test_esim' } });
    expect(sandbox.books()).toMatchObject({ users: 1, addresses: 1, subscriptions: 3 });
    const sent = requests('createSubscription').map(({ body }) => (body as { userAddress: string }).userAddress);
    expect(new Set(sent).size).toBe(1);
  });

  test('adds a name that Gigs does not have, and leaves the one that it has', async () => {
    await buy('shop-1');
    const fields = { sim: 'sim_test_esim', fullName: 'Jerry Seinfeld', address: { details: ADDRESS } };
    await buy('shop-2', { packageId: GLOBAL, fields });
    await buy('shop-3', { packageId: GLOBAL, fields: { ...fields, fullName: 'Somebody Else' } });
    expect(requests('updateUser').map(({ body }) => body)).toEqual([{ fullName: 'Jerry Seinfeld' }]);
  });

  test.each([
    ['a plan that is not sold any more', { packageId: ARCHIVED }, /archived/],
    ['a plan for physical SIMs with a new eSIM', { packageId: CARDS_ONLY, fields: {} }, /does not fit/],
    ['a plan that wants a device', { packageId: WITH_DEVICE }, /Birthday, Device ID/],
    ['an unknown plan', { packageId: 'pln_nothing' }, /not among the plans/],
    ['an unknown user', { customerEmail: null, customerId: 'usr_nobody' }, /no customer/],
    ['nobody', { customerEmail: null }, /is empty/],
    ['an address without a state in the US', { fields: { address: { details: { ...ADDRESS, state: '' } } } }, /State/],
    ['a birthday that is no date', { fields: { birthday: 'in May' } }, /Birthday/],
  ])('of %s is refused before anything is made', async (_name, more, message) => {
    expect(await failure(prepare('shop-1', more))).toMatchObject({ message: expect.stringMatching(message) });
    expect(sandbox.books()).toMatchObject({ users: 0, addresses: 0, subscriptions: 0 });
  });

  test('is placed also where spaces were copied with the project ID', async () => {
    session = gigsSession(sandbox, { projectId: ` ${sandbox.projectId} ` });
    expect(await buy('shop-1')).toMatchObject({ status: 'completed' });
  });

  test('of a physical SIM takes one that exists, and has nothing to install', async () => {
    const [simId] = sandbox.cards();
    const value = await buy('shop-1', { packageId: CARDS_ONLY, fields: { simId } });
    expect(value).toMatchObject({ status: 'pending', esim: null });
    await sandbox.advance(60_000);
    expect((await order.get!(session, { by: 'orderId', orderId: value.orderId })).value).toMatchObject({
      status: 'completed',
      esim: {
        esimId: simId,
        activationCode: null,
        iosInstallUrl: null,
        warnings: [expect.stringContaining('physical')],
      },
    });
  });

  test('with Prefer the Last Used gets the customer’s last SIM again', async () => {
    const first = await buy('shop-1');
    await cancel(first.orderId, { when: 'now' });
    const second = await buy('shop-2', { fields: { sim: 'preferLastUsed' } });
    await sandbox.advance(60_000);
    const read = (await order.get!(session, { by: 'orderId', orderId: second.orderId })).value;
    expect(read.esim?.iccid).toBe(first.esim?.iccid);
  });

  test('with Prefer the Last Used is refused by Gigs where there is none and the plan has no eSIM', async () => {
    const attempt = buy('shop-1', { packageId: CARDS_ONLY, fields: { sim: 'preferLastUsed' } });
    expect(await failure(attempt)).toMatchObject({ kind: 'refused', message: expect.stringContaining('no eSIM') });
  });

  test('is pending until Gigs has activated it, and complete with its code', async () => {
    const { orderId, ...value } = await buy('shop-1', { fields: {} });
    expect(value).toMatchObject({ status: 'pending', providerStatus: 'pending', esim: null });
    await sandbox.advance(60_000);
    expect((await order.get!(session, { by: 'orderId', orderId })).value).toMatchObject({
      status: 'completed',
      esim: { activationCode: expect.stringMatching(/^LPA:1\$/) },
    });
  });

  test('of a plan that starts at its first use is complete as soon as there is a code', async () => {
    const { orderId } = await buy('shop-1', { packageId: AT_FIRST_USE, fields: {} });
    await sandbox.advance(60_000);
    expect((await order.get!(session, { by: 'orderId', orderId })).value).toMatchObject({
      status: 'completed',
      providerStatus: 'pending',
    });
  });

  test('in a project with Billing waits for its invoice, which is named', async () => {
    sandbox.changeSettings({ billing: true });
    const value = await buy('shop-1');
    expect(value).toMatchObject({
      status: 'pending',
      providerStatus: 'initiated',
      invoiceId: expect.stringMatching(/^inv_/),
    });
    await sandbox.pay(value.invoiceId ?? '');
    expect((await order.get!(session, { by: 'orderId', orderId: value.orderId })).value).toMatchObject({
      status: 'completed',
      invoiceId: null,
    });
  });

  test('is cancelled at the end of its period, kept after all, or ended now', async () => {
    const { orderId } = await buy('shop-1');
    const fields = { when: 'periodEnd', userReason: 'other', userComment: 'The trip is off' };
    expect((await cancel(orderId, fields)).value).toMatchObject({
      status: 'completed',
      endsAt: expect.any(String),
    });
    expect((await order.resume!(session, orderId, NONE)).value).toMatchObject({ status: 'completed' });
    expect((await cancel(orderId, { when: 'now' })).value).toMatchObject({ status: 'cancelled' });
    expect(requests('cancelSubscription')[0]?.body).toEqual({
      cancellationDetails: { userReason: 'other', userComment: 'The trip is off' },
    });
  });

  test.each([
    ['cancelSubscription', 'cutAfterCommit'],
    ['cancelSubscription', 'error502AfterCommit'],
    ['resumeSubscription', 'cutAfterCommit'],
    ['endSubscription', 'error500AfterCommit'],
  ] as const)(
    'is read when the answer to a change is lost (%s, %s), and a second try succeeds',
    async (route, fault) => {
      const { orderId } = await buy('shop-1');
      if (route === 'resumeSubscription') await cancel(orderId, {});
      const change = {
        cancelSubscription: async () => await cancel(orderId, { when: 'periodEnd' }),
        resumeSubscription: async () => await order.resume!(session, orderId, NONE),
        endSubscription: async () => await cancel(orderId, { when: 'now' }),
      }[route];
      sandbox.faults.next({ fault, route });
      const first = await change();
      expect(first.value).toMatchObject({ orderId, status: route === 'endSubscription' ? 'cancelled' : 'completed' });
      expect((await change()).value).toEqual(first.value);
    },
  );

  test('is not said to be changed when it is not', async () => {
    const { orderId } = await buy('shop-1');
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'cancelSubscription' });
    expect(await failure(cancel(orderId, {}))).toMatchObject({ kind: 'unreachable' });
    await cancel(orderId, { when: 'now' });
    expect(await failure(order.resume!(session, orderId, NONE))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('is ended'),
    });
  });

  test('is ended with the older call where the credential says so', async () => {
    const { orderId } = await buy('shop-1');
    sandbox.changeSettings({ endCall: 'delete' });
    expect(await failure(cancel(orderId, { when: 'now' }))).toMatchObject({
      description: expect.stringContaining('End Subscription With'),
    });
    const older = gigsSession(sandbox, { endSubscriptionWith: 'delete' });
    expect((await cancel(orderId, { when: 'now' }, older)).value).toMatchObject({ status: 'cancelled' });
    sandbox.changeSettings({ endCall: 'post' });
    expect(sandbox.books().violations).toMatchObject([{ what: expect.stringContaining('/end') }]);
    sandbox.reset();
  });
});

describe('an order whose answer is lost', () => {
  const lost = ['error500AfterCommit', 'error502AfterCommit', 'cutAfterCommit', 'truncatedJson', 'emptyBody'] as const;

  test.each(lost)('(%s) is unknown, and found by its reference', async (fault) => {
    const purchase = await prepare('shop-1');
    sandbox.faults.next({ fault, route: 'createSubscription' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    expect(await purchase.find()).toMatchObject({ outcome: 'found', result: { value: { clientReference: 'shop-1' } } });
  });

  test('may be sent again only where Gigs promises to carry it out once', async () => {
    const outcome = async (fault: 'cutAfterCommit' | 'error500AfterCommit' | 'error503AfterCommit') => {
      const purchase = await prepare(`shop-${sandbox.books().subscriptions}`);
      sandbox.faults.next({ fault, route: 'createSubscription' });
      return await purchase.send();
    };
    expect(await outcome('cutAfterCommit')).toMatchObject({ outcome: 'unknown', repeatable: true });
    expect(await outcome('error503AfterCommit')).toMatchObject({ outcome: 'unknown', repeatable: true });
    expect(await outcome('error500AfterCommit')).toMatchObject({ outcome: 'unknown', repeatable: false });
    session = gigsSession(sandbox, { sendIdempotencyKey: false });
    expect(await outcome('cutAfterCommit')).toMatchObject({ outcome: 'unknown', repeatable: false });
  });
});

describe('the Idempotency-Key', () => {
  test('is left away where the credential says so', async () => {
    session = gigsSession(sandbox, { sendIdempotencyKey: false });
    await buy('shop-1');
    expect(requests('createSubscription')[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('that Gigs refuses is left away from then on, and the log says so', async () => {
    sandbox.changeSettings({ idempotency: 'rejected' });
    expect(await buy('shop-1')).toMatchObject({ status: 'completed' });
    await buy('shop-2');
    expect(requests('createSubscription').map(({ status }) => status)).toEqual([422, 201, 201]);
    expect(session.lines).toEqual([expect.stringContaining('Idempotency-Key')]);
    expect(sandbox.books().subscriptions).toBe(2);
  });

  test.each(['cutAfterCommit', 'error500AfterCommit'] as const)(
    'that Gigs refuses explains a lost answer (%s): nothing can have been bought with it',
    async (fault) => {
      sandbox.changeSettings({ idempotency: 'rejected' });
      const purchase = await prepare('shop-1');
      sandbox.faults.next({ fault, route: 'createSubscription' });
      expect(await purchase.send()).toMatchObject({ outcome: 'unknown', repeatable: true });
      expect(await purchase.find()).toEqual({ outcome: 'absent' });
      expect(await purchase.send()).toMatchObject({ outcome: 'done' });
      expect(requests('createSubscription').map(({ headers }) => 'idempotency-key' in headers)).toEqual([true, false]);
    },
  );

  test('that Gigs refuses while an outcome is open is left away only after another look at the books', async () => {
    const purchase = await prepare('shop-1');
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'createSubscription' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    sandbox.changeSettings({ idempotency: 'rejected' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown', repeatable: true });
    expect(await purchase.find()).toMatchObject({ outcome: 'found' });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });

  test.each([409, 422])('that Gigs says is in use leaves the outcome open (HTTP %s)', async (status) => {
    const spend = session.http.spend.bind(session.http);
    session.http.spend = async (request) => {
      const answer = await spend({ ...request, path: request.path.replace(/\w+$/, 'nothing') });
      const text = '{"type":"conflict","message":"A request with this Idempotency-Key is in progress"}';
      return { ...(answer as Answer), status, text };
    };
    const purchase = await prepare('shop-1');
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown', repeatable: false });
    sandbox.reset();
  });

  test('gives back what was bought under it, and says so when that was something else', async () => {
    const first = await buy('shop-1');
    expect(await buy('shop-1')).toMatchObject({ orderId: first.orderId });
    expect(await (await prepare('shop-1', { customerEmail: 'anna@example.com' })).send()).toMatchObject({
      outcome: 'refused',
      error: { message: expect.stringContaining('is taken') },
    });
    expect(sandbox.books().subscriptions).toBe(1);
  });
});
