/** Refunds: credit notes of projects with Billing, against the stand-in of the API. */
import { gigs } from '../../../providers/gigs';
import type { CreateOrderInput } from '../../../providers/provider';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { GLOBAL, KUWAIT, TRAVEL, TRAVEL_TOP_UP, UNLIMITED } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { gigsSession } from '../../support/gigsSession';

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

async function paidOrder(more: Partial<CreateOrderInput> = {}) {
  const input = {
    packageId: TRAVEL,
    clientReference: 'shop-1',
    customerEmail: 'jerry@example.com',
    customerId: null,
    fields: { sim: 'sim_test_esim' },
    ...more,
  };
  const sent = await (await order.create!.prepare(session, input)).send();
  if (sent.outcome !== 'done') throw sent.error;
  const { orderId, invoiceId, customerId } = sent.result.value;
  await sandbox.pay(invoiceId ?? '');
  return { orderId, invoiceId: invoiceId ?? '', customerId };
}

const prepare = async (orderId: string, fields: object = {}) =>
  await order.refund!.prepare(session, { orderId, clientReference: null, fields: { ...fields } });

async function refund(orderId: string, fields: object = {}) {
  const sent = await (await prepare(orderId, fields)).send();
  if (sent.outcome !== 'done') throw sent.error;
  return sent.result.value;
}

const failure = async (task: Promise<unknown>) =>
  await task.then(
    () => null,
    (error: unknown) => error,
  );

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
      `line ${line?.id} (9.99 USD without tax), tax ${line?.taxes[0]?.id} (0.80 USD). Nothing was changed.`,
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
  const input = { packageId: TRAVEL_TOP_UP, clientReference: 'top-1', iccid: null, customerId, fields: {} };
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
  const sent = await (await order.create!.prepare(session, { ...input, fields: {} })).send();
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
