/** Refunds: credit notes of projects with Billing, against the stand-in of the API. */
import { gigs } from '../../../providers/gigs';
import type { CreateOrderInput } from '../../../providers/provider';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { GLOBAL, KUWAIT, TRAVEL, TRAVEL_TOP_UP, UNLIMITED } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { done, failure, prepareTopUp } from '../../support/gigsOrders';
import { filledIn, gigsSession } from '../../support/gigsSession';

const { order, esim } = gigs;

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
  sandbox.changeSettings({ billing: true, idempotency: 'honoured' });
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  expect(sandbox.books().violations).toEqual([]);
});

type Other = Partial<Omit<CreateOrderInput, 'fields'>> & { fields?: Record<string, unknown> };

async function paidOrder({ fields, ...more }: Other = {}) {
  const input = {
    packageId: TRAVEL,
    clientReference: 'shop-1',
    customerEmail: 'jerry@example.com',
    customerId: null,
    fields: filledIn('order.create', fields ?? { sim: 'sim_test_esim' }),
    ...more,
  };
  const sent = await (await order.create!.prepare(session, input)).send();
  if (sent.outcome !== 'done') throw sent.error;
  const { orderId, invoiceId, customerId } = sent.result.value;
  await sandbox.pay(invoiceId ?? '');
  return { orderId, invoiceId: invoiceId ?? '', customerId };
}

type Raw = Record<string, unknown>;

const wish = (orderId: string, raw: Raw = {}) => ({ orderId, fields: filledIn('order.refund', raw) });

/** As the node does it: all items are checked before the first is prepared. */
const prepare = async (orderId: string, raw: Raw = {}) => {
  order.refund!.check?.(session, wish(orderId, raw));
  return await order.refund!.prepare(session, wish(orderId, raw));
};

async function refund(orderId: string, fields: Raw = {}) {
  const sent = await (await prepare(orderId, fields)).send();
  if (sent.outcome !== 'done') throw sent.error;
  return sent.result.value;
}

const status = async (orderId: string) => (await order.get!(session, { by: 'orderId', orderId })).value.providerStatus;

test('a full refund is a credit note on the paid invoice, and says who returns the money', async () => {
  const { orderId, invoiceId } = await paidOrder();
  expect(await refund(orderId)).toMatchObject({
    orderId,
    state: 'refunded',
    amount: { amount: '12.50', currency: 'USD' },
    explanation: expect.stringContaining('return the money to the customer yourself'),
  });
  expect(sandbox.journal({ route: 'createCreditNote' })[0]?.body).toEqual({ invoice: invoiceId });
  expect(await status(orderId)).toBe('active');
});

test('a refund that was given is found, and not given again', async () => {
  const { orderId } = await paidOrder();
  await refund(orderId);
  expect(await (await prepare(orderId)).find()).toMatchObject({ outcome: 'found' });
  expect(sandbox.books().creditNotes).toBe(1);
});

