import { dentGigaStore } from '../../../providers/dentGigaStore';
import type { CreateOrderInput, TopUpInput } from '../../../providers/provider';
import profile from '../../fixtures/dentGigaStore/esim-profiles.json';
import topUpAnswer from '../../fixtures/dentGigaStore/top-up.json';
import { scriptedSession } from '../../support/scriptedSession';
import type { Script, Scripted } from '../../support/scriptedSession';

const { create } = dentGigaStore.order;
const { topUp } = dentGigaStore.esim;
const REGISTER = 'POST /gigastore/activations/register';
const CUSTOMER = 'GET /gigastore/activations/customers/c1';
const success = { ...topUpAnswer, customer: { uid: 'c1', email: null }, esimProfile: profile };

const order = (more: Partial<CreateOrderInput> = {}): CreateOrderInput => ({
  packageId: 'p1',
  clientReference: 'shop-1',
  customerEmail: null,
  customerId: null,
  fields: {},
  ...more,
});
const topUpOrder = (more: Partial<TopUpInput> = {}): TopUpInput => ({
  packageId: 'p1',
  clientReference: 'shop-1',
  iccid: null,
  customerId: 'c1',
  fields: {},
  ...more,
});

async function register(answer: Scripted, input = order()) {
  const session = scriptedSession({ [REGISTER]: answer });
  const purchase = await create!.prepare(session, input);
  return { sent: await purchase.send(), session, purchase };
}

describe('the answer to a purchase', () => {
  const problem = { title: 'Bad Request', detail: 'the provider’s words' };
  test.each<[string, Scripted, 'done' | 'refused' | 'unknown', string | null]>([
    ['success with order and eSIM', { status: 200, body: success }, 'done', null],
    ['success with 201', { status: 201, body: success }, 'done', null],
    ['another status word', { status: 200, body: { ...success, status: 'pending' } }, 'unknown', null],
    ['no status word', { status: 200, body: { ...success, status: undefined } }, 'unknown', null],
    ['no order id', { status: 200, body: { ...success, activatedItem: {} } }, 'unknown', null],
    ['no order', { status: 200, body: { ...success, activatedItem: null } }, 'unknown', null],
    ['no eSIM', { status: 200, body: { ...success, esimProfile: null } }, 'unknown', null],
    ['an eSIM without ICCID', { status: 200, body: { ...success, esimProfile: { uid: 'x' } } }, 'unknown', null],
    ['nothing', { status: 200 }, 'unknown', null],
    ['no content', { status: 204 }, 'unknown', null],
    ['half a JSON text', { status: 200, body: '{"status":"success","activatedI' }, 'unknown', null],
    ['a web page', { status: 200, body: '<html>Log in to the hotel</html>' }, 'unknown', null],
    ['a list', { status: 200, body: [] }, 'unknown', null],
    ['a redirect', { status: 302 }, 'unknown', null],
    ['400', { status: 400, body: problem }, 'refused', 'refused'],
    ['401', { status: 401 }, 'refused', 'credential'],
    ['402', { status: 402, body: { message: 'no credit' } }, 'refused', 'refused'],
    ['403', { status: 403 }, 'refused', 'refused'],
    ['404', { status: 404 }, 'refused', 'notFound'],
    ['408', { status: 408 }, 'unknown', null],
    ['409', { status: 409 }, 'unknown', null],
    ['422', { status: 422, body: { error: 'no' } }, 'refused', 'refused'],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'refused', 'rateLimited'],
    ['500', { status: 500, body: problem }, 'unknown', null],
    ['502 with a web page', { status: 502, body: '<html>Bad Gateway</html>' }, 'unknown', null],
    ['503', { status: 503 }, 'unknown', null],
    ['504', { status: 504 }, 'unknown', null],
    ['no connection', { noAnswer: 'no' }, 'refused', 'unreachable'],
    ['a connection that was cut', { noAnswer: 'maybe' }, 'unknown', null],
  ])('%s', async (_, answer, outcome, kind) => {
    const { sent, session } = await register(answer);
    expect(sent.outcome).toBe(outcome);
    if (kind !== null) expect(sent).toMatchObject({ error: { kind } });
    expect(session.requests).toHaveLength(1);
  });

  test('that refuses repeats the provider’s words, and how long to wait', async () => {
    const refused = await register({ status: 400, body: problem });
    expect(refused.sent).toMatchObject({ error: { message: expect.stringContaining(problem.detail), status: 400 } });
    const limited = await register({ status: 429, headers: { 'retry-after': '7' } });
    expect(limited.sent).toMatchObject({ error: { retryAfterMs: 7000 } });
  });

  test('never quotes a body that may hold an activation code', async () => {
    const { sent } = await register({ status: 200, body: { ...success, status: 'odd' } });
    expect(sent.outcome === 'unknown' && sent.error.message).not.toMatch(/LPA|1234567890ABCDEF/);
  });

  test('that succeeds gives the order with its eSIM and its reference', async () => {
    const { sent } = await register({ status: 200, body: { ...success, activatedItem: { uid: 'i1' } } });
    expect(sent).toMatchObject({
      outcome: 'done',
      result: {
        value: {
          orderId: 'i1',
          type: 'newEsim',
          status: 'completed',
          clientReference: 'shop-1',
          package: { packageId: 'p1' },
          customerId: 'c1',
          esim: { iccid: profile.iccid, customerId: 'c1', activationCode: profile.activationCode },
        },
      },
    });
  });
});

