/** What the answer to a refund says (facts/providers/dent-giga-store.md, section 10). */
import { dentGigaStore } from '../../../providers/dentGigaStore';
import { scriptedSession } from '../../support/scriptedSession';
import type { Script, Scripted } from '../../support/scriptedSession';
import { valuesOf } from '../../support/values';

const SALE = 'GET /gigastore/activations/activated-items/i1';
const sale = { uid: 'i1', purchasePrice: { priceValue: 1.49, currencyCode: 'USD' } };

async function prepare(script: Script, settings: Record<string, unknown> = {}) {
  const session = scriptedSession({ [SALE]: { status: 200, body: sale }, ...script }, settings);
  const fields = valuesOf(dentGigaStore, 'order.refund');
  return { session, purchase: await dentGigaStore.order.refund!.prepare(session, { orderId: 'i1', fields }) };
}

async function answered(answer: Scripted) {
  const { purchase } = await prepare({ 'POST /activations/activated-items/i1/refund': answer });
  return await purchase.send();
}

const done = { outcome: 'done', result: { value: { orderId: 'i1', state: 'refunded', amount: { amount: '1.49' } } } };
const says = (message: string) => ({ message });

test.each<[string, Scripted, object]>([
  ['nothing', { status: 200 }, done],
  ['ok', { status: 200, body: 'ok' }, done],
  ['ok as JSON', { status: 200, body: '"OK"' }, done],
  ['success', { status: 200, body: { status: 'success' } }, done],
  ['the order', { status: 200, body: sale }, done],
  ['the order beside its customer', { status: 200, body: { activatedItem: sale, customer: {} } }, done],
  ['another order', { status: 200, body: { ...sale, uid: 'i2' } }, { outcome: 'unknown' }],
  [
    'another order beside its customer',
    { status: 200, body: { activatedItem: { uid: 'i2' } } },
    { outcome: 'unknown' },
  ],
  [
    'success about another order',
    { status: 200, body: { status: 'success', activatedItem: { uid: 'i2' } } },
    { outcome: 'unknown' },
  ],
  ['another status', { status: 200, body: { status: 'failed' } }, { outcome: 'unknown' }],
  ['an error in a success', { status: 200, body: says('Something went wrong') }, { outcome: 'unknown' }],
  ['a web page', { status: 200, body: '<html>Log in</html>' }, { outcome: 'unknown' }],
  ['400', { status: 400, body: says('no') }, { outcome: 'refused', error: { kind: 'refused' } }],
  ['401', { status: 401 }, { outcome: 'refused', error: { kind: 'credential' } }],
  ['403', { status: 403 }, { outcome: 'refused' }],
  ['422', { status: 422 }, { outcome: 'refused' }],
  ['409 about a used package', { status: 409, body: says('the package was used') }, { outcome: 'refused' }],
  ['409 about an expired package', { status: 409, body: says('The package has expired.') }, { outcome: 'refused' }],
  ['409 about the month', { status: 409, body: says('Monthly maximum reached') }, { outcome: 'refused' }],
  ['409 about credits', { status: 409, body: says('Not bought with credits') }, { outcome: 'refused' }],
  ['409 about a refund', { status: 409, body: says('refunded already') }, { outcome: 'unknown', saidNo: true }],
  ['409 without words', { status: 409 }, { outcome: 'unknown', saidNo: true }],
  ['500 about a used package', { status: 500, body: says('used') }, { outcome: 'unknown' }],
  ['no answer', { noAnswer: 'maybe' }, { outcome: 'unknown' }],
  ['no connection', { noAnswer: 'no' }, { outcome: 'refused' }],
])('%s', async (_, answer, expected) => {
  const sent = await answered(answer);
  expect(sent).toMatchObject(expected);
  if (sent.outcome === 'unknown' && !('saidNo' in expected)) expect(sent.saidNo).toBeUndefined();
});

test.each([
  [400, /completely unused/],
  [409, /completely unused/],
  [404, /Refund Path in the credential/],
  [405, /Refund Path in the credential/],
])('a refusal with %p says what may be behind it', async (status, advice) => {
  expect(await answered({ status, body: says('no') })).toMatchObject({
    error: { message: expect.stringContaining('no'), description: expect.stringMatching(advice) },
  });
});

test.each([
  ['withoutPrefix', '/activations/activated-items/i1/refund'],
  ['withPrefix', '/gigastore/activations/activated-items/i1/refund'],
])('with the path %s it is sent to %s, without a body', async (refundPath, path) => {
  const { purchase, session } = await prepare({}, { refundPath });
  await purchase.send();
  expect(session.requests.at(-1)).toEqual({ method: 'POST', path });
});

test.each<[string, Scripted[], object]>([
  ['Purchased', [{ status: 200, body: { ...sale, status: 'Purchased' } }], { outcome: 'absent' }],
  ['REFUNDED', [{ status: 200, body: { ...sale, status: 'REFUNDED' } }], { outcome: 'found', traits: {} }],
  ['another word', [{ status: 200, body: { ...sale, status: 'odd' } }], { outcome: 'cannotTell', error: null }],
  ['no word', [{ status: 200, body: sale }], { outcome: 'cannotTell', error: null }],
  ['not the order', [{ status: 404 }], { outcome: 'cannotTell', error: null }],
  ['trouble', [{ status: 503 }], { outcome: 'cannotTell', error: null }],
])('books that show %s', async (_, answers, expected) => {
  const { purchase } = await prepare({ [SALE]: [{ status: 200, body: sale }, ...answers] });
  expect(await purchase.find()).toMatchObject(expected);
});

test('once it was sent, books that cannot be read now are looked at again', async () => {
  const { purchase } = await prepare({ [SALE]: [{ status: 200, body: sale }, { status: 503 }] });
  await purchase.send();
  expect(await purchase.find()).toMatchObject({ outcome: 'cannotTell', error: { kind: 'unreachable' } });
});

test('a refund that went through before is given back with the price, and never sent again by itself', async () => {
  const { purchase } = await prepare({});
  expect(purchase.certainty).toBe('never');
  expect(await purchase.asBefore!(async () => await Promise.resolve(null))).toMatchObject({
    value: { orderId: 'i1', state: 'refunded', amount: { amount: '1.49', currency: 'USD' } },
  });
});