test.each(['error500AfterCommit', 'cutAfterCommit', 'emptyBody'] as const)(
  'a refund whose answer is lost (%s) is unknown, and found among the credit notes',
  async (fault) => {
    const { orderId } = await paidOrder();
    const purchase = await prepare(orderId);
    expect(await purchase.find()).toEqual({ outcome: 'absent' });
    sandbox.faults.next({ fault, route: 'createCreditNote' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    expect(await purchase.find()).toMatchObject({ outcome: 'found', result: { value: { state: 'refunded' } } });
  },
);

test.each([
  [TRAVEL, '2.50', 250, 'USD'],
  [UNLIMITED, '900', 900, 'JPY'],
  [KUWAIT, '0.125', 125, 'KWD'],
])('a part of %s is given back in the smallest unit of its currency', async (packageId, amount, minor, currency) => {
  const { orderId } = await paidOrder({ packageId });
  expect(await refund(orderId, { refundScope: 'amount', amount })).toMatchObject({ amount: { amount, currency } });
  expect(sandbox.journal({ route: 'createCreditNote' })[0]?.body).toMatchObject({ lineItems: [{ amount: minor }] });
});

test('parts that add up to more than was paid are refused before they are sent', async () => {
  const { orderId } = await paidOrder();
  await refund(orderId, { refundScope: 'amount', amount: '10.00' });
  expect(await failure(prepare(orderId, { refundScope: 'amount', amount: '2.51' }))).toMatchObject({
    kind: 'badInput',
    message: 'Only 2.50 USD of this invoice can still be refunded',
  });
  expect(await failure(prepare(orderId, { refundScope: 'amount', amount: '1,5' }))).toMatchObject({ kind: 'badInput' });
  expect(sandbox.books().creditNotes).toBe(1);
});

test('with taxes, each line and each tax is given back by name', async () => {
  const address = { line1: '129 West 81st Street', city: 'New York City', state: 'NY', country: 'US' };
  const fields = { sim: 'sim_test_esim', fullName: 'Jerry Seinfeld', address: { details: address } };
  const { orderId, invoiceId } = await paidOrder({ packageId: GLOBAL, fields });
  const invoice = (await session.http.read({
    method: 'GET',
    path: `/projects/${sandbox.projectId}/invoices/${invoiceId}`,
  })) as { lineItems: Array<{ id: string; taxes: Array<{ id: string }> }> };
  const [line] = invoice.lineItems;
  expect(await failure(prepare(orderId, { refundScope: 'amount', amount: '1.00' }))).toMatchObject({
    message: expect.stringContaining('taxes'),
    description: expect.stringContaining(
      `line ${line?.id} (9.99 USD without tax), tax ${line?.taxes[0]?.id} (0.80 USD).`,
    ),
  });
  const row = { lineItemId: line?.id, amount: '5.00', taxId: line?.taxes[0]?.id, taxAmount: '0.40' };
  expect(await refund(orderId, { refundScope: 'lineItems', lineItems: { row: [row] } })).toMatchObject({
    amount: { amount: '5.40', currency: 'USD' },
  });
});

test.each([
  ['now', 'ended', 'The subscription was ended'],
  ['periodEnd', 'active', 'ends with its paid period'],
])('the subscription is ended with it on request (%s)', async (endSubscription, expected, words) => {
  const { orderId } = await paidOrder();
  expect(await refund(orderId, { endSubscription })).toMatchObject({ explanation: expect.stringContaining(words) });
  expect(await status(orderId)).toBe(expected);
});

test('a subscription that could not be ended does not make the refund a failure', async () => {
  const { orderId } = await paidOrder();
  sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'endSubscription' });
  expect(await refund(orderId, { endSubscription: 'now' })).toMatchObject({
    state: 'refunded',
    explanation: expect.stringContaining('could not be ended'),
  });
  // the next run finds the refund and ends what is left to end
  const again = await (await prepare(orderId, { endSubscription: 'now' })).find();
  const explanation = expect.stringContaining('The subscription was ended.') as string;
  expect(again).toMatchObject({ outcome: 'found', result: { value: { explanation } } });
  expect(await status(orderId)).toBe('ended');
  // and the one after that has nothing to do
  expect(await (await prepare(orderId, { endSubscription: 'now' })).find()).toMatchObject({
    outcome: 'found',
    result: { value: { explanation } },
  });
});

test('a top-up is refunded by its own invoice', async () => {
  const { orderId, customerId } = await paidOrder();
  const input = { packageId: TRAVEL_TOP_UP, clientReference: 'top-1', iccid: null, customerId, fields: filledIn('') };
  const sent = await (await esim.topUp!.prepare(session, input)).send();
  const added = sent.outcome === 'done' ? sent.result.value : null;
  expect(added).toMatchObject({ status: 'pending', providerStatus: 'initiated', invoiceId: expect.any(String) });
  await sandbox.pay(added?.invoiceId ?? '');
  expect(await refund(added?.orderId ?? '')).toMatchObject({ amount: { amount: '4.99', currency: 'USD' } });
  expect(await refund(orderId)).toMatchObject({ amount: { amount: '12.50', currency: 'USD' } });
});

