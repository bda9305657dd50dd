/** Looking a client reference up, with what the provider shows and does not show as the point. */
import { dentGigaStore } from '../../../providers/dentGigaStore';
import type { CreateOrderInput } from '../../../providers/provider';
import profile from '../../fixtures/dentGigaStore/esim-profiles.json';
import {
  customer,
  customerOf,
  CUSTOMERS,
  find,
  many,
  ok,
  one,
  sale,
  SALES,
  SEARCH,
  topUpOf,
  withEmail,
} from '../../support/dentLists';
import { scriptedSession } from '../../support/scriptedSession';
import type { Script, Scripted } from '../../support/scriptedSession';
import { valuesOf } from '../../support/values';

describe('found', () => {
  test('in the list of sales, with customer and eSIM read for it', async () => {
    const { found } = await find({
      [SALES]: ok([sale('s1', 'shop-1'), sale('s2', 'shop-2')]),
      [one('s1')]: ok({ ...sale('s1', 'shop-1'), customer: { uid: 'c1' } }),
      [customerOf('c1')]: ok(customer('c1', null, [sale('s1', 'shop-1')])),
    });
    expect(found).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: 's1', customerId: 'c1', type: 'newEsim', esim: { iccid: profile.iccid } } },
    });
  });

  test.each([
    ['an array', (all: unknown[]) => all],
    ['an object', (all: unknown[]) => ({ customers: all })],
  ])('by email address, in %s', async (_, envelope) => {
    const { found, session } = await find(
      { [SEARCH]: ok(envelope([customer('c1', 'anna@example.com', [sale('s1', 'shop-1')])])) },
      withEmail,
    );
    expect(found).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: 's1', esim: { iccid: profile.iccid } } },
    });
    expect(session.requests.at(-1)?.body).toEqual({
      pageSize: 50,
      pageIndex: 0,
      searchKey: 'EMAIL',
      searchQuery: 'anna@example.com',
      searchMode: 'isExact',
      onlyActiveProfiles: false,
    });
  });

  test('by email address in lower case as well', async () => {
    const search = (request: { body?: unknown }): Scripted => {
      const { searchQuery } = request.body as { searchQuery: string };
      const hits = searchQuery === 'anna@example.com' ? [customer('c1', searchQuery, [sale('s1', 'shop-1')])] : [];
      return ok({ customers: hits });
    };
    const { found } = await find({ [SEARCH]: search }, { customerEmail: 'Anna@Example.com' });
    expect(found.outcome).toBe('found');
  });

  test('though lists do not show references, by asking for the items one by one', async () => {
    const { found } = await find(
      {
        [SEARCH]: ok({ customers: [customer('c1', 'anna@example.com', [{ uid: 's1' }, { uid: 's2' }])] }),
        [one('s1')]: ok(sale('s1', 'other')),
        [one('s2')]: ok(sale('s2', 'shop-1')),
      },
      withEmail,
    );
    expect(found).toMatchObject({ outcome: 'found', result: { value: { orderId: 's2' } } });
  });

  test('in the list of customers where there is no list of sales, on the second page', async () => {
    const page = (request: { query?: unknown }): Scripted => {
      const { page_index } = request.query as { page_index: number };
      const from = page_index * 50;
      const rows = Array.from({ length: page_index === 0 ? 50 : 3 }, (_, index) =>
        customer(`c${from + index}`, null, [sale(`s${from + index}`, from + index === 51 ? 'shop-1' : null)]),
      );
      return ok(rows);
    };
    const { found } = await find({ [SALES]: { status: 405 }, [CUSTOMERS]: page });
    expect(found).toMatchObject({ outcome: 'found', result: { value: { orderId: 's51', customerId: 'c51' } } });
  });

  test('without an eSIM when several of the customer could be it, and the log says so', async () => {
    const items = [sale('s1', 'shop-1'), sale('s2', 'x'), sale('s3', 'y')];
    const { found, session } = await find(
      {
        [SEARCH]: ok({
          customers: [customer('c1', 'anna@example.com', items, ['89972123300991848961', '89972123300991848962'])],
        }),
      },
      withEmail,
    );
    expect(found).toMatchObject({ outcome: 'found', result: { value: { orderId: 's1', esim: null } } });
    expect(session.lines.join()).toContain('order s1');
  });

  test('with the eSIM that is new at the customer', async () => {
    const before = customer('c1', null, [sale('s0', null)]);
    const after = customer(
      'c1',
      null,
      [sale('s0', null), sale('s1', 'shop-1')],
      [profile.iccid, '89972123300991848962'],
    );
    const { found } = await find({ [customerOf('c1')]: [ok(before), ok(after)] }, { customerId: 'c1' });
    expect(found).toMatchObject({ outcome: 'found', result: { value: { esim: { iccid: '89972123300991848962' } } } });
  });

  test('without an eSIM while the new one does not show: the customer’s old one is not it', async () => {
    const before = customer('c1', null, [sale('s0', null)]);
    const after = customer('c1', null, [sale('s0', null), sale('s1', 'shop-1')]);
    const { found } = await find({ [customerOf('c1')]: [ok(before), ok(after)] }, { customerId: 'c1' });
    expect(found).toMatchObject({ outcome: 'found', result: { value: { orderId: 's1', esim: null } } });
  });

  test('without customer and eSIM where the provider does not show them', async () => {
    const { found, session } = await find({ [SALES]: ok([sale('s1', 'shop-1')]) });
    expect(found).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: 's1', customerId: null, esim: null } },
    });
    expect(session.lines.join()).toContain('order s1');
  });
});

