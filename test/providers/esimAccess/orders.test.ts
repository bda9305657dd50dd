/** Orders: what is sent, what is found again, several eSIMs in one (facts/providers/esim-access.md, sections 7 to 9 and 20). */
import { esimAccess } from '../../../providers/esimAccess';
import type { Request } from '../../../http/client';
import packageList from '../../fixtures/esimAccess/package-list.json';
import orderAnswer from '../../fixtures/esimAccess/order.json';
import query from '../../fixtures/esimAccess/query.json';
import allocating from '../../fixtures/esimAccess/query-allocating.json';
import type { Script } from '../../support/scriptedSession';
import { all, filledIn, fixture, no, ok, order, profile, profiles, sent, session } from './support';

const create = esimAccess.order.create!;
const get = esimAccess.order.get!;

/** An order number is asked for, or the newest profiles. */
const isByOrder = ({ body }: Request): boolean => 'orderNo' in (body as object);

function books(listed: unknown[], more: Script = {}): Script {
  return { 'esim/query': profiles(...listed), 'esim/order': fixture(orderAnswer), ...more };
}

describe('creating an order', () => {
  it('sends one package under the client reference, and gives back what is there already', async () => {
    const at = session(books([profile({ packageList: [{ ...profile().packageList[0], createTime: null }] })]));
    const done = await (await create.prepare(at, order())).send();
    expect(sent(at, 'esim/order')).toEqual([
      { transactionId: 'shop-1001', packageInfoList: [{ packageCode: 'P1X57VWMR', count: 1 }] },
    ]);
    expect(done).toMatchObject({
      outcome: 'done',
      result: {
        value: {
          orderId: 'B26033119290001',
          status: 'completed',
          clientReference: 'shop-1001',
          alreadyExisted: false,
          package: { packageId: 'P1X57VWMR', name: 'Georgia 1GB/Day FUP1Mbps' },
          esim: {
            iccid: '8910300000012345678',
            esimId: '26033119290002',
            activationCode: 'LPA:1$rsp-eu.simlessly.com$0123456789ABCDEF0123456789ABCDEF',
            state: 'released',
            providerState: 'RELEASED/GOT_RESOURCE',
          },
        },
      },
    });
  });

  it('is under way while the eSIM is being allocated, which is no failure', async () => {
    const at = session(books([], { 'esim/query': fixture(allocating) }));
    expect(await (await create.prepare(at, order())).send()).toMatchObject({
      outcome: 'done',
      result: { value: { orderId: 'B26033119290001', status: 'processing', esim: null, clientReference: 'shop-1001' } },
    });
  });

  it('has been there before when it is older than its sending', async () => {
    expect(await (await create.prepare(session(books([profile()])), order())).send()).toMatchObject({
      outcome: 'done',
      result: { value: { alreadyExisted: true } },
    });
  });

  test.each([
    ['another package', { packageId: 'CKH002' }, {}],
    ['another number of eSIMs', {}, { quantity: 2 }],
  ])('does not give an order of then for %s', async (_, more, fields) => {
    const done = await (await create.prepare(session(books([profile()])), order(more, fields))).send();
    expect(done).toMatchObject({
      outcome: 'unknown',
      error: { message: expect.stringContaining('B26033119290001, which is for something else') as string },
    });
  });

  it('gives a reference of more than 50 characters the same digest each time', async () => {
    const at = session(books([], { 'esim/query': fixture(allocating) }));
    const input = order({ clientReference: `shop-${'1'.repeat(60)}` });
    await (await create.prepare(at, input)).send();
    await (await create.prepare(at, input)).send();
    const ids = sent(at, 'esim/order').map(({ transactionId }) => String(transactionId));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^esim-[0-9a-f]{40}$/);
  });

  it('names price and total as a guard, in ten-thousandths of a dollar', async () => {
    const at = session(books([], { 'esim/query': fixture(allocating) }));
    const price = { price: { amount: '1.80', currency: 'USD' } };
    await (await create.prepare(at, order({}, { quantity: 3, expectedPrice: price }))).send();
    expect(sent(at, 'esim/order')).toEqual([
      {
        transactionId: 'shop-1001',
        amount: 54000,
        packageInfoList: [{ packageCode: 'P1X57VWMR', count: 3, price: 18000 }],
      },
    ]);
  });

  it('refuses a price in another currency before anything is sent', () => {
    const price = { price: { amount: '1.80', currency: 'EUR' } };
    expect(() => create.check?.(session({}), order({}, { expectedPrice: price }))).toThrow(/is in EUR/);
  });

  it('takes days for a day pass only, and names no total with them', async () => {
    const listed = { ...packageList.obj.packageList[0], packageCode: 'P1X57VWMR' };
    const dayPass = books([], {
      'esim/query': fixture(allocating),
      'package/list': ok({ packageList: [{ ...listed, dataType: 2 }] }),
    });
    const at = session(dayPass);
    const price = { price: { amount: '1.80', currency: 'USD' } };
    await (await create.prepare(at, order({}, { days: 5, expectedPrice: price }))).send();
    expect(sent(at, 'esim/order')).toEqual([
      {
        transactionId: 'shop-1001',
        packageInfoList: [{ packageCode: 'P1X57VWMR', count: 1, price: 18000, periodNum: 5 }],
      },
    ]);
    const fixed = session({ 'package/list': ok({ packageList: [{ ...listed, dataType: 1 }] }) });
    await expect(create.prepare(fixed, order({}, { days: 5 }))).rejects.toThrow(/no day pass/);
  });

  it('is another purchase with another quantity or other days, and the same one without', () => {
    expect(create.alsoAsks?.(order())).toEqual([]);
    expect(create.alsoAsks?.(order({}, { quantity: 2, days: 3 }))).toEqual(['2 eSIMs', '3 days']);
  });
});

