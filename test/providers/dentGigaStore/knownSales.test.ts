/** What is known of a sale that carries a client reference, and how certain it is that there is none. */
import type { Order } from '../../../esim/model';
import type { CreateOrderInput, Found } from '../../../providers/provider';
import profile from '../../fixtures/dentGigaStore/esim-profiles.json';
import {
  customer,
  customerOf,
  CUSTOMERS,
  find,
  many,
  ok,
  sale,
  SALES,
  SEARCH,
  topUpOf,
  withEmail,
} from '../../support/dentLists';
import { scriptedSession } from '../../support/scriptedSession';
import type { Script } from '../../support/scriptedSession';

describe('how certain it is that there is none', () => {
  const whole = { [SALES]: ok(many(7)) };
  const nobody = { [SEARCH]: ok({ customers: [] }) };
  const noList = { [SALES]: { status: 404 } };
  const own = { [customerOf('c1')]: ok(customer('c1', null, many(2))) };
  test.each<[string, Script, Partial<CreateOrderInput>, string]>([
    ['with the list of sales', whole, {}, 'completeBooks'],
    ['with the list of sales and the search by email', { ...whole, ...nobody }, withEmail, 'completeBooks'],
    ['with the search by email alone', { ...noList, ...nobody }, withEmail, 'never'],
    ['while the list of sales fails', { ...nobody, [SALES]: { status: 503 } }, withEmail, 'never'],
    ['with the customers read to their end', { ...noList, [CUSTOMERS]: ok([]) }, {}, 'completeBooks'],
    [
      'with a list of sales that may go on, and the customers read to their end',
      { ...nobody, [SALES]: ok(many(50)), [CUSTOMERS]: ok([customer('c', null, many(50))]) },
      withEmail,
      'completeBooks',
    ],
    [
      'with a list of sales that may go on, and the search by email',
      { ...nobody, [SALES]: ok(many(50)) },
      withEmail,
      'never',
    ],
    ['with the customer and the list of sales', { ...own, ...whole }, { customerId: 'c1' }, 'completeBooks'],
    ['with the customer alone', { ...own, ...noList }, { customerId: 'c1' }, 'never'],
  ])('%s', async (_, script, input, certainty) => {
    const { found, purchase } = await find(script, input);
    expect(found).toEqual({ outcome: 'absent' });
    expect(purchase.certainty).toBe(certainty);
  });
});

