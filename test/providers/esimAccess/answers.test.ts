/** What an answer says, whatever its HTTP status (facts/providers/esim-access.md, sections 4, 5 and 20). */
import { esimAccess } from '../../../providers/esimAccess';
import missingHeader from '../../fixtures/esimAccess/missing-header.json';
import { fixture, no, ok, order, profiles, session, topUpOf } from './support';

const create = esimAccess.order.create!;
const topUp = esimAccess.esim.topUp!;
const balance = esimAccess.account!.getBalance!;

async function answered(answer: ReturnType<typeof no>) {
  const purchase = await create.prepare(session({ 'esim/order': answer, 'esim/query': profiles() }), order());
  return await purchase.send();
}

describe('an answer to an order', () => {
  test.each([
    ['000101', 'credential'],
    ['401001', 'credential'],
    ['101003', 'credential'],
    ['000104', 'refused'],
    ['000105', 'refused'],
    ['200005', 'refused'],
    ['200007', 'outOfCredit'],
    ['200011', 'refused'],
    ['310241', 'notFound'],
  ])('with the code %s proves that nothing was bought', async (code, kind) => {
    expect(await answered(no(code, 'the balance is insufficient'))).toMatchObject({
      outcome: 'refused',
      error: { kind, message: expect.stringContaining('the balance is insufficient') as string },
    });
  });

  test.each(['400', '500'])('proves it with any HTTP status, such as %s', async (status) => {
    expect(await answered(no('200007', 'x', Number(status)))).toMatchObject({ outcome: 'refused' });
  });

  it('is read where the code has lost its zeros', async () => {
    const body = { success: 'false', errorCode: 105, errorMessage: 'packageCode is missing', obj: null };
    expect(await answered({ status: 200, body })).toMatchObject({
      outcome: 'refused',
      error: { message: expect.stringContaining('packageCode is missing') as string },
    });
  });

  test.each(['000001', '900001', '200009', '200010', '999999'])(
    'with the code %s tells nothing, and the same request may be sent again',
    async (code) => {
      expect(await answered(no(code))).toMatchObject({ outcome: 'unknown', repeatable: true });
    },
  );

  it('that says that it was ordered before is looked up, not sent again', async () => {
    expect(await answered(no('310402'))).toMatchObject({ outcome: 'unknown', repeatable: false });
  });

  test.each([
    ['no answer', { noAnswer: 'maybe' as const }],
    ['an HTTP 502', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a body that broke off', { status: 200, body: '{"success":true,"obj":{"orde' }],
    ['a success without an order', ok({})],
    ['an answer of somebody else', { status: 200, body: { hello: 'world' } }],
  ])('%s may be sent again under the same transaction ID', async (_, answer) => {
    expect(await answered(answer)).toMatchObject({ outcome: 'unknown', repeatable: true });
  });

  it('that contradicts itself proves no refusal', async () => {
    const body = { success: true, errorCode: '200007', errorMsg: null, obj: { orderNo: 'B1' } };
    expect(await answered({ status: 200, body })).toMatchObject({
      outcome: 'done',
      result: { value: { orderId: 'B1' } },
    });
  });

  it('of HTTP 429 may be waited out', async () => {
    expect(await answered({ status: 429, body: {} })).toMatchObject({
      outcome: 'refused',
      error: { kind: 'rateLimited' },
    });
  });
});

test('an open top-up is never sent again', async () => {
  const script = { 'esim/query': profiles((await import('./support')).profile()), 'esim/topup': no('000001') };
  const sent = await (await topUp.prepare(session(script), topUpOf())).send();
  expect(sent).toMatchObject({ outcome: 'unknown' });
  expect(sent).not.toHaveProperty('repeatable', true);
});

describe('an answer to a read', () => {
  it('names the cause of a refusal and what to do', async () => {
    await expect(balance(session({ 'balance/query': fixture(missingHeader) }))).rejects.toMatchObject({
      kind: 'credential',
      message: 'eSIM Access refused the request: Req Header:[RT-AccessCode] is null (HTTP 200)',
      description: expect.stringContaining('Access Code') as string,
    });
  });

  it('is read under any HTTP status', async () => {
    await expect(balance(session({ 'balance/query': no('401001', 'x', 400) }))).rejects.toMatchObject({
      kind: 'credential',
    });
  });

  it('tells a code that is not known', async () => {
    await expect(balance(session({ 'balance/query': no('777777') }))).rejects.toMatchObject({
      kind: 'refused',
      description: expect.stringContaining('777777') as string,
    });
  });

  it('is asked for again while eSIM Access is busy, a few times', async () => {
    const busy = no('900001', 'system busy');
    expect(await balance(session({ 'balance/query': [busy, busy, ok({ balance: 100000 })] }))).toMatchObject({
      value: { balance: { amount: '10.00', currency: 'USD' } },
    });
    await expect(balance(session({ 'balance/query': busy }))).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('of somebody else is none', async () => {
    await expect(balance(session({ 'balance/query': { status: 200, body: {} } }))).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});