describe('absent', () => {
  test.each<[string, Script, Partial<CreateOrderInput>]>([
    ['when the list of sales does not hold it', { [SALES]: ok(many(7)) }, {}],
    ['when there are no sales', { [SALES]: ok([]) }, {}],
    [
      'when the customer of this email address has others',
      { [SEARCH]: ok({ customers: [customer('c', 'anna@example.com', many(2))] }) },
      withEmail,
    ],
    ['when nobody has this email address', { [SEARCH]: ok({ customers: [] }) }, withEmail],
    [
      'when the email search is complete and the list of sales fails',
      { [SEARCH]: ok([]), [SALES]: { status: 503 } },
      withEmail,
    ],
    ['when the list of customers was read to its end', { [CUSTOMERS]: ok([customer('c', null, many(2))]) }, {}],
    [
      'when the list of sales may be a first page, but that of customers is whole',
      { [SALES]: ok(many(50)), [CUSTOMERS]: ok([customer('c', null, many(50))]) },
      {},
    ],
    [
      'when the existing customer has others',
      { [customerOf('c1')]: ok(customer('c1', null, many(2))) },
      { customerId: 'c1' },
    ],
    ['when another sale has it in other letters', { [SALES]: ok([sale('s1', 'SHOP-1'), sale('s2', 'Shop-1')]) }, {}],
    ['when a part of another one’s is like it', { [SALES]: ok([sale('s1', 'shop-10'), sale('s2', 'my-shop-1')]) }, {}],
  ])('%s', async (_, script, input) => {
    expect((await find(script, input)).found).toEqual({ outcome: 'absent' });
  });
});

describe('cannot tell', () => {
  const closed = { [SALES]: { status: 404 }, [CUSTOMERS]: { status: 404 } };
  const fifty = Array.from({ length: 50 }, (_, index) => customer(`c${index}`, null, many(1)));
  test.each<[string, Script, Partial<CreateOrderInput>]>([
    ['when the provider offers no list', closed, {}],
    [
      'when the list of sales may be a first page and nothing else is offered',
      { ...closed, [SALES]: ok(many(100)) },
      {},
    ],
    ['when no list shows references', { ...closed, [SALES]: ok(many(30).map(({ uid }) => ({ uid }))) }, {}],
    ['when all customers fit on one page again and again', { ...closed, [CUSTOMERS]: ok(fifty) }, {}],
    [
      'when a later page of customers is said not to exist',
      { ...closed, [CUSTOMERS]: [ok(fifty), { status: 404 }] },
      {},
    ],
    [
      'when the answer is about something else',
      { ...closed, [SEARCH]: ok({ customers: [{ customer: { uid: 'c' } }] }) },
      withEmail,
    ],
    [
      'when the existing customer’s packages are not shown',
      { [customerOf('c1')]: ok({ customer: { uid: 'c1' } }) },
      { customerId: 'c1' },
    ],
  ])('%s', async (_, script, input) => {
    expect((await find(script, input)).found).toEqual({ outcome: 'cannotTell', error: null });
  });

  test.each<[string, Script, Partial<CreateOrderInput>, string]>([
    ['the list of sales', { [SALES]: { status: 503 } }, {}, 'unreachable'],
    ['the list of sales, while too many ask', { [SALES]: { status: 429 } }, {}, 'rateLimited'],
    ['the second page of customers', { ...closed, [CUSTOMERS]: [ok(fifty), { status: 503 }] }, {}, 'unreachable'],
    [
      'the second page of the search by email, while there is no other list',
      { ...closed, [SEARCH]: [ok(fifty), { status: 503 }, ok([])] },
      withEmail,
      'unreachable',
    ],
    [
      'the customer of the order that was found',
      { [SALES]: ok([sale('s1', 'shop-1')]), [one('s1')]: { status: 503 } },
      {},
      'unreachable',
    ],
    [
      'the search by email, while there is no other list',
      { ...closed, [SEARCH]: { status: 502 } },
      withEmail,
      'unreachable',
    ],
    [
      'the customer',
      { [customerOf('c1')]: [ok({ customer: { uid: 'c1' } }), { noAnswer: 'maybe' }] },
      { customerId: 'c1' },
      'unreachable',
    ],
  ])('now, but perhaps later: %s', async (_, script, input, kind) => {
    expect((await find(script, input)).found).toMatchObject({ outcome: 'cannotTell', error: { kind } });
  });
});