describe('what is known of the sale that has the reference', () => {
  const traitsIn = (found: Found<Order>) => (found.outcome === 'found' ? found.traits : found.outcome);
  const dated = (uid: string, metatag: string | null, day: number) => ({
    ...sale(uid, metatag),
    salesDate: `2026-01-0${day}T00:00:00Z`,
  });
  const [first, second] = [profile.iccid, '89972123300991848962'];
  const inBooks = (items: unknown[], iccids = [first]): Script => ({
    [SALES]: ok([]),
    [customerOf('c1')]: ok(customer('c1', 'anna@example.com', items, iccids)),
  });

  test('its buyer, by id and by address, also where the list names the id alone', async () => {
    const { found, purchase } = await find(
      {
        [SEARCH]: ok([]),
        [SALES]: ok([{ ...sale('s1', 'shop-1'), customer: { uid: 'c1', email: null } }]),
        [customerOf('c1')]: ok(customer('c1', 'Bob@example.com', [sale('s1', 'shop-1')])),
      },
      withEmail,
    );
    expect(purchase.asked.customer).toEqual({ id: null, email: 'anna@example.com' });
    expect(found).toMatchObject({ traits: { customer: { id: 'c1', email: 'Bob@example.com' } } });
  });

  test('its buyer is nobody where no answer shows one', async () => {
    const { found, purchase } = await find({ [SALES]: ok([sale('s1', 'shop-1')]) });
    expect(purchase.asked.customer).toEqual({ id: null, email: null });
    expect(traitsIn(found)).toEqual({});
  });

  test('that it belongs to another customer than the one who is topped up', async () => {
    const session = scriptedSession({
      [SALES]: ok([{ ...sale('s9', 'shop-1'), customer: { uid: 'c9' } }]),
      [customerOf('c1')]: ok(customer('c1', null, [sale('s0', null)])),
      [customerOf('c9')]: ok(customer('c9', null, [dated('s8', null, 1), dated('s9', 'shop-1', 2)])),
    });
    const purchase = await topUpOf(session);
    expect(purchase.asked.customer).toEqual({ id: 'c1', email: null });
    expect(await purchase.find()).toMatchObject({ outcome: 'found', traits: { customer: { id: 'c9' } } });
  });

  test('the eSIM that was topped up, if the customer has only one', async () => {
    const items = [dated('s0', null, 1), dated('t1', 'shop-1', 2)];
    const one = await topUpOf(scriptedSession(inBooks(items)));
    expect(one.asked.iccid).toBeUndefined();
    expect(await one.find()).toMatchObject({ outcome: 'found', traits: { iccid: first } });
    const script = { ...inBooks([...items, dated('t2', null, 3)], [first, second]) };
    const search = { [SEARCH]: ok([customer('c1', null, items, [first, second])]) };
    const two = await topUpOf(scriptedSession({ ...script, ...search }), { customerId: null, iccid: second });
    expect(two.asked.iccid).toBe(second);
    expect(await two.find()).toMatchObject({ outcome: 'found', result: { value: { esim: { iccid: second } } } });
    expect(traitsIn(await two.find())).toEqual({});
  });

  test('nothing that could be compared, where it may be an order or a top-up', async () => {
    const several = inBooks([dated('s0', null, 1), dated('s1', null, 2), dated('t1', 'shop-1', 3)], [first, second]);
    expect(traitsIn(await (await topUpOf(scriptedSession(several))).find())).toEqual({});
    const late = inBooks([dated('s0', null, 1), dated('s1', 'shop-1', 2)]);
    expect(traitsIn((await find(late, { customerId: 'c1' })).found)).toEqual({});
  });

  test('everything, once this run has sent it', async () => {
    const after = inBooks([dated('s0', null, 1), dated('s1', 'shop-1', 2)]);
    const { purchase } = await find(after, { customerId: 'c1' });
    await purchase.send();
    expect(await purchase.find()).toMatchObject({
      outcome: 'found',
      traits: { package: { name: 'One' }, customer: { id: 'c1' } },
    });
  });

  test('that another customer has the reference is seen at the latest ten seconds later', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    let sales: unknown[] = [];
    const session = scriptedSession({
      [SALES]: () => ok(sales),
      [customerOf('c1')]: ok(customer('c1', null, [sale('s0', null)])),
      [customerOf('c9')]: ok(customer('c9', null, [dated('s8', null, 1), dated('s9', 'shop-1', 2)])),
    });
    const purchase = await topUpOf(session);
    const reads = () => session.requests.filter(({ path }) => path.endsWith('/activated-items')).length;
    expect((await purchase.find()).outcome).toBe('absent');
    sales = [{ ...sale('s9', 'shop-1'), customer: { uid: 'c9' } }];
    now.mockReturnValue(1_009_999);
    expect((await purchase.find()).outcome).toBe('absent');
    expect(reads()).toBe(1);
    now.mockReturnValue(1_010_000);
    expect((await purchase.find()).outcome).toBe('found');
    expect(reads()).toBe(2);
    now.mockRestore();
  });

  test('a list of sales that failed is asked for again by the next', async () => {
    const session = scriptedSession({
      [SALES]: [{ status: 503 }, ok([{ ...sale('s9', 'shop-1'), customer: { uid: 'c9' } }])],
      [customerOf('c1')]: ok(customer('c1', null, [sale('s0', null)])),
      [customerOf('c9')]: ok(customer('c9', null, [dated('s8', null, 1), dated('s9', 'shop-1', 2)])),
    });
    const purchase = await topUpOf(session);
    expect((await purchase.find()).outcome).toBe('absent');
    expect(purchase.certainty).toBe('never');
    expect((await purchase.find()).outcome).toBe('found');
  });
});