test('of several paid periods the person says which one is meant', async () => {
  const { orderId, invoiceId } = await paidOrder();
  const page = session.http.read.bind(session.http);
  session.http.read = async (request) => {
    const answer = (await page(request)) as { items?: Array<{ id: string }> };
    if (!request.path.endsWith('/invoices')) return answer;
    return { ...answer, items: answer.items?.flatMap((invoice) => [{ ...invoice, id: 'inv_later' }, invoice]) };
  };
  expect(await failure(prepare(orderId))).toMatchObject({
    message: 'This order has 2 paid invoices',
    description: expect.stringContaining(`${invoiceId} (subscriptionCreation`),
  });
  expect(await refund(orderId, { invoiceId })).toMatchObject({ state: 'refunded' });
});

test('an order that was not paid cannot be refunded', async () => {
  const input = { packageId: TRAVEL, clientReference: 'shop-1', customerEmail: 'jerry@example.com', customerId: null };
  const sent = await (await order.create!.prepare(session, { ...input, fields: filledIn('order.create') })).send();
  const orderId = sent.outcome === 'done' ? sent.result.value.orderId : '';
  expect(await failure(prepare(orderId))).toMatchObject({ message: expect.stringContaining('no paid invoice') });
  expect(await failure(prepare('sub_none'))).toMatchObject({ kind: 'notFound' });
});

test.each([403, 404, 422, 501] as const)('without Billing the reason is said (HTTP %s)', async (withoutBilling) => {
  const { orderId } = await paidOrder();
  sandbox.changeSettings({ billing: false, withoutBilling });
  expect(await failure(prepare(orderId))).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('only in projects with Billing'),
    description: expect.stringContaining('Gigs dashboard'),
  });
});

