/** Purchases at Gigs whose outcome is open: what is sent again, when, and what never is. Waiting takes no time here. */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault, FaultName, GigsSandbox } from '../../sandbox';
import { startGigsSandbox } from '../../sandbox';
import { TRAVEL, TRAVEL_TOP_UP } from '../../sandbox/gigs/catalogue';
import { byId, gigsRuns, type GigsRuns, order } from '../support/gigsRuns';
import { QuickClock } from '../support/quickClock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let sandbox: GigsSandbox;
let clock: QuickClock;
let runs: GigsRuns;

beforeEach(async () => {
  sandbox = await startGigsSandbox({ settings: { activationSeconds: 0 } });
  clock = new QuickClock();
  runs = gigsRuns(sandbox, {}, clock);
});
afterEach(async () => {
  await sandbox.settled();
  const { violations, boughtTwice } = sandbox.books();
  await sandbox.stop();
  expect({ violations, boughtTwice }).toEqual({ violations: [], boughtTwice: [] });
});

const items = [{ reference: 'shop-1' }];
const SEND_AGAIN = { options: { ifUnconfirmed: 'sendAgain' } };
const UNKNOWN = { message: expect.stringContaining('Outcome unknown') as string };

function answer(status: number, message: string): Fault {
  const body = JSON.stringify({ object: 'error', type: 'conflict', message });
  return { kind: 'answer', when: 'beforeCommit', status, contentType: 'application/json', body };
}

describe('an order that was not bought, for all that anybody knows', () => {
  beforeEach(async () => {
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'createSubscription' });
    await expect(runs.one(order(TRAVEL), { items })).rejects.toMatchObject(UNKNOWN);
  });

  it('is sent again by the books, once the waiting time has passed', async () => {
    await expect(runs.one(order(TRAVEL, SEND_AGAIN), { items })).rejects.toMatchObject(UNKNOWN);
    clock.putForward(31 * MINUTE_MS);
    await expect(runs.one(order(TRAVEL), { items })).rejects.toMatchObject(UNKNOWN);
    await expect(runs.one(order(TRAVEL, SEND_AGAIN), { items })).resolves.toMatchObject({ alreadyExisted: false });
    expect(sandbox.purchasesFor('shop-1')).toBe(1);
  });
});

describe('a top-up whose answer was lost', () => {
  let bought: { orderId: string; esim: { iccid: string } };

  beforeEach(async () => {
    bought = (await runs.one(order(TRAVEL), { items })) as typeof bought;
  });

  const topUp = (more: INodeParameters = {}): INodeParameters => ({
    resource: 'esim',
    operation: 'topUp',
    packageId: byId(TRAVEL_TOP_UP),
    iccid: bought.esim.iccid,
    clientReference: 'payment-1',
    ...more,
  });

  /** Each of the sendings of a run goes wrong. */
  const losing = async (...faults: Array<FaultName | Fault>): Promise<void> => {
    for (const fault of faults) sandbox.faults.next({ fault, route: 'createSubscriptionAddon' });
    await expect(runs.one(topUp())).rejects.toMatchObject(UNKNOWN);
  };
  const lost: FaultName[] = Array<FaultName>(4).fill('cutBeforeCommit');

  it('is sent again under the same key, once the waiting time has passed', async () => {
    await losing(...lost);
    await expect(runs.one(topUp(SEND_AGAIN))).rejects.toMatchObject(UNKNOWN);
    clock.putForward(31 * MINUTE_MS);
    await expect(runs.one(topUp())).rejects.toMatchObject(UNKNOWN);
    await expect(runs.one(topUp(SEND_AGAIN))).resolves.toMatchObject({ type: 'topUp', status: 'completed' });
    expect(sandbox.books().addons).toBe(1);
    const sent = sandbox.journal({ route: 'createSubscriptionAddon' });
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    await expect(runs.one(topUp())).resolves.toMatchObject({ alreadyExisted: true });
  });

  it('is not sent again when its key may be dead', async () => {
    await losing(...lost);
    clock.putForward(24 * HOUR_MS);
    await expect(runs.one(topUp(SEND_AGAIN))).rejects.toMatchObject(UNKNOWN);
    expect(sandbox.books().addons).toBe(0);
  });

  it.each<[string, Array<FaultName | Fault>]>([
    ['a 500 was answered', ['error500BeforeCommit']],
    ['a 503 was answered first, and the next sending was refused', ['error503BeforeCommit', answer(422, 'Not now.')]],
    ['a 502 was answered first, and the next sending was cut', ['error502BeforeCommit', ...lost.slice(1)]],
  ])('is not sent again when %s', async (_name, faults) => {
    await losing(...faults);
    clock.putForward(31 * MINUTE_MS);
    await expect(runs.one(topUp(SEND_AGAIN))).rejects.toMatchObject(UNKNOWN);
    expect(sandbox.books().addons).toBe(0);
    const checked = { options: { checkedReferences: 'payment-1' } };
    await expect(runs.one(topUp(checked))).resolves.toMatchObject({ type: 'topUp' });
  });

  it('is not sent again when an add-on of its kind has turned up since', async () => {
    await losing(...lost);
    const inTheDashboard = await fetch(`${sandbox.url}/projects/${sandbox.projectId}/subscriptionAddons`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ addon: TRAVEL_TOP_UP, subscription: bought.orderId }),
    });
    expect(inTheDashboard.status).toBe(201);
    clock.putForward(31 * MINUTE_MS);
    await expect(runs.one(topUp(SEND_AGAIN))).rejects.toMatchObject(UNKNOWN);
    expect(sandbox.books().addons).toBe(1);
  });
});

