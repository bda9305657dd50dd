/** What a person names twice is compared; what is found under a reference is told apart. */
import { compare } from '../../../purchase/compare';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { GLOBAL, TRAVEL, UNLIMITED } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { buyOrder, failure, type OtherOrder, prepareOrder } from '../../support/gigsOrders';
import { gigsSession } from '../../support/gigsSession';

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
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  expect(sandbox.books().violations).toEqual([]);
});

const prepare = async (reference: string, more: OtherOrder = {}) => await prepareOrder(session, reference, more);

describe('a new order', () => {
  test('for a customer by ID and by email address is for one and the same', async () => {
    const { customerId } = await buyOrder(session, 'shop-1');
    expect(await failure(prepare('shop-2', { customerId, customerEmail: 'anna@example.com' }))).toMatchObject({
      kind: 'badInput',
      message: `Customer Email and Existing Customer are two people: ${customerId} has another address at Gigs`,
    });
    expect(await buyOrder(session, 'shop-2', { customerId, customerEmail: 'Jerry@Example.com' })).toMatchObject({
      customerId,
    });
    expect(sandbox.books()).toMatchObject({ users: 1, subscriptions: 2 });
  });

  test('has an address, or the ID of one, before Gigs is asked anything', async () => {
    const address = { details: { line1: '1 Main Street', city: 'Berlin', country: 'de' } };
    expect(await failure(prepare('shop-1', { fields: { address, addressId: 'adr_1' } }))).toMatchObject({
      message: 'Address and Address ID are both filled in',
    });
    expect(sandbox.journal()).toEqual([]);
  });

  test.each<[string, OtherOrder, string | RegExp]>([
    ['nobody', { customerEmail: null }, 'Customer Email is empty'],
    ['an address without its city', { fields: { address: { line1: 'x', country: 'DE' } } }, 'Address is not complete'],
    [
      'an address without a state in Canada',
      { fields: { address: { line1: 'x', city: 'y', country: 'ca' } } },
      'State of the address is missing',
    ],
    [
      'an address of long lines',
      { fields: { address: { line1: 'x'.repeat(36), city: 'y', country: 'DE' } } },
      'Address has a line that is too long',
    ],
    [
      'an address with a long postal code',
      { fields: { address: { line1: 'x', city: 'y', country: 'DE', postalCode: '1'.repeat(16) } } },
      'Postal Code is too long',
    ],
    ['a SIM that is no choice', { fields: { sim: 'manual' } }, /^SIM came as "manual"/],
    ['an address that is no object', { fields: { address: 'Berlin' } }, /^Address came as "Berlin"/],
  ])('of %s is refused without a request', async (_name, more, message) => {
    expect(await failure(prepare('shop-1', more))).toMatchObject({
      kind: 'badInput',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
    expect(sandbox.journal()).toEqual([]);
  });

  test('has a reference of at most 255 characters', async () => {
    expect(await failure(prepare('x'.repeat(256)))).toMatchObject({ message: 'Client Reference has 256 characters' });
    expect(await (await prepare('x'.repeat(255))).find()).toEqual({ outcome: 'absent' });
  });
});

describe('who or what may not be used any more', () => {
  const reading = (part: string, change: object): void => {
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const answer = (await read(request)) as object;
      return request.path.includes(part) ? { ...answer, ...change } : answer;
    };
  };

  test.each(['blocked', 'deleted'])('stops an order before anything is made: a customer who is %s', async (status) => {
    const { customerId } = await buyOrder(session, 'shop-1');
    reading('/users/usr_', { status });
    const attempt = prepare('shop-2', { customerId, customerEmail: null });
    expect(await failure(attempt)).toMatchObject({ kind: 'badInput', message: `Customer is ${status} at Gigs` });
  });

  test('stops an order before anything is made: a retired SIM, and one of the wrong type', async () => {
    const [simId] = sandbox.cards();
    reading('/plans/', { simTypes: ['eSIM'] });
    expect(await failure(prepare('shop-1', { fields: { simId } }))).toMatchObject({
      message: 'SIM ID does not fit the package',
    });
    reading('/sims/', { status: 'retired' });
    expect(await failure(prepare('shop-1', { fields: { simId } }))).toMatchObject({
      message: 'SIM ID is of a retired SIM',
    });
    expect(sandbox.books()).toMatchObject({ users: 0, subscriptions: 0 });
  });
});

describe('an order that is found by its reference', () => {
  const likeness = async (more: OtherOrder) => {
    const purchase = await prepare('shop-1', more);
    const found = await purchase.find();
    return found.outcome === 'found' ? compare(purchase.asked, found.traits) : found;
  };

  test('is the same for the same package and customer, however the customer is named', async () => {
    const { customerId } = await buyOrder(session, 'shop-1', { customerEmail: 'Jerry@example.com' });
    expect(await likeness({})).toEqual({ is: 'same' });
    expect(await likeness({ customerId, customerEmail: null })).toEqual({ is: 'same' });
  });

  test('is another one for another package', async () => {
    await buyOrder(session, 'shop-1');
    expect(await likeness({ packageId: UNLIMITED })).toEqual({ is: 'another', what: `the package ${TRAVEL}` });
  });

  test('of a customer who was new is compared by the email address', async () => {
    const [first, second] = [await prepare('shop-1'), await prepare('shop-1', { packageId: GLOBAL, fields: REQUIRED })];
    expect(await first.send()).toMatchObject({ outcome: 'done' });
    expect(await second.find()).toEqual({ outcome: 'absent' });
    const found = await second.find();
    expect(found.outcome === 'found' && compare(first.asked, found.traits)).toEqual({ is: 'same' });
    expect(found.outcome === 'found' && compare(second.asked, found.traits)).toMatchObject({ is: 'another' });
  });

  /** What Gigs' lists hold, changed on its way. */
  const withSubscriptions = (change: (subscription: object) => object): void => {
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const page = (await read(request)) as { items?: object[] };
      return request.path.endsWith('/subscriptions') ? { ...page, items: page.items?.map(change) } : page;
    };
  };

  test.each<[string, unknown, object]>([
    ['an ID alone', 'its own', { is: 'same' }],
    ['nobody', null, { is: 'same' }],
    ['another ID', 'usr_other', { is: 'another', what: 'the customer usr_other' }],
  ])('names its customer by %s', async (_name, user, expected) => {
    const { customerId } = await buyOrder(session, 'shop-1');
    withSubscriptions((subscription) => ({ ...subscription, user: user === 'its own' ? customerId : user }));
    expect(await likeness({})).toEqual(expected);
    expect(await likeness({ customerId, customerEmail: null })).toEqual(expected);
  });

  test('of a customer who was new is theirs, also where Gigs does not repeat the address', async () => {
    const purchase = await prepare('shop-1');
    await purchase.send();
    withSubscriptions((subscription) => ({ ...subscription, user: null }));
    const found = await purchase.find();
    expect(found.outcome === 'found' && compare(purchase.asked, found.traits)).toEqual({ is: 'same' });
  });

  test('is taken when several carry it', async () => {
    const { customerId, orderId } = await buyOrder(session, 'shop-1');
    const body = { plan: TRAVEL, user: customerId, sim: 'sim_test_esim', metadata: { clientReference: 'shop-1' } };
    const path = `/projects/${sandbox.projectId}/subscriptions`;
    await session.http.change({ method: 'POST', path, body });
    expect(await (await prepare('shop-1')).find()).toMatchObject({
      outcome: 'conflict',
      explanation: expect.stringMatching(`^several orders carry it \\(sub_.*${orderId}\\)$`) as string,
    });
  });
});

const REQUIRED = {
  sim: 'sim_test_esim',
  fullName: 'Jerry',
  address: { details: { line1: '1 Main Street', city: 'Berlin', country: 'DE' } },
};