describe('what is sent', () => {
  test('holds only what was filled in', async () => {
    const { session, purchase } = await register({ status: 200, body: success });
    const [request] = session.requests;
    expect(JSON.parse(JSON.stringify(request?.body))).toEqual({ inventoryItemId: 'p1', metatag: 'shop-1' });
    expect(request?.headers?.['idempotency-key']).toMatch(/^[0-9a-f]{64}$/);
    expect(purchase).toMatchObject({ key: 'order/shop-1', providerDeduplicates: false });
  });

  test('holds every documented field that was filled in', async () => {
    const fields = {
      userIp: '203.0.113.7',
      userCountry: 'gr',
      activationMode: 'FIRST_USE',
      expectedPrice: { price: { amount: '9.99', currency: 'USD' } },
    };
    const { session } = await register({ status: 200 }, order({ customerEmail: 'anna@example.com', fields }));
    expect(session.requests[0]?.body).toEqual({
      inventoryItemId: 'p1',
      metatag: 'shop-1',
      customerEmail: 'anna@example.com',
      userIp: '203.0.113.7',
      userCountry: 'GR',
      activationMode: 'FIRST_USE',
      expectedPrice: { sortIndex: 0, priceValue: 9.99, currencyCode: 'USD' },
    });
  });

  test('to an existing customer names the customer and no email address', async () => {
    const session = scriptedSession({
      [CUSTOMER]: { status: 200, body: { customer: { uid: 'c1' }, relatedEsims: [] } },
    });
    const purchase = await create!.prepare(session, order({ customerId: 'c1', customerEmail: 'anna@example.com' }));
    await purchase.send();
    const request = session.requests.at(-1);
    expect(request?.path).toBe('/gigastore/activations/top-up-with-profile');
    expect(JSON.parse(JSON.stringify(request?.body))).toEqual({
      inventoryItemId: 'p1',
      metatag: 'shop-1',
      customerUid: 'c1',
    });
  });

  test('differs in its key between an order and a top-up of the same reference', async () => {
    const session = scriptedSession({ [CUSTOMER]: { status: 200, body: { customer: { uid: 'c1' } } } });
    const [one, other] = [await create!.prepare(session, order()), await topUp!.prepare(session, topUpOrder())];
    await one.send();
    await other.send();
    const keys = session.requests.flatMap(({ headers }) => headers?.['idempotency-key'] ?? []);
    expect(new Set(keys).size).toBe(2);
    expect([one.key, other.key]).toEqual(['order/shop-1', 'topUp/shop-1']);
  });
});

describe('before anything is sent', () => {
  const failing = async (session: ReturnType<typeof scriptedSession>, prepare: () => Promise<unknown>) => {
    const error = await prepare().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(session.requests.some(({ path }) => /register|top-up/.test(path))).toBe(false);
    return error;
  };

  test('a customer who does not exist is noticed', async () => {
    const session = scriptedSession({});
    expect(await failing(session, async () => await topUp!.prepare(session, topUpOrder()))).toMatchObject({
      kind: 'notFound',
      message: expect.stringContaining('"c1"'),
    });
  });

  test('an ICCID that does not exist is noticed', async () => {
    const session = scriptedSession({
      'POST /gigastore/activations/search-customers': { status: 200, body: { customers: [] } },
    });
    const input = topUpOrder({ customerId: null, iccid: '89972123300991848961' });
    expect(await failing(session, async () => await topUp!.prepare(session, input))).toMatchObject({
      kind: 'notFound',
    });
  });

  test('an ICCID of somebody else than the customer is noticed', async () => {
    const body = { customer: { uid: 'c1' }, relatedEsims: [profile] };
    const session = scriptedSession({ [CUSTOMER]: { status: 200, body } });
    const input = topUpOrder({ iccid: '89972123300991848999' });
    expect(await failing(session, async () => await topUp!.prepare(session, input))).toMatchObject({
      kind: 'badInput',
    });
  });

  test('a field with nonsense in it is noticed', async () => {
    const session = scriptedSession({});
    const input = order({ fields: { userIp: 'my laptop' } });
    expect(await failing(session, async () => await create!.prepare(session, input))).toMatchObject({
      kind: 'badInput',
    });
    expect(session.requests).toHaveLength(0);
  });
});

describe('a top-up', () => {
  const script = (answer: Scripted): Script => ({
    [CUSTOMER]: { status: 200, body: { customer: { uid: 'c1' }, activatedItems: [], relatedEsims: [profile] } },
    'POST /gigastore/activations/top-up': answer,
  });

  test('gives back the eSIM that was topped up, which the answer does not repeat', async () => {
    const session = scriptedSession(script({ status: 200, body: topUpAnswer }));
    const sent = await (await topUp!.prepare(session, topUpOrder())).send();
    expect(sent).toMatchObject({
      outcome: 'done',
      result: { value: { type: 'topUp', esim: { iccid: profile.iccid } } },
    });
  });

  test('that is refused says what may be behind it', async () => {
    const session = scriptedSession(script({ status: 400, body: { message: 'wrong country set' } }));
    const sent = await (await topUp!.prepare(session, topUpOrder())).send();
    expect(sent).toMatchObject({
      outcome: 'refused',
      error: {
        message: expect.stringContaining('wrong country set'),
        description: expect.stringContaining('coverage'),
      },
    });
  });
});