describe('an answer of 409', () => {
  it('is a refusal in the words of Gigs once the books stay empty, and its reference is free', async () => {
    sandbox.faults.next({ fault: answer(409, 'Another change is under way.'), route: 'createSubscription' });
    await expect(runs.one(order(TRAVEL), { items })).rejects.toMatchObject({
      message: expect.stringContaining('Another change is under way. (HTTP 409)') as string,
      description: expect.stringContaining('The customer that was made for this order stays at Gigs') as string,
    });
    await expect(runs.one(order(TRAVEL), { items })).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('proves nothing while the books were not looked at for long enough', async () => {
    sandbox.faults.next({ fault: answer(409, 'Another change is under way.'), route: 'createSubscription' });
    await expect(runs.one(order(TRAVEL, { options: { waitTimeout: 5 } }), { items })).rejects.toMatchObject(UNKNOWN);
  });
});

describe('refunds', () => {
  const refund = (orderId: unknown, more: INodeParameters = {}): INodeParameters => ({
    resource: 'order',
    operation: 'refund',
    orderId: orderId as string,
    ...more,
  });

  const paid = async (reference: string): Promise<{ orderId: string; invoiceId: string }> => {
    sandbox.changeSettings({ billing: true });
    const parameters = order(TRAVEL, { options: { waitForCompletion: false } });
    const { orderId, invoiceId } = await runs.one(parameters, { items: [{ reference }] });
    await sandbox.pay(invoiceId as string);
    return { orderId: orderId as string, invoiceId: invoiceId as string };
  };

  it('of an unknown outcome are sent again only when a person has looked', async () => {
    const { orderId } = await paid('shop-1');
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'createCreditNote' });
    await expect(runs.one(refund(orderId))).rejects.toMatchObject(UNKNOWN);
    clock.putForward(31 * MINUTE_MS);
    await expect(runs.one(refund(orderId))).rejects.toMatchObject(UNKNOWN);
    const checked = { options: { checkedReferences: orderId } };
    await expect(runs.one(refund(orderId, checked))).resolves.toMatchObject({ state: 'refunded' });
    expect(sandbox.books().creditNotes).toBe(1);
  });

  it('of one order by two names are one refund', async () => {
    const { orderId, invoiceId } = await paid('shop-1');
    await expect(runs.one(refund(orderId))).resolves.toMatchObject({ alreadyExisted: false });
    const named = { additionalFields: { invoiceId } };
    await expect(runs.one(refund(orderId, named))).resolves.toMatchObject({ alreadyExisted: true });
    expect(sandbox.books().creditNotes).toBe(1);
  });

  it('with the invoice of another order move nothing', async () => {
    const [mine, theirs] = [await paid('shop-1'), await paid('shop-2')];
    const named = { additionalFields: { invoiceId: theirs.invoiceId }, endSubscription: 'now' };
    await expect(runs.one(refund(mine.orderId, named))).rejects.toMatchObject({
      message: expect.stringContaining(`is not an invoice of the order ${mine.orderId}`) as string,
    });
    const orders = await runs.run({ resource: 'order', operation: 'getAll' });
    expect(orders.map(({ json }) => json.providerStatus)).toEqual(['active', 'active']);
    expect(sandbox.books().creditNotes).toBe(0);
  });
});

describe('a reference under which Gigs remembers something else', () => {
  it('is taken, and nothing is bought', async () => {
    await runs.one(order(TRAVEL), { items });
    const other = order(TRAVEL, { customerEmail: 'anna@example.com' });
    await expect(runs.one(other, { items, workflowId: 'another-workflow' })).rejects.toMatchObject({
      message: expect.stringMatching(/^Client Reference "shop-1" is taken: /) as string,
    });
    expect(sandbox.books().subscriptions).toBe(1);
  });
});

describe('the time that Gigs has to answer', () => {
  it('is three times as long for a purchase', async () => {
    sandbox.faults.next({ fault: 'slowBeforeCommit', ms: 1_700, route: 'createSubscription' });
    const patient = order(TRAVEL, { options: { requestTimeout: 1 } });
    await expect(runs.one(patient, { items })).resolves.toMatchObject({ alreadyExisted: false });
    expect(sandbox.journal({ route: 'createSubscription' })).toHaveLength(1);
  });
});

describe('a list of orders', () => {
  it('comes with activation codes where that is switched on, and says where they are where it is not', async () => {
    const { esim } = (await runs.one(order(TRAVEL), { items })) as { esim: object };
    const list = { resource: 'order', operation: 'getAll' };
    const [listed] = await runs.run(list);
    expect(listed?.json.esim).toMatchObject({
      activationCode: null,
      warnings: [expect.stringContaining('switch on Activation Codes') as string],
    });
    expect(sandbox.journal({ route: 'credentials' })).toHaveLength(1);
    const [whole] = await runs.run({ ...list, withActivationCodes: true });
    expect(whole?.json.esim).toEqual(esim);
  });
});
