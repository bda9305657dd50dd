/** The documented payloads in our model. */
import { esimFrom } from '../../../providers/gigs/esims';
import { orderFromAddon, orderFromSubscription } from '../../../providers/gigs/mapping';
import { packageFromAddon, packageFromPlan, priceFrom } from '../../../providers/gigs/mapping';
import { usageFromBalances } from '../../../providers/gigs/usage';
import addon from '../../fixtures/gigs/core-add-ons.json';
import plan from '../../fixtures/gigs/core-plans.json';
import sim from '../../fixtures/gigs/core-sims.json';
import profile from '../../fixtures/gigs/core-sims-eSimProfile.json';
import subscription from '../../fixtures/gigs/core-subscriptions.json';
import attached from '../../fixtures/gigs/core-subscription-add-ons.json';
import balance from '../../fixtures/gigs/core-usage-balances.json';
import credentials from '../../fixtures/gigs/schemas-simCredentials.json';

const esim = (parts: object, wire: object = sim) =>
  esimFrom({ sim: wire, credentials: { ok: true, value: parts }, profile: { ok: true, value: profile } }, subscription);

function without(wire: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !names.includes(name)));
}

test('the documented plan and add-on', () => {
  expect(packageFromPlan(plan)).toEqual({
    packageId: plan.id,
    name: 'Gigs Global',
    provider: 'gigs',
    type: 'base',
    dataBytes: 10_000_000_000,
    unlimited: false,
    voiceSeconds: 30_000,
    smsCount: 100,
    validity: { value: 7, unit: 'day' },
    coverage: 'Europe',
    countries: ['DE', 'FR', 'US'],
    price: { amount: '9.99', currency: 'USD' },
    retailPrice: null,
    simTypes: ['eSim', 'physicalSim'],
  });
  expect(packageFromAddon(addon)).toMatchObject({
    packageId: addon.id,
    type: 'topUp',
    dataBytes: 1_000_000_000,
    voiceSeconds: null,
  });
});

test('an allowance of null is unlimited, one of zero is none, and the older fields are understood', () => {
  const data = (dataBytes: number | null) =>
    packageFromPlan({ ...plan, allowances: { ...plan.allowances, dataBytes } });
  expect(data(null)).toMatchObject({ dataBytes: null, unlimited: true });
  expect(data(0)).toMatchObject({ dataBytes: 0, unlimited: false });
  const older = without(plan, 'allowances');
  expect(packageFromPlan({ ...older, data: -1 })).toMatchObject({ dataBytes: null, unlimited: true });
  expect(packageFromPlan(older)).toMatchObject({ dataBytes: 10_000_000_000, unlimited: false });
});

test('countries that a page prints as an object are a list', () => {
  const coverage = { ...plan.coverage, countries: { 0: 'DE', 1: 'FR' } };
  expect(packageFromPlan({ ...plan, coverage })).toMatchObject({ countries: ['DE', 'FR'] });
});

test.each([
  [999, 'USD', '9.99'],
  [999, 'JPY', '999'],
  [999, 'KWD', '0.999'],
  [0, 'EUR', '0.00'],
])('%s in the smallest unit of %s is %s', (amount, currency, expected) => {
  expect(priceFrom({ amount, currency })).toEqual({ amount: expected, currency });
});

test('the six credentials of an eSIM, as documented', () => {
  expect(esim(credentials)).toMatchObject({
    iccid: '89883070000007537119',
    esimId: sim.id,
    state: 'installed',
    activationCode: credentials.activationCode,
    smdpAddress: 'smdp.gigs.com',
    matchingId: '2M-3L0MX-F8HE2',
    iosInstallUrl: credentials.iosInstallUrl,
    androidInstallUrl: credentials.androidInstallUrl,
    qrCodeUrl: credentials.qrCodeUrl,
    warnings: [],
  });
});

test('install links that are missing or null are built from the activation code', () => {
  const four = without(credentials, 'androidInstallUrl', 'iosInstallUrl');
  const nulls = { ...credentials, androidInstallUrl: null, iosInstallUrl: null };
  for (const parts of [four, nulls]) {
    expect(esim(parts)).toMatchObject({
      iosInstallUrl: expect.stringContaining('https://esimsetup.apple.com/'),
      androidInstallUrl: expect.stringContaining('https://esimsetup.android.com/'),
    });
  }
});

test('an eSIM without an activation code says that it may come later', () => {
  const nothing = { activationCode: null, androidInstallUrl: null, iosInstallUrl: null, qrCodeUrl: null };
  for (const parts of [nothing, {}]) {
    expect(esim(parts)).toMatchObject({
      activationCode: null,
      iosInstallUrl: null,
      androidInstallUrl: null,
      warnings: [expect.stringContaining('again later')],
    });
  }
});

test('the documented subscription is a completed order', () => {
  expect(orderFromSubscription(subscription, { esim: null, invoiceId: null })).toMatchObject({
    orderId: subscription.id,
    type: 'newEsim',
    status: 'completed',
    providerStatus: 'active',
    createdAt: '2021-01-21T19:32:13.000Z',
    package: { packageId: plan.id, name: 'Gigs Global' },
    price: { amount: '9.99', currency: 'USD' },
    customerId: subscription.user.id,
  });
});

test.each([
  ['initiated', {}, 'pending'],
  ['pending', {}, 'pending'],
  ['active', { sim: null }, 'processing'],
  ['restricted', {}, 'completed'],
  ['ended', { endedAt: '2021-02-20T19:38:34Z', canceledAt: '2021-02-01T00:00:00Z' }, 'cancelled'],
  ['ended', { activatedAt: null, cancellationDetails: { cause: 'invoiceUnpaid' } }, 'failed'],
  ['ended', { plan: { ...plan, validity: { ...plan.validity, type: 'oneTime' } } }, 'completed'],
  ['somethingNew', {}, 'unknown'],
])('a subscription that is %s (%j) is %s', (status, more, expected) => {
  const order = orderFromSubscription({ ...subscription, status, ...more }, { esim: null, invoiceId: null });
  expect(order).toMatchObject({ status: expected, providerStatus: status });
});

test('the documented add-on on a subscription is a top-up', () => {
  expect(orderFromAddon(attached, { clientReference: 'top-1', esim: null, invoiceId: null })).toMatchObject({
    orderId: attached.id,
    type: 'topUp',
    status: 'pending',
    clientReference: 'top-1',
    subscriptionId: subscription.id,
    package: { packageId: addon.id },
  });
});

test('the documented balance tells what is left', () => {
  const now = new Date('2026-01-20T00:00:00Z');
  expect(usageFromBalances([balance], subscription, sim.iccid, now)).toMatchObject({
    totalBytes: 500,
    usedBytes: 230,
    remainingBytes: 270,
    expiresAt: '2026-02-03T13:41:24.000Z',
    packages: [{ name: 'Roaming data in Europe', status: 'active' }],
  });
  expect(usageFromBalances([{ ...balance, limit: null, remaining: null }], subscription, null, now)).toMatchObject({
    totalBytes: null,
    remainingBytes: null,
    unlimited: true,
  });
});
