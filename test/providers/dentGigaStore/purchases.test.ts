import { dentGigaStore } from '../../../providers/dentGigaStore';
import type { CreateOrderInput, TopUpInput } from '../../../providers/provider';
import profile from '../../fixtures/dentGigaStore/esim-profiles.json';
import topUpAnswer from '../../fixtures/dentGigaStore/top-up.json';
import { scriptedSession } from '../../support/scriptedSession';
import type { Script, Scripted } from '../../support/scriptedSession';
import { valuesOf } from '../../support/values';

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
  fields: valuesOf(dentGigaStore, 'order.create'),
  ...more,
});
const topUpOrder = (more: Partial<TopUpInput> = {}): TopUpInput => ({
  packageId: 'p1',
  clientReference: 'shop-1',
  iccid: null,
  customerId: 'c1',
  fields: valuesOf(dentGigaStore, 'esim.topUp'),
  ...more,
});

async function register(answer: Scripted, input = order()) {
  const session = scriptedSession({ [REGISTER]: answer });
  const purchase = await create!.prepare(session, input);
  return { sent: await purchase.send(), session, purchase };
}

describe('the answer to a purchase', () => {
  const problem = { title: 'Bad Request', detail: 'the provider’s words' };
  const poor = { message: 'The credit is too low for this package.' };
  const page = (status: number): Scripted => ({ status, body: '<html>No</html>' });
  test.each<[string, Scripted, object]>([
    ['success with order and eSIM', { status: 200, body: success }, { outcome: 'done' }],
    ['success with 201', { status: 201, body: success }, { outcome: 'done' }],
    ['success in capitals', { status: 200, body: { ...success, status: 'SUCCESS' } }, { outcome: 'done' }],
    ['another status word', { status: 200, body: { ...success, status: 'pending' } }, { outcome: 'unknown' }],
    ['no status word', { status: 200, body: { ...success, status: undefined } }, { outcome: 'unknown' }],
    ['no order id', { status: 200, body: { ...success, activatedItem: {} } }, { outcome: 'unknown' }],
    ['no order', { status: 200, body: { ...success, activatedItem: null } }, { outcome: 'unknown' }],
    ['no eSIM', { status: 200, body: { ...success, esimProfile: null } }, { outcome: 'unknown' }],
    ['an eSIM without ICCID', { status: 200, body: { ...success, esimProfile: { uid: 'x' } } }, { outcome: 'unknown' }],
    ['nothing', { status: 200 }, { outcome: 'unknown' }],
    ['no content', { status: 204 }, { outcome: 'unknown' }],
    ['half a JSON text', { status: 200, body: '{"status":"success","activatedI' }, { outcome: 'unknown' }],
    ['a web page', page(200), { outcome: 'unknown' }],
    ['a list', { status: 200, body: [] }, { outcome: 'unknown' }],
    ['a redirect', { status: 302 }, { outcome: 'unknown' }],
    ['400', { status: 400, body: problem }, { outcome: 'refused', error: { kind: 'refused' } }],
    ['401', { status: 401 }, { outcome: 'refused', error: { kind: 'credential' } }],
    ['402', { status: 402 }, { outcome: 'refused', error: { kind: 'outOfCredit' } }],
    ['403', { status: 403 }, { outcome: 'refused', error: { kind: 'refused' } }],
    ['404', { status: 404 }, { outcome: 'refused', error: { kind: 'notFound' } }],
    ['404 with a web page', page(404), { outcome: 'unknown' }],
    ['405', { status: 405 }, { outcome: 'refused' }],
    ['408', { status: 408 }, { outcome: 'unknown' }],
    ['409', { status: 409, body: problem }, { outcome: 'unknown', saidNo: true, error: { kind: 'refused' } }],
    ['409 with a web page', page(409), { outcome: 'unknown' }],
    ['410', { status: 410 }, { outcome: 'unknown' }],
    ['418', { status: 418 }, { outcome: 'unknown' }],
    ['422', { status: 422, body: { error: 'no' } }, { outcome: 'refused', error: { kind: 'refused' } }],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, { outcome: 'refused', error: { kind: 'rateLimited' } }],
    ['500', { status: 500, body: problem }, { outcome: 'unknown' }],
    ['502 with a web page', page(502), { outcome: 'unknown' }],
    ['503', { status: 503 }, { outcome: 'unknown' }],
    ['504', { status: 504 }, { outcome: 'unknown' }],
    ['no connection', { noAnswer: 'no' }, { outcome: 'refused', error: { kind: 'unreachable' } }],
    ['a connection that was cut', { noAnswer: 'maybe' }, { outcome: 'unknown' }],
    ['400 about the credit', { status: 400, body: poor }, { outcome: 'refused', error: { kind: 'outOfCredit' } }],
    ['403 about the credit', { status: 403, body: poor }, { outcome: 'refused', error: { kind: 'outOfCredit' } }],
    [
      '409 about the credit',
      { status: 409, body: { detail: 'Insufficient credits' } },
      { outcome: 'unknown', saidNo: true, error: { kind: 'outOfCredit' } },
    ],
    ['500 about the credit', { status: 500, body: poor }, { outcome: 'unknown', error: { kind: 'unreachable' } }],
  ])('%s', async (_, answer, expected) => {
    const { sent, session } = await register(answer);
    expect(sent).toMatchObject(expected);
    if (sent.outcome === 'unknown' && !('saidNo' in expected)) expect(sent.saidNo).toBeUndefined();
    expect(session.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('about used-up credit says where to add some', async () => {
    const { sent } = await register({ status: 400, body: poor });
    expect(sent).toMatchObject({
      error: {
        message: expect.stringContaining(poor.message),
        description: expect.stringContaining('https://dent.giga.store/#/credits'),
      },
    });
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
          providerStatus: null,
          package: { packageId: 'p1' },
          customerId: 'c1',
          esim: { iccid: profile.iccid, customerId: 'c1', activationCode: profile.activationCode },
        },
      },
    });
  });
});