describe('an invoice that is named beside the order', () => {
  const boughtTopUp = async (customerId: string | null, reference = 'top-1') => {
    const purchase = await prepareTopUp(session, reference, { customerId });
    const { orderId, invoiceId } = done(await purchase.send()).value;
    await sandbox.pay(invoiceId ?? '');
    return { orderId, invoiceId: invoiceId ?? '' };
  };

  test('of another order is refused before anything moves', async () => {
    const mine = await paidOrder();
    const theirs = await paidOrder({ clientReference: 'shop-2', customerEmail: 'anna@example.com' });
    const fields = { invoiceId: theirs.invoiceId, endSubscription: 'now' };
    expect(await failure(prepare(mine.orderId, fields))).toMatchObject({
      kind: 'badInput',
      message: `Invoice ID ${theirs.invoiceId} is not an invoice of the order ${mine.orderId}: it is of ${theirs.orderId}`,
    });
    expect(sandbox.books().creditNotes).toBe(0);
    expect([await status(mine.orderId), await status(theirs.orderId)]).toEqual(['active', 'active']);
    expect(await refund(theirs.orderId, fields)).toMatchObject({ orderId: theirs.orderId, state: 'refunded' });
  });

  test('of a top-up is not that of its subscription, nor the other way round', async () => {
    const { orderId, invoiceId, customerId } = await paidOrder();
    const added = await boughtTopUp(customerId);
    expect(await failure(prepare(orderId, { invoiceId: added.invoiceId }))).toMatchObject({
      message: expect.stringContaining(`it is of ${added.orderId}`),
    });
    expect(await failure(prepare(added.orderId, { invoiceId }))).toMatchObject({
      message: expect.stringContaining(`it is of ${orderId}`),
    });
    const another = await boughtTopUp(customerId, 'top-2');
    expect(await failure(prepare(added.orderId, { invoiceId: another.invoiceId }))).toMatchObject({
      message: expect.stringContaining(`it is of ${another.orderId}`),
    });
    expect(await refund(added.orderId, { invoiceId: added.invoiceId })).toMatchObject({ amount: { amount: '4.99' } });
    expect(await refund(orderId, { invoiceId })).toMatchObject({ amount: { amount: '12.50' } });
  });

  test('that does not say whose it is counts where the order’s own list has it', async () => {
    const { orderId, invoiceId } = await paidOrder();
    const other = await paidOrder({ clientReference: 'shop-2' });
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const answer = (await read(request)) as { subscription?: string; lineItems?: object[] };
      if (!request.path.includes('/invoices/')) return answer;
      const lineItems = answer.lineItems?.map((line) => ({ ...line, subscription: null }));
      return { ...answer, subscription: null, lineItems };
    };
    expect(await failure(prepare(orderId, { invoiceId: other.invoiceId }))).toMatchObject({
      message: `Invoice ID ${other.invoiceId} is not an invoice of the order ${orderId}`,
    });
    expect(await refund(orderId, { invoiceId })).toMatchObject({ state: 'refunded' });
  });

  test('is not taken from a list that shows others as well', async () => {
    const { orderId } = await paidOrder();
    await paidOrder({ clientReference: 'shop-2', customerEmail: 'anna@example.com' });
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) =>
      await read(request.path.endsWith('/invoices') ? { ...request, query: {} } : request);
    expect(await refund(orderId)).toMatchObject({ orderId, amount: { amount: '12.50' } });
  });

  test('has the lines, taxes and fees that are named', async () => {
    const { orderId, invoiceId } = await paidOrder();
    const row = (more: object) => ({ refundScope: 'lineItems', lineItems: { row: [{ amount: '1.00', ...more }] } });
    expect(await failure(prepare(orderId, row({ lineItemId: 'lin_other' })))).toMatchObject({
      message: `Line Item ID "lin_other" is not on the invoice ${invoiceId} of this order`,
      description: expect.stringMatching(/^This invoice has: line lin_\w+ \(12\.50 USD without tax\)\.$/),
    });
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const invoice = (await read(request)) as { items?: object[]; lineItems?: object[] };
      const whole = (one: object) => ({
        ...one,
        fees: [{ type: 'shipping', amount: { amount: 300, currency: 'USD' } }],
        lineItems: [{ id: 'lin_1', subtotal: 1000, taxes: [{ id: 'itx_1', amount: 250 }] }],
      });
      return request.path.endsWith('/invoices') ? { ...invoice, items: invoice.items?.map(whole) } : invoice;
    };
    const has = 'This invoice has: line lin_1 (10.00 USD without tax), tax itx_1 (2.50 USD); fee shipping (3.00 USD).';
    const tax = row({ lineItemId: 'lin_1', taxId: 'itx_other', taxAmount: '0.10' });
    expect(await failure(prepare(orderId, tax))).toMatchObject({
      message: `Tax ID "itx_other" is not on the invoice ${invoiceId} of this order`,
      description: has,
    });
    const fee = { refundScope: 'lineItems', fees: { row: [{ type: 'gift wrap', amount: 1 }] } };
    expect(await failure(prepare(orderId, fee))).toMatchObject({
      message: `Type of the fee "gift wrap" is not on the invoice ${invoiceId} of this order`,
      description: has,
    });
    const right = {
      ...row({ lineItemId: 'lin_1', taxId: 'itx_1', taxAmount: '0.10' }),
      fees: { type: 'shipping', amount: 1 },
    };
    expect(await (await prepare(orderId, right)).find()).toEqual({ outcome: 'absent' });
    expect(sandbox.books().creditNotes).toBe(0);
  });
});