describe('looking an order up', () => {
  const find = async (script: Script, input = order()) => {
    const at = session(script);
    const purchase = await create.prepare(at, input);
    return { found: await purchase.find(), at, purchase };
  };

  it('compares the transaction ID of each row, to the letter', async () => {
    const words = ['shop-10011', 'SHOP-1001', 'shop-1001 '];
    const others = words.map((transactionId) =>
      profile({ transactionId, orderNo: `B${transactionId}`, esimTranNo: transactionId }),
    );
    expect((await find(books(others))).found).toEqual({ outcome: 'absent' });
    expect((await find(books([...others, profile()]))).found).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: 'B26033119290001' } },
      traits: { package: { id: 'P1X57VWMR' } },
    });
  });

  it('reads all pages of a window that reaches to now', async () => {
    const pages = (page: number) => {
      const esimList = page < 3 ? [profile({ esimTranNo: `other-${page}`, transactionId: 'other' })] : [profile()];
      return ok({ esimList, pager: { total: 1_001 } });
    };
    const answer = (request: Request) =>
      isByOrder(request) ? profiles(profile()) : pages((request.body as { pager: { pageNum: number } }).pager.pageNum);
    const { found, at } = await find({ 'esim/query': answer });
    expect(found).toMatchObject({ outcome: 'found' });
    const [first, ...more] = sent(at, 'esim/query');
    expect(first).toMatchObject({ pager: { pageNum: 1, pageSize: 500 } });
    expect(first?.startTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00$/);
    expect(Date.parse(String(first?.endTime))).toBeGreaterThan(Date.now());
    expect(first).not.toHaveProperty('transactionId');
    expect(more).toHaveLength(3);
  });

  it('looks further back where it was sent before by another run', async () => {
    const at = session(books([]));
    const purchase = await create.prepare(at, order());
    for (const look of ['first', 'second', 'third'])
      expect([look, await purchase.find()]).toEqual([look, { outcome: 'absent' }]);
    const from = sent(at, 'esim/query').map(
      ({ startTime }) => (Date.now() - Date.parse(String(startTime))) / 3_600_000,
    );
    expect(from.map((hours) => Math.round(hours / 24))).toEqual([2, 60, 2]);
  });

  it('by the other name of its package is the same order', async () => {
    expect((await find(books([profile()]), order({ packageId: 'GE_1_Daily_1Mbps' }))).found).toMatchObject({
      traits: { package: { id: 'GE_1_Daily_1Mbps' } },
    });
  });

  it('waits for one that is still being allocated', async () => {
    const answer = (request: Request) => (isByOrder(request) ? fixture(allocating) : profiles(profile()));
    expect((await find({ 'esim/query': answer })).found).toMatchObject({ outcome: 'underWay' });
  });

  it('of another number of eSIMs is taken', async () => {
    expect((await find(books([profile()]), order({}, { quantity: 2 }))).found).toMatchObject({
      outcome: 'conflict',
      explanation: 'order B26033119290001 has it, with 1 eSIM',
    });
  });

  it('that cannot be read stops the purchase; one that an allocation hides does not', async () => {
    expect((await find({ 'esim/query': no('000001') })).found).toMatchObject({
      outcome: 'cannotTell',
      error: { kind: 'unreachable' },
    });
    expect((await find({ 'esim/query': fixture(allocating) })).found).toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is certain by the same request, while the books that were read reach back to it', async () => {
    const { purchase } = await find(books([]));
    expect(purchase.certainty).toBe('sameRequest');
    const asked: number[] = [];
    const isYounger = async (ms: number) => await Promise.resolve(asked.push(ms) > 0);
    await expect(purchase.mayRepeat?.({ isYounger, recall: async () => await Promise.resolve([]) })).resolves.toBe(
      true,
    );
    expect(asked.map((ms) => Math.round(ms / 3_600_000))).toEqual([48]);
  });
});

