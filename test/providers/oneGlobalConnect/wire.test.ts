/** The documented answers of both versions -> our model. */
import type { OrderRecord } from '../../../providers/oneGlobalConnect/wire';
import { esimFrom, NOTHING_KNOWN, orderFrom, packageFrom } from '../../../providers/oneGlobalConnect/mapping';
import { usageFrom } from '../../../providers/oneGlobalConnect/usage';
import * as v1 from '../../../providers/oneGlobalConnect/v1/wire';
import * as v2 from '../../../providers/oneGlobalConnect/v2/wire';
import simV1 from '../../fixtures/oneGlobalConnect/v1-esim-lifecycle.json';
import newV1 from '../../fixtures/oneGlobalConnect/v1-new-esim.json';
import openApiOrderV1 from '../../fixtures/oneGlobalConnect/v1-openapi-order.json';
import orderV1 from '../../fixtures/oneGlobalConnect/v1-order-lifecycle.json';
import preferencesV1 from '../../fixtures/oneGlobalConnect/v1-preferences.json';
import productsV1 from '../../fixtures/oneGlobalConnect/v1-products.json';
import subscriptionV1 from '../../fixtures/oneGlobalConnect/v1-sub-lifecycle.json';
import usageV2 from '../../fixtures/oneGlobalConnect/v2-check-usage.json';
import simV2 from '../../fixtures/oneGlobalConnect/v2-esim-lifecycle.json';
import newV2 from '../../fixtures/oneGlobalConnect/v2-new-esim.json';
import notificationsV2 from '../../fixtures/oneGlobalConnect/v2-notifications.json';
import orderV2 from '../../fixtures/oneGlobalConnect/v2-order-lifecycle.json';
import catalogueV2 from '../../fixtures/oneGlobalConnect/v2-product-catalogue.json';
import subscriptionV2 from '../../fixtures/oneGlobalConnect/v2-sub-lifecycle.json';

const first = (rows: unknown): unknown => (Array.isArray(rows) ? (rows[0] as unknown) : rows);
const inModel = (record: OrderRecord) => orderFrom(record, NOTHING_KNOWN);

describe('orders', () => {
  it('are accepted first, and hold no eSIM then', () => {
    for (const record of [v1.orderFrom(newV1), v2.orderFrom(newV2)]) {
      expect(inModel(record)).toMatchObject({ status: 'pending', providerStatus: 'ACCEPTED', esim: null });
    }
    expect(inModel(v2.orderFrom(newV2)).createdAt).toBe('2020-01-01T00:00:00.000Z');
  });

  it('of v1 give a clean activation code in spite of stray percent signs', () => {
    expect(inModel(v1.orderFrom(orderV1))).toMatchObject({
      orderId: 'b27ec0e7-ad36-45ab-8e2f-c291441a2355',
      type: 'newEsim',
      status: 'completed',
      subscriptionId: 'a-5gVXH2sjvICL7U5roet1hMC35UYSCCi4Mbiszdceo=',
      esim: {
        iccid: '8944478600000205337',
        activationCode: 'LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1',
        smdpAddress: 'rsp.truphone.com',
        matchingId: '5C-M1OIY-QHWKD1',
        qrCodeUrl: 'https://services.truphone.com/connect/qrcode/v1/esim/LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1',
      },
    });
  });

  it('of v1 as in the OpenAPI file give a clean activation code without the LPA in front', () => {
    expect(inModel(v1.orderFrom(openApiOrderV1)).esim).toMatchObject({
      activationCode: 'LPA:1$rsp.truphone.com$6C-DA326D-K86D',
    });
  });

  it('of v2 give a clean activation code from links that are no URLs', () => {
    expect(inModel(v2.orderFrom(orderV2))).toMatchObject({
      status: 'completed',
      createdAt: '2021-02-24T09:00:00.000Z',
      subscriptionId: 'Q-hzHc6EErZPQcgw2L02_nDdruGtr6lDrM-jmja_xuE=',
      esim: {
        iccid: '8944000013283712983321',
        activationCode: 'LPA:1$rsp.truphone.com$6C-DA326D-K86D',
        qrCodeUrl: expect.stringContaining('/qrcode/v1/esim/') as string,
      },
    });
  });

  it.each([
    ['the parts alone', { matchingId: 'A-1', smdpAddress: 'rsp.truphone.com', lpa: undefined }],
    ['the matching id alone', { matchingId: 'A-1', smdpAddress: undefined, lpa: undefined }],
    ['an address with a scheme', { matchingId: 'A-1', smdpAddress: 'https://rsp.truphone.com', lpa: undefined }],
    ['a code without LPA', { matchingId: undefined, smdpAddress: undefined, lpa: '1$rsp.truphone.com$A-1' }],
    [
      'a code with percent signs',
      { matchingId: undefined, smdpAddress: undefined, lpa: 'LPA:1$%rsp.truphone.com$%A-1' },
    ],
  ])('become an eSIM that can be installed from %s', (_what, parts) => {
    const record = { ...v2.orderFrom(orderV2), ...parts };
    expect(inModel(record).esim?.activationCode).toBe('LPA:1$rsp.truphone.com$A-1');
  });

  it('that are top-ups of v1 have no matching id, and nothing is odd about that', () => {
    const { iccid, subscription_id } = orderV1.output;
    const output = { iccid, subscription_id };
    expect(inModel(v1.orderFrom({ ...orderV1, output }))).toMatchObject({
      type: 'topUp',
      esim: { iccid: '8944478600000205337', activationCode: null, warnings: [] },
    });
  });

  it('with a status that nobody knows are unknown, not broken', () => {
    expect(inModel(v2.orderFrom({ id: '1', status: 'ON_HOLD' }))).toMatchObject({
      status: 'unknown',
      providerStatus: 'ON_HOLD',
    });
    expect(inModel(v2.orderFrom({ id: '1', status: 'FULFILING' })).status).toBe('processing');
  });
});