describe('how much goes back', () => {
  test.each<[string, Raw, RegExp]>([
    ['an amount that is missing', { refundScope: 'amount' }, /^Amount is empty/],
    ['an amount of nothing', { refundScope: 'amount', amount: '0.00' }, /^Amount is zero/],
    ['an amount that is none', { refundScope: 'amount', amount: '1,5' }, /^Amount came as "1,5"/],
    ['no lines', { refundScope: 'lineItems' }, /^Line Items and Fees are empty/],
    ['a line without its ID', { refundScope: 'lineItems', lineItems: [{ amount: 1 }] }, /^Line Item ID is empty/],
    [
      'a line without an amount',
      { refundScope: 'lineItems', lineItems: [{ lineItemId: 'lin_1' }] },
      /^Amount is empty/,
    ],
    [
      'a tax amount without its tax',
      { refundScope: 'lineItems', lineItems: [{ lineItemId: 'lin_1', amount: 1, taxAmount: 1 }] },
      /^Tax ID is empty/,
    ],
    [
      'a tax without its amount',
      { refundScope: 'lineItems', lineItems: [{ lineItemId: 'lin_1', amount: 1, taxId: 'itx_1' }] },
      /^Tax Amount is empty/,
    ],
    ['a fee without its type', { refundScope: 'lineItems', fees: [{ amount: 1 }] }, /^Type is empty/],
    ['a scope that is none', { refundScope: 'half' }, /^Refund came as "half"/],
  ])('as %s is refused without a request', async (_name, raw, message) => {
    expect(await failure(prepare('sub_1', raw))).toMatchObject({
      kind: 'badInput',
      message: expect.stringMatching(message),
    });
    expect(sandbox.journal()).toEqual([]);
  });

  test('tells one refund of an order from another', () => {
    const part = (raw: Raw) => order.refund!.partOf?.(wish('sub_1', raw));
    const lines = (...row: object[]) => part({ refundScope: 'lineItems', lineItems: { row } });
    const [one, two] = [
      { lineItemId: 'lin_1', amount: '1.50' },
      { lineItemId: 'lin_2', amount: 2 },
    ];
    expect(part({})).toEqual([]);
    expect(part({ refundReference: 'a' })).toEqual([]);
    expect(part({ invoiceId: 'inv_1' })).toEqual(['invoice inv_1']);
    expect(part({ refundScope: 'amount', amount: '5.00' })).toEqual(part({ refundScope: 'amount', amount: 5 }));
    expect(part({ refundScope: 'amount', amount: '5', invoiceId: 'inv_1', refundReference: 'a' })).toEqual([
      'amount 5',
      'invoice inv_1',
      'reference a',
    ]);
    expect(lines(one, two)).toEqual(lines(two, { ...one, amount: '1.5' }));
    expect(lines(one)).not.toEqual(lines(two));
    expect(lines({ ...one, taxId: 'itx_1', taxAmount: '0.10' })).toEqual(['line lin_1 1.5 tax itx_1 0.1']);
    expect(part({ refundScope: 'lineItems', fees: { row: [{ type: 'shipping', amount: 3 }] } })).toEqual([
      'fee shipping 3',
    ]);
  });
});

describe('equal refunds', () => {
  const five = { refundScope: 'amount', amount: '5.00' };

  test.each<[string, Raw]>([
    ['all that is left', {}],
    ['an amount', five],
  ])('by two names are one, by the credit notes (%s)', async (_name, raw) => {
    const { orderId, invoiceId } = await paidOrder();
    await refund(orderId, raw);
    expect(await (await prepare(orderId, { ...raw, invoiceId })).find()).toMatchObject({ outcome: 'found' });
  });

  test('of an order are carried out one after the other, however its invoice is named', () => {
    const alone = (raw: Raw) => order.refund!.alone?.(wish('sub_1', raw));
    expect(alone({ invoiceId: 'inv_1' })).toBe(alone({}));
    expect(order.refund!.alone?.(wish('sub_2'))).not.toBe(alone({}));
  });

  test('by a reference of their own are told apart, also when one went through before', async () => {
    const { orderId } = await paidOrder();
    await refund(orderId, five);
    const second = await prepare(orderId, { ...five, refundReference: 'second' });
    expect(await second.find()).toEqual({ outcome: 'cannotTell', error: null });
    expect(await second.asBefore!(async () => await Promise.resolve(null))).toMatchObject({
      value: { orderId, amount: { amount: '5.00' } },
    });
    done(await second.send());
    expect(sandbox.books().creditNotes).toBe(2);
    const again = await prepare(orderId, { ...five, amount: '2.50', refundReference: 'second' });
    expect(await again.asBefore!(async () => await Promise.resolve(null))).toBeNull();
  });

  test('that turn up together after a lost answer are not told apart', async () => {
    const { orderId, invoiceId } = await paidOrder();
    const purchase = await prepare(orderId, five);
    sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'createCreditNote' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    const [first, second] = [
      await prepare(orderId, { ...five, refundReference: 'one' }),
      await prepare(orderId, { ...five, invoiceId, refundReference: 'two' }),
    ];
    done(await first.send());
    expect(await purchase.find()).toMatchObject({ outcome: 'found' });
    done(await second.send());
    expect(await purchase.find()).toEqual({ outcome: 'cannotTell', error: null });
  });

  test('are never sent again by themselves', async () => {
    const { orderId } = await paidOrder();
    expect((await prepare(orderId)).certainty).toBe('never');
  });
});