describe('conflict', () => {
  test('several orders', async () => {
    const { found } = await find({ [SALES]: ok([sale('s1', 'shop-1'), sale('s2', 'shop-1')]) });
    expect(found).toMatchObject({ outcome: 'conflict', explanation: expect.stringMatching(/s1, s2/) });
  });

  test('a top-up with the reference of the order that made the customer', async () => {
    const session = scriptedSession({ [customerOf('c1')]: ok(customer('c1', null, [sale('s1', 'shop-1')])) });
    const purchase = await topUpOf(session);
    expect(await purchase.find()).toMatchObject({ outcome: 'conflict', explanation: expect.stringContaining('s1') });
  });

  test('an order with the reference of a top-up', async () => {
    const items = [
      { ...sale('s0', null), salesDate: '2026-01-01T00:00:00Z' },
      { ...sale('s1', 'shop-1'), salesDate: '2026-01-02T00:00:00Z' },
    ];
    const { found } = await find({ [SEARCH]: ok([customer('c1', 'anna@example.com', items)]) }, withEmail);
    expect(found).toMatchObject({ outcome: 'conflict', explanation: expect.stringContaining('top-up') });
  });
});

test('a list that was asked for before a purchase is not used to judge that purchase', async () => {
  let bought = false;
  const session = scriptedSession({
    [SALES]: () => ok(bought ? [sale('s1', 'shop-1')] : []),
    'POST /gigastore/activations/register': () => {
      bought = true;
      return { status: 500 };
    },
  });
  const input = {
    packageId: 'p1',
    customerEmail: null,
    customerId: null,
    fields: valuesOf(dentGigaStore, 'order.create'),
  };
  const mine = await dentGigaStore.order.create!.prepare(session, { ...input, clientReference: 'shop-1' });
  const other = await dentGigaStore.order.create!.prepare(session, { ...input, clientReference: 'shop-2' });
  const asked = other.find();
  const sent = mine.send();
  const [, answer] = await Promise.all([asked, sent]);
  expect(answer.outcome).toBe('unknown');
  expect((await mine.find()).outcome).toBe('found');
});

test('many who look at the same time cost one reading of the list', async () => {
  const session = scriptedSession({ [SALES]: ok([sale('s9', 'other')]) });
  const purchases = await Promise.all(
    Array.from(
      { length: 20 },
      async (_, index) =>
        await dentGigaStore.order.create!.prepare(session, {
          packageId: 'p1',
          clientReference: `shop-${index}`,
          customerEmail: null,
          customerId: null,
          fields: valuesOf(dentGigaStore, 'order.create'),
        }),
    ),
  );
  await Promise.all(purchases.map(async (purchase) => await purchase.find()));
  const paths = session.requests.map(({ path }) => path);
  expect(paths).toEqual(['/gigastore/products/inventory', '/gigastore/activations/activated-items']);
});

describe('an eSIM where searching is not offered', () => {
  const iccid = profile.iccid;
  const closed: Script = { [SEARCH]: { status: 405 } };
  const get = async (script: Script) =>
    await dentGigaStore.esim.get!(scriptedSession(script), { by: 'iccid', iccid }).catch((error: unknown) => error);

  test('is looked for in the list of customers', async () => {
    expect(await get({ ...closed, [CUSTOMERS]: ok([customer('c1', null, [])]) })).toMatchObject([{ value: { iccid } }]);
  });

  test('is not found when the list of customers does not hold it', async () => {
    expect(await get({ ...closed, [CUSTOMERS]: ok([customer('c1', null, [], [])]) })).toMatchObject({
      kind: 'notFound',
    });
  });

  test('is said not to be searchable when the list of customers may go on', async () => {
    const page = Array.from({ length: 50 }, (_, index) => customer(`c${index}`, null, [], []));
    expect(await get({ ...closed, [CUSTOMERS]: ok(page) })).toMatchObject({ kind: 'refused', status: 405 });
  });
});