describe('eSIMs', () => {
  it('of v1 and v2 look the same', () => {
    expect(esimFrom(v1.simFrom(simV1))).toMatchObject({
      iccid: '8944474600000063847',
      state: 'released',
      providerState: 'Released',
      eid: '89001012012341234012345678901224',
      lastSeenAt: '2019-08-02T09:09:33.000Z',
      activationCode: 'LPA:1$rsp.truphone.com$O-17QF0-MJVBIN',
    });
    expect(esimFrom(v2.simFrom(simV2))).toMatchObject({
      iccid: '8944471111111119506',
      state: 'released',
      activationCode: 'LPA:1$rsp.truphone.com$5C-ZYXZZ-1R54O94',
      qrCodeUrl: expect.stringContaining('qrcode') as string,
    });
  });

  it('that are unavailable come with what 1GLOBAL says to do', () => {
    const { state, warnings } = esimFrom(v2.simFrom({ ...simV2, status: 'Unavailable' }));
    expect(state).toBe('unavailable');
    expect(warnings.join()).toContain('order a new eSIM');
  });
});

describe('packages', () => {
  it('of v1 have a price in one of several currencies', () => {
    const product = v1.productFrom(first(productsV1));
    expect(packageFrom(product, 'USD')).toMatchObject({
      dataBytes: 3 * 1024 ** 3,
      validity: { value: 30, unit: 'day' },
      price: { amount: '42.00', currency: 'USD' },
      countries: expect.arrayContaining(['AG', 'VN']) as string[],
    });
  });

  it('of v2 have one price, and the kinds of SIM they fit', () => {
    const product = v2.productFrom(first(catalogueV2.data));
    expect(packageFrom(product, undefined)).toMatchObject({
      packageId: 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=',
      dataBytes: 50 * 1024 ** 2,
      validity: { value: 90, unit: 'day' },
      coverage: 'GLOBAL',
      price: { amount: '20.00', currency: 'EUR' },
      simTypes: ['eSim'],
    });
  });
});

describe('usage', () => {
  const active = (more: object) => v2.subscriptionFrom({ ...(first(usageV2.data) as object), ...more });

  it('is read from balances that are numbers, and from balances that are texts', () => {
    const long = v2.subscriptionFrom(first('data' in subscriptionV2 ? subscriptionV2.data : subscriptionV2));
    const short = active({});
    for (const one of [long, short]) expect(one).toMatchObject({ totalBytes: 1073741824 });
    expect(v1.subscriptionFrom(first(subscriptionV1))).toMatchObject({
      totalBytes: 314572800,
      usedBytes: 314572800,
      remainingBytes: 0,
      deviceId: '12345657',
    });
  });

  it('takes what was used under either name', () => {
    const used = { initial_balance: '1000', current_balance: '400', spend_balance: undefined };
    expect(active({ ...used, spend_balance: '600' })).toMatchObject({ usedBytes: 600, remainingBytes: 400 });
    expect(active({ ...used, spent_balance: 600 })).toMatchObject({ usedBytes: 600, remainingBytes: 400 });
    expect(active(used)).toMatchObject({ usedBytes: 600, remainingBytes: 400 });
  });

  it('counts active packages only, and shows the others beside', () => {
    const balances = { initial_balance: 1000, current_balance: 400, spend_balance: 600 };
    const rows = ['ACTIVE', 'ACTIVE', 'EXPIRED', 'DEPLETED', 'PENDING', 'PENDING_USAGE', 'SOMETHING'];
    const usage = usageFrom(
      '8944478600000205337',
      rows.map((status, index) => active({ ...balances, status, id: String(index) })),
    );
    expect(usage).toMatchObject({ totalBytes: 2000, usedBytes: 1200, remainingBytes: 800 });
    expect(usage.packages.map(({ status }) => status)).toEqual([
      'active',
      'active',
      'expired',
      'depleted',
      'waiting',
      'waiting',
      'unknown',
    ]);
  });

  it('is zero without an active package, and unknown when an active one does not say', () => {
    expect(usageFrom('1', [active({ status: 'EXPIRED' })])).toMatchObject({ remainingBytes: 0 });
    const silent = { initial_balance: undefined, current_balance: undefined, spend_balance: undefined };
    expect(usageFrom('1', [active({ status: 'ACTIVE', ...silent })])).toMatchObject({ remainingBytes: null });
  });
});

describe('what a SIM is watched for', () => {
  it('is written differently in v1 and v2', () => {
    expect(v1.watchedFrom(preferencesV1).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['USAGE_THRESHOLD']) as string[],
    );
    expect(v2.watchedFrom(notificationsV2)).toEqual([{ type: 'USAGE_THRESHOLD', url: 'http://example.com/mywebhook' }]);
  });
});