describe('what is sent', () => {
  const keyOf = (session: ReturnType<typeof scriptedSession>) =>
    session.requests.flatMap(({ headers }) => headers?.['idempotency-key'] ?? []);

  test('holds only what was filled in, and the reference as metatag', async () => {
    const { session } = await register({ status: 200, body: success });
    const request = session.requests.at(-1);
    expect(JSON.parse(JSON.stringify(request?.body))).toEqual({ inventoryItemId: 'p1', metatag: 'shop-1' });
    expect(request?.headers?.['idempotency-key']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('holds every documented field that was filled in', async () => {
    const additionalFields = {
      userIp: '203.0.113.7',
      userCountry: 'gr',
      activationMode: 'FIRST_USE',
      expectedPrice: { price: { amount: '9.99', currency: 'USD' } },
    };
    const fields = valuesOf(dentGigaStore, 'order.create', { additionalFields });
    const { session } = await register({ status: 200 }, order({ customerEmail: 'anna@example.com', fields }));
    expect(session.requests.at(-1)?.body).toEqual({
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

  test('has one key for one request, and another for anything else under the same reference', async () => {
    const session = scriptedSession({ [CUSTOMER]: { status: 200, body: { customer: { uid: 'c1' } } } });
    const all = [
      await create!.prepare(session, order()),
      await create!.prepare(session, order({ packageId: 'p2' })),
      await create!.prepare(session, order({ customerEmail: 'anna@example.com' })),
      await create!.prepare(session, order({ customerId: 'c1' })),
      await topUp!.prepare(session, topUpOrder()),
    ];
    for (const purchase of all) await purchase.send();
    expect(new Set(keyOf(session)).size).toBe(all.length);
    await (await create!.prepare(session, order())).send();
    expect(keyOf(session).at(-1)).toBe(keyOf(session)[0]);
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

  test('a top-up of nothing is noticed without asking anybody', () => {
    const session = scriptedSession({});
    const nothing = topUpOrder({ customerId: null });
    expect(() => topUp!.check!(session, nothing)).toThrow(/Neither ICCID nor Customer/);
    for (const named of [{ customerId: 'c1' }, { customerId: null, iccid: profile.iccid }]) {
      expect(() => topUp!.check!(session, topUpOrder(named))).not.toThrow();
    }
    expect(session.requests).toHaveLength(0);
  });

  test('a provider that cannot be asked for its inventory is noticed', async () => {
    const session = scriptedSession({ 'GET /gigastore/products/inventory': [{ status: 503 }, { status: 404 }] });
    expect(await failing(session, async () => await create!.prepare(session, order()))).toMatchObject({
      kind: 'unreachable',
    });
    // and asked again by the next one; without an inventory only the id is known
    expect((await create!.prepare(session, order())).asked.package).toEqual({ id: 'p1' });
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
