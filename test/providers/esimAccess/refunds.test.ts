/** Refund: an unused eSIM is cancelled (facts/providers/esim-access.md, section 10). */
import { esimAccess } from '../../../providers/esimAccess';
import type { Script } from '../../support/scriptedSession';
import { filledIn, no, ok, profile, profiles, sent, session } from './support';

const refund = esimAccess.order.refund!;
const ORDER = 'B26033119290001';
const second = profile({ esimTranNo: '26033119290003', iccid: '8910300000012345679' });

const input = (raw: Record<string, unknown> = {}) => ({ orderId: ORDER, fields: filledIn('order.refund', raw) });

async function prepared(script: Script, raw?: Record<string, unknown>) {
  const at = session(script);
  return { at, purchase: await refund.prepare(at, input(raw)) };
}

test('cancels the eSIM of the order, by its own ID', async () => {
  const { at, purchase } = await prepared({ 'esim/query': profiles(profile()), 'esim/cancel': ok() });
  expect(await purchase.find()).toEqual({ outcome: 'absent' });
  expect(await purchase.send()).toMatchObject({
    outcome: 'done',
    result: { value: { orderId: ORDER, state: 'refunded', amount: null, alreadyExisted: false } },
  });
  expect(sent(at, 'esim/cancel')).toEqual([{ esimTranNo: '26033119290002' }]);
});

test('of an order with several eSIMs wants to know which, and takes none that is not in it', async () => {
  const both = { 'esim/query': profiles(profile(), second), 'esim/cancel': ok() };
  await expect(prepared(both)).rejects.toMatchObject({
    message: `Order ${ORDER} has 2 eSIMs, and each is refunded on its own`,
  });
  await expect(prepared(both, { esimId: '1' })).rejects.toThrow(/has no such eSIM/);
  for (const raw of [{ esimId: '26033119290003' }, { iccid: '8910300000012345679' }]) {
    const { at, purchase } = await prepared(both, raw);
    await purchase.send();
    expect(sent(at, 'esim/cancel')).toEqual([{ esimTranNo: '26033119290003' }]);
  }
});

test('is another one for another eSIM', () => {
  expect(refund.partOf?.(input({ esimId: '26033119290003' }))).toEqual([null, '26033119290003']);
});

test('is given back when the eSIM is cancelled already', async () => {
  const { purchase } = await prepared({ 'esim/query': profiles(profile({ esimStatus: 'CANCEL' })) });
  expect(await purchase.find()).toMatchObject({ outcome: 'found', result: { value: { state: 'refunded' } } });
});

test('that is refused says why, as a result', async () => {
  const used = profile({ esimStatus: 'IN_USE', smdpStatus: 'ENABLED' });
  const { purchase } = await prepared({ 'esim/query': profiles(used), 'esim/cancel': no('200002', 'not allowed') });
  expect(await purchase.send()).toMatchObject({
    outcome: 'done',
    result: { value: { state: 'refused', explanation: expect.stringContaining('not allowed') as string } },
  });
});

test('that was carried out before, although its answer was lost, is no refusal', async () => {
  const states = ['GOT_RESOURCE', 'CANCEL'];
  const { purchase } = await prepared({
    'esim/query': () => profiles(profile({ esimStatus: states.length > 1 ? states.shift() : states[0] })),
    'esim/cancel': [{ noAnswer: 'maybe' }, no('200002')],
  });
  expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
  expect(await purchase.send()).toMatchObject({
    outcome: 'done',
    result: { value: { state: 'refunded', alreadyExisted: false } },
  });
});

test('whose refusal cannot be checked stays open', async () => {
  const { purchase } = await prepared({
    'esim/query': [profiles(profile()), no('000001')],
    'esim/cancel': no('200002'),
  });
  expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
});

test('of an order that nobody knows, or that is still being allocated, is not sent', async () => {
  await expect(prepared({ 'esim/query': no('310272') })).rejects.toMatchObject({ kind: 'notFound' });
  await expect(prepared({ 'esim/query': no('200010') })).rejects.toMatchObject({ kind: 'unreachable' });
});
