/** Top-ups: sent once, told from what was there before (facts/providers/esim-access.md, sections 12 and 20). */
import { esimAccess } from '../../../providers/esimAccess';
import packageList from '../../fixtures/esimAccess/package-list.json';
import topUpAnswer from '../../fixtures/esimAccess/topup.json';
import type { Script } from '../../support/scriptedSession';
import { fixture, no, ok, type Profile, profile, profiles, sent, session, topUpOf } from './support';

const topUp = esimAccess.esim.topUp!;
const GB = 1_073_741_824;

/** With a fixed plan, whose volume is the sum. */
const plan = (more: Partial<Record<keyof Profile, unknown>> = {}) => profile({ dataType: 1, ...more });
const [first] = plan().packageList;
const entry = (more: object) => ({ ...first, packageCode: 'TOPUP_P1X57VWMR', slug: '', ...more });
const offered = ok({
  packageList: [{ ...packageList.obj.packageList[0], packageCode: 'TOPUP_P1X57VWMR', volume: GB }],
});

function script(seen: Profile[], more: Script = {}): Script {
  const left = [...seen];
  return {
    'esim/query': () => profiles(left.length > 1 ? left.shift() : left[0]),
    'package/list': offered,
    'esim/topup': fixture(topUpAnswer),
    ...more,
  };
}

test('one is sent by the eSIM ID alone, under an ID that no order has', async () => {
  const at = session(script([plan()]));
  const done = await (await topUp.prepare(at, topUpOf())).send();
  expect(sent(at, 'esim/topup')).toEqual([
    { esimTranNo: '26033119290002', packageCode: 'TOPUP_P1X57VWMR', transactionId: 'topup-shop-1001' },
  ]);
  expect(done).toMatchObject({
    outcome: 'done',
    result: {
      value: {
        type: 'topUp',
        status: 'completed',
        orderId: '26032702180013',
        clientReference: 'shop-1001',
        esim: { iccid: '8910300000012345678' },
      },
    },
  });
});

test('days are added as text', async () => {
  const at = session(script([profile()]));
  await (await topUp.prepare(at, topUpOf({}, { days: 3 }))).send();
  expect(sent(at, 'esim/topup')).toMatchObject([{ periodNum: '3' }]);
});

test('an eSIM can be named by its ID, and has to be named', async () => {
  const at = session(script([plan()]));
  await topUp.prepare(at, topUpOf({ iccid: null, esimId: '26033119290002' }));
  expect(sent(at, 'esim/query')).toMatchObject([{ esimTranNo: '26033119290002' }, { esimTranNo: '26033119290002' }]);
  expect(() => topUp.check?.(session({}), topUpOf({ iccid: null }))).toThrow(/both empty/);
});

describe('what is found of it', () => {
  const findAfter = async (before: Profile, after: Profile, answer = no('000001')) => {
    const purchase = await topUp.prepare(session(script([before, after], { 'esim/topup': answer })), topUpOf());
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    return await purchase.find();
  };
  const grown = (packageList: unknown[], totalVolume = GB) => plan({ packageList, totalVolume });

  it('is an entry that carries its transaction ID', async () => {
    const after = grown([first, entry({ transactionId: 'topup-shop-1001', esimTranNo: '26032702180013' })]);
    expect(await findAfter(plan(), after)).toMatchObject({
      outcome: 'found',
      result: { value: { orderId: '26032702180013', type: 'topUp' } },
      traits: { package: { id: 'TOPUP_P1X57VWMR' }, iccid: '8910300000012345678' },
    });
  });

  it('is a new entry of the package that carries none', async () => {
    const after = grown([first, entry({ transactionId: '', esimTranNo: '1' })]);
    expect(await findAfter(plan(), after)).toMatchObject({ outcome: 'found' });
  });

  it('is just as much more data as the package has', async () => {
    expect(await findAfter(plan(), grown([first], 2 * GB))).toMatchObject({ outcome: 'found' });
  });

  test.each([
    ['nothing has changed', plan()],
    ['somebody else’s top-up is there', grown([first, entry({ transactionId: 'topup-shop-2' })])],
    ['another package is there', grown([first, entry({ transactionId: '', packageCode: 'TOPUP_X' })])],
    ['there is more data than that', grown([first], 3 * GB)],
  ])('is nothing when %s, which proves nothing', async (_, after) => {
    expect(await findAfter(plan(), after)).toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is never taken from what was there before it was sent', async () => {
    const before = grown([first, entry({ transactionId: '' })], 2 * GB);
    const purchase = await topUp.prepare(session(script([before])), topUpOf());
    expect(await purchase.find()).toEqual({ outcome: 'cannotTell', error: null });
    expect(purchase.certainty).toBe('never');
    expect(purchase.mayRepeat).toBeUndefined();
  });
});

test('one that went through is known to this process, and to n8n’s notes', async () => {
  const at = session(script([plan()]));
  const input = topUpOf({ clientReference: 'shop-known' });
  await (await topUp.prepare(at, input)).send();
  const again = await topUp.prepare(at, input);
  const nothing = async () => await Promise.resolve(null);
  expect(await again.asBefore?.(nothing)).toMatchObject({ value: { orderId: '26032702180013' } });
  const other = await topUp.prepare(at, topUpOf({ clientReference: 'shop-noted' }));
  expect(await other.asBefore?.(nothing)).toBeNull();
  expect(await other.asBefore?.(async (ids) => await Promise.resolve(ids[0] ?? null))).toMatchObject({
    value: { orderId: 'topup-shop-noted', type: 'topUp' },
  });
});

test('top-ups of one eSIM are sent one after the other', () => {
  expect(topUp.alone?.(topUpOf())).toBe(topUp.alone?.(topUpOf({ packageId: 'TOPUP_X', clientReference: 'other' })));
  expect(topUp.alone?.(topUpOf())).not.toBe(topUp.alone?.(topUpOf({ iccid: '8910300000012345679' })));
});