describe('reading an order', () => {
  it('that is known as documented', async () => {
    const { value, raw } = await get(session({ 'esim/query': fixture(query) }), {
      by: 'orderId',
      orderId: 'B26033119290001',
    });
    expect(value).toMatchObject({ status: 'completed', createdAt: '2026-03-31T19:29:36.000Z', type: 'newEsim' });
    expect(raw).toEqual(query.obj.esimList[0]);
  });

  it('of several eSIMs gives one item an eSIM', async () => {
    const two = profiles(profile(), profile({ esimTranNo: '26033119290003', iccid: '8910300000012345679' }));
    const { value, others } = await get(session({ 'esim/query': two }), { by: 'orderId', orderId: 'B26033119290001' });
    expect([value, ...(others ?? [])].map(({ esim }) => esim?.esimId)).toEqual(['26033119290002', '26033119290003']);
  });

  test.each([
    [['CANCEL', 'GOT_RESOURCE'], 'completed'],
    [['CANCEL', 'CANCELED'], 'refunded'],
    [['REVOKED', 'CANCEL'], 'cancelled'],
    [['GETTING_RESOURCE', 'GOT_RESOURCE'], 'processing'],
    [['SOMETHING_NEW'], 'unknown'],
  ])('of eSIMs that are %j is %s', async (words, status) => {
    const rows = words.map((esimStatus, index) => profile({ esimStatus, esimTranNo: String(index) }));
    const { value } = await get(session({ 'esim/query': profiles(...rows) }), {
      by: 'orderId',
      orderId: 'B26033119290001',
    });
    expect(value.status).toBe(status);
  });

  it('is not ready while its activation code is missing', async () => {
    const at = session({ 'esim/query': profiles(profile({ ac: '' })) });
    expect((await get(at, { by: 'orderId', orderId: 'B26033119290001' })).value.status).toBe('processing');
  });

  it('never takes another order for it, from a server that ignores the filter', async () => {
    const at = session({ 'esim/query': profiles(profile({ orderNo: 'B1' })) });
    await expect(get(at, { by: 'orderId', orderId: 'B2' })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(get(session({ 'esim/query': no('310272') }), { by: 'orderId', orderId: 'B2' })).rejects.toMatchObject({
      kind: 'notFound',
      message: 'eSIM Access knows no order "B2"',
    });
  });

  it('finds it by its reference, and says how far it has looked', async () => {
    const by = { by: 'clientReference', clientReference: 'shop-1001', customerEmail: null } as const;
    expect((await get(session({ 'esim/query': profiles(profile()) }), by)).value.orderId).toBe('B26033119290001');
    await expect(get(session({ 'esim/query': profiles() }), by)).rejects.toMatchObject({
      kind: 'notFound',
      description: expect.stringContaining('60 days') as string,
    });
  });

  it('lists one item an eSIM, within the times asked for', async () => {
    const at = session({ 'esim/query': profiles(profile()) });
    const values = filledIn('order.getAll', { createdAfter: '2026-03-01T00:00:00Z' });
    expect(await all(esimAccess.order.getMany!(at, values))).toHaveLength(1);
    expect(sent(at, 'esim/query')).toEqual([
      { startTime: '2026-03-01T00:00+00:00', pager: { pageNum: 1, pageSize: 100 } },
    ]);
  });
});
