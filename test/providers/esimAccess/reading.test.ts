/** Packages, eSIMs, usage and balance (facts/providers/esim-access.md, sections 6, 8, 11, 13 and 14). */
import { esimAccess } from '../../../providers/esimAccess';
import { packagesToChoose } from '../../../providers/kit/pickers';
import packageList from '../../fixtures/esimAccess/package-list.json';
import query from '../../fixtures/esimAccess/query.json';
import usage from '../../fixtures/esimAccess/usage.json';
import balance from '../../fixtures/esimAccess/balance.json';
import { all, filledIn, fixture, no, ok, profile, profiles, sent, session } from './support';

const { package: packages, esim } = esimAccess;
const [spain] = packageList.obj.packageList;
const ICCID = { by: 'iccid', iccid: '8910300000012345678' } as const;
const BY_ID = { by: 'esimId', esimId: '26033119290002' } as const;

describe('packages', () => {
  it('are as documented, with exact prices', async () => {
    const at = session({ 'package/list': fixture(packageList) });
    const [only] = await all(packages.getMany(at, filledIn('package.getAll')));
    expect(only).toEqual({
      value: {
        packageId: 'CKH002',
        name: 'Spain 3GB 30Days',
        provider: 'esimAccess',
        type: 'base',
        dataBytes: 3221225472,
        unlimited: false,
        voiceSeconds: null,
        smsCount: null,
        validity: { value: 30, unit: 'day' },
        coverage: 'ES',
        countries: ['ES'],
        price: { amount: '1.80', currency: 'USD' },
        retailPrice: { amount: '3.60', currency: 'USD' },
        simTypes: ['eSim'],
      },
      raw: spain,
    });
    expect(sent(at, 'package/list')).toEqual([{ type: 'BASE' }]);
  });

  test.each([
    [8605, '0.8605'],
    [9000, '0.90'],
    [1, '0.0001'],
    [123456789012, '12345678.9012'],
  ])('cost %d ten-thousandths of a dollar, which is %s', async (price, amount) => {
    const at = session({ 'package/list': ok({ packageList: [{ ...spain, price }] }) });
    expect((await packages.get(at, 'CKH002', filledIn('package.get'))).value.price?.amount).toBe(amount);
  });

  it('have no price in a currency whose unit is not known', async () => {
    const at = session({ 'package/list': ok({ packageList: [{ ...spain, currencyCode: 'JPY' }] }) });
    expect((await packages.get(at, 'CKH002', filledIn('package.get'))).value.price).toBeNull();
  });

  it('are unlimited as a day pass without a limit', async () => {
    const at = session({ 'package/list': ok({ packageList: [{ ...spain, dataType: 4 }] }) });
    expect((await packages.get(at, 'CKH002', filledIn('package.get'))).value).toMatchObject({
      unlimited: true,
      dataBytes: null,
    });
  });

  it('are narrowed down by country, kind and eSIM', async () => {
    const at = session({ 'package/list': fixture(packageList) });
    const filter = (raw: object) => filledIn('package.getAll', raw as Record<string, unknown>);
    await all(packages.getMany(at, filter({ country: 'ES', dataType: '2' })));
    await all(packages.getMany(at, filter({ coverage: '!RG' })));
    await all(packages.getMany(at, filter({ packageType: 'TOPUP', iccid: ICCID.iccid })));
    expect(JSON.parse(JSON.stringify(sent(at, 'package/list')))).toEqual([
      { type: 'BASE', locationCode: 'ES', dataType: '2' },
      { type: 'BASE', locationCode: '!RG' },
      { type: 'TOPUP', iccid: ICCID.iccid },
    ]);
  });

  it('are found by either of their names', async () => {
    const at = session({ 'package/list': [no('310241'), fixture(packageList)] });
    expect((await packages.get(at, 'ES_3_30', filledIn('package.get'))).value.packageId).toBe('CKH002');
    expect(sent(at, 'package/list')).toEqual([
      { type: 'BASE', packageCode: 'ES_3_30' },
      { type: 'BASE', slug: 'ES_3_30' },
    ]);
    await expect(
      packages.get(session({ 'package/list': no('310241') }), 'NO', filledIn('package.get')),
    ).rejects.toMatchObject({ kind: 'notFound', message: 'eSIM Access shows no package "NO"' });
  });

  it('of another eSIM’s answer are not taken for the one asked for', async () => {
    await expect(
      packages.get(session({ 'package/list': fixture(packageList) }), 'CKH003', filledIn('package.get')),
    ).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('to top up with are those that fit the eSIM, by its own package where it is named by its ID', async () => {
    const at = session({ 'package/list': fixture(packageList), 'esim/query': fixture(query) });
    await packagesToChoose(packages.forTopUp!(at, ICCID), '', undefined);
    await packagesToChoose(packages.forTopUp!(at, BY_ID), '', undefined);
    const { choices } = await packagesToChoose(packages.forTopUp!(at, null), 'spain', undefined);
    expect(sent(at, 'package/list')).toEqual([
      { type: 'TOPUP', iccid: ICCID.iccid },
      { type: 'TOPUP', packageCode: 'P1X57VWMR' },
      { type: 'TOPUP' },
    ]);
    expect(choices).toEqual([{ name: 'Spain 3GB 30Days · 30 days · 1.80 USD', value: 'CKH002' }]);
  });

  it('are no list without a list', async () => {
    await expect(all(packages.forOrder(session({ 'package/list': ok() })))).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });
});

describe('an eSIM', () => {
  const states = (smdpStatus: string, esimStatus: string) => profiles(profile({ smdpStatus, esimStatus }));

  test.each([
    ['RELEASED', 'GOT_RESOURCE', 'released'],
    ['DOWNLOAD', 'GOT_RESOURCE', 'downloaded'],
    ['INSTALLATION', 'IN_USE', 'installed'],
    ['ENABLED', 'IN_USE', 'enabled'],
    ['DISABLED', 'USED_UP', 'disabled'],
    ['DELETED', 'IN_USE', 'deleted'],
    ['RELEASED', 'CANCEL', 'unavailable'],
    ['ENABLED', 'REVOKE', 'unavailable'],
    ['RELEASED', 'UNUSED_EXPIRED', 'unavailable'],
    ['SOMETHING', 'NEW', 'unknown'],
  ])('that is %s and %s is %s', async (smdp, status, state) => {
    const [result] = await esim.get!(session({ 'esim/query': states(smdp, status) }), BY_ID);
    expect(result?.value).toMatchObject({ state, providerState: `${smdp}/${status}` });
  });

  it('has everything that is needed to install it', async () => {
    const [result] = await esim.get!(session({ 'esim/query': fixture(query) }), ICCID);
    expect(result?.value).toMatchObject({
      esimId: '26033119290002',
      smdpAddress: 'rsp-eu.simlessly.com',
      installPageUrl: 'https://p.qrsim.net/0123456789abcdef0123456789abcdef',
      qrCodeUrl: 'https://p.qrsim.net/0123456789abcdef0123456789abcdef.png',
      eid: null,
      imsi: '310840100000001',
    });
  });

  it('whose ICCID was used before is the one that is still in use', async () => {
    const old = profile({ esimTranNo: '1', esimStatus: 'CANCEL' });
    const [result] = await esim.get!(session({ 'esim/query': profiles(old, profile()) }), ICCID);
    expect(result?.value.esimId).toBe('26033119290002');
  });

  it('of which nobody can tell which is meant has to be named by its ID', async () => {
    const two = profiles(profile(), profile({ esimTranNo: '1' }));
    await expect(esim.get!(session({ 'esim/query': two }), ICCID)).rejects.toMatchObject({
      kind: 'badInput',
      description: expect.stringContaining('26033119290002, 1') as string,
    });
  });

  test.each([
    ['an empty list', profiles()],
    ['somebody else’s eSIM', profiles(profile({ iccid: '8910300000012345670', esimTranNo: '1' }))],
    ['a code', no('310403')],
  ])('that is not there is said so at %s', async (_, answer) => {
    for (const lookup of [ICCID, BY_ID]) {
      await expect(esim.get!(session({ 'esim/query': answer }), lookup)).rejects.toMatchObject({ kind: 'notFound' });
    }
  });

  test.each(['suspend', 'unsuspend', 'revoke'] as const)(
    'can be told to %s, by its ID, and is read back',
    async (what) => {
      const at = session({
        'esim/query': [profiles(profile()), profiles(profile({ esimStatus: 'SUSPENDED' }))],
        [`esim/${what}`]: ok(),
      });
      expect((await esim[what]!(at, ICCID)).value.providerState).toBe('RELEASED/SUSPENDED');
      expect(sent(at, `esim/${what}`)).toEqual([{ esimTranNo: '26033119290002' }]);
    },
  );

  it('that may not be suspended says so; one that was, and cannot be read, too', async () => {
    const refused = { 'esim/query': fixture(query), 'esim/suspend': no('200002', 'not allowed') };
    await expect(esim.suspend!(session(refused), ICCID)).rejects.toMatchObject({ kind: 'refused' });
    const unread = session({ 'esim/query': [profiles(profile()), no('000001')], 'esim/suspend': ok() });
    expect((await esim.suspend!(unread, ICCID)).value.warnings.join()).toContain('could not be read back');
  });
});

describe('usage', () => {
  const fixed = { dataType: 1, esimStatus: 'IN_USE', totalVolume: 5368709120, orderUsage: 1000 };

  it('is what usage/query says, beside the eSIM’s own words', async () => {
    const counted = { ...usage.obj.esimUsageList[0], esimTranNo: '26033119290002' };
    for (const obj of [{ esimUsageList: [counted] }, [counted]]) {
      const at = session({ 'esim/query': profiles(profile(fixed)), 'esim/usage/query': ok(obj) });
      expect((await esim.getUsage!(at, ICCID)).value).toMatchObject({
        iccid: '8910300000012345678',
        totalBytes: 5368709120,
        usedBytes: 1453344832,
        remainingBytes: 5368709120 - 1453344832,
        expiresAt: '2026-09-27T19:29:36.000Z',
        packages: [{ status: 'active', packageId: 'P1X57VWMR' }],
      });
    }
  });

  it('is the eSIM’s own where that cannot be read, and what waits counts as well', async () => {
    const waiting = profile({ ...fixed, esimStatus: 'GOT_RESOURCE', orderUsage: 0 });
    const at = session({ 'esim/query': profiles(waiting), 'esim/usage/query': no('000001') });
    expect((await esim.getUsage!(at, BY_ID)).value).toMatchObject({ remainingBytes: 5368709120, usedBytes: 0 });
  });

  it('of a day pass of several days, whose sum is not known, has none', async () => {
    const pass = profile({ totalDuration: 5, orderUsage: 7, esimStatus: 'IN_USE' });
    const at = session({ 'esim/query': profiles(pass), 'esim/usage/query': ok({ esimUsageList: [] }) });
    expect((await esim.getUsage!(at, ICCID)).value).toMatchObject({
      totalBytes: null,
      remainingBytes: null,
      usedBytes: 7,
    });
  });
});

test('the balance is exact', async () => {
  expect(await esimAccess.account!.getBalance!(session({ 'balance/query': fixture(balance) }))).toEqual({
    value: { provider: 'esimAccess', balance: { amount: '10.00', currency: 'USD' } },
    raw: balance.obj,
  });
});
