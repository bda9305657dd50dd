import { esimFrom, esimStateFrom, orderFrom, packageFrom } from '../../../providers/dentGigaStore/mapping';
import {
  activatedItemFrom,
  customerFrom,
  identityOf,
  itemsOf,
  referenceOf,
} from '../../../providers/dentGigaStore/wire';
import customers from '../../fixtures/dentGigaStore/customers.json';
import profile from '../../fixtures/dentGigaStore/esim-profiles.json';
import firstPackage from '../../fixtures/dentGigaStore/first-package.json';
import inventory from '../../fixtures/dentGigaStore/offering-packages.json';
import topUp from '../../fixtures/dentGigaStore/top-up.json';

const [item] = inventory.items;

describe('a package of the inventory', () => {
  test('becomes our model, with the price that the reseller pays and the one the customer pays', () => {
    expect(packageFrom(item!, null)).toEqual({
      packageId: '14ed2704-35ff-4feb-82a3-12345678abcd',
      name: 'eSIM Worldwide 50 MB',
      provider: 'dentGigaStore',
      type: 'both',
      dataBytes: 52_428_800,
      unlimited: false,
      voiceSeconds: null,
      smsCount: null,
      validity: { value: 365, unit: 'day' },
      coverage: 'WWW',
      countries: [],
      price: { amount: '1.49', currency: 'USD' },
      retailPrice: { amount: '4.99', currency: 'USD' },
      simTypes: ['eSim'],
    });
  });

  test.each([
    [1, 'GB', 1024 ** 3],
    [0.5, 'GB', 512 * 1024 ** 2],
    [2, 'TB', 2 * 1024 ** 4],
    [3, 'parsecs', null],
  ])('of %p %s holds %p bytes', (sizeValue, sizeUnit, bytes) => {
    expect(packageFrom({ ...item, sizeValue, sizeUnit }, null)?.dataBytes).toBe(bytes);
  });

  test('that never expires has no validity', () => {
    expect(packageFrom({ ...item, validityUnlimited: true, validitySize: 0 }, null)?.validity).toBeNull();
  });

  test('of one country names it; of a region it names none unless they were read', () => {
    expect(packageFrom({ ...item, countrySet: 'AT' }, null)?.countries).toEqual(['AT']);
    expect(packageFrom({ ...item, countrySet: 'europe-33' }, null)?.countries).toEqual([]);
    expect(packageFrom({ ...item, countrySet: 'europe-33' }, ['AT', 'DE'])?.countries).toEqual(['AT', 'DE']);
  });

  test('without prices or validity is shown with what there is', () => {
    const bare = packageFrom({ id: 7 }, null);
    expect(bare).toMatchObject({ packageId: '7', name: null, price: null, retailPrice: null, validity: null });
  });

  test('without an id is left out', () => {
    expect(packageFrom({ name: 'nameless' }, null)).toBeNull();
  });
});

describe('an eSIM', () => {
  test('keeps its activation code, its page and its ids; the template in the sample is no install link', () => {
    const esim = esimFrom(profile, 'customer-1');
    expect(esim).toMatchObject({
      iccid: '89972123300991848961',
      esimId: '7555cab8-72bc-4e85-b56a-6cdf60e2d6e4',
      imsi: '260060145143896',
      state: 'released',
      providerState: 'RELEASED',
      activationCode: 'LPA:1$domain.tld$1234567890ABCDEF123456',
      smdpAddress: 'domain.tld',
      matchingId: '1234567890ABCDEF123456',
      installPageUrl: profile.installationUrl,
      activatedAt: null,
      lastSeenAt: null,
      customerId: 'customer-1',
      warnings: [],
    });
    expect(esim.iosInstallUrl).toContain('carddata=LPA:1$domain.tld$1234567890ABCDEF123456');
  });

  test('has the provider’s own link for each system', () => {
    const code = 'LPA:1$domain.tld$1234567890ABCDEF123456';
    const links = {
      appleUniversalLink: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${code}&from=dent`,
      androidUniversalLink: `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${code}&from=dent`,
    };
    expect(esimFrom({ ...profile, ...links }, null)).toMatchObject({
      iosInstallUrl: links.appleUniversalLink,
      androidInstallUrl: links.androidUniversalLink,
      installPageUrl: profile.installationUrl,
    });
  });

  test('that the provider no longer counts as active says so', () => {
    expect(esimFrom({ ...profile, active: false }, null).warnings).toEqual([
      expect.stringContaining('no longer active'),
    ]);
  });

  test('of an older answer lacks link, uid and state without harm', () => {
    const [customer] = customers;
    const esim = esimFrom(customer!.relatedEsims[0]!, null);
    expect(esim).toMatchObject({ iccid: '891234567891234567890', esimId: null, state: 'unknown', providerState: null });
    expect(esim.activationCode).toBe('LPA:1$domain.tld$CODE123456789');
  });

  test.each([
    ['RELEASED', 'released'],
    ['INSTALLED', 'installed'],
    ['DISABLED', 'disabled'],
    ['ERROR', 'error'],
    ['downloaded', 'downloaded'],
    ['Enabled', 'enabled'],
    ['deleted', 'deleted'],
    ['quarantine', 'unavailable'],
    ['linked', 'unknown'],
    ['SOMETHING_NEW', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ])('in state %p is %s', (word, state) => {
    expect(esimStateFrom(word)).toBe(state);
  });
});

describe('an order', () => {
  const around = { type: 'topUp', customerId: 'c', esim: null } as const;

  test('of a top-up becomes our model', () => {
    expect(orderFrom(topUp.activatedItem, around)).toEqual({
      orderId: '4f1eec1b-61dc-47df-91a6-123456789abc',
      provider: 'dentGigaStore',
      type: 'topUp',
      status: 'completed',
      providerStatus: null,
      clientReference: 'Comment for reseller...',
      alreadyExisted: false,
      createdAt: '2024-04-30T10:41:03.143Z',
      package: { packageId: null, name: 'eSIM Worldwide 50 MB' },
      price: null,
      customerId: 'c',
      subscriptionId: null,
      esim: null,
    });
  });

  test('shows what was paid', () => {
    expect(orderFrom(firstPackage.activatedItem, around).price).toEqual({ amount: '4.99', currency: 'USD' });
  });

  test('was made at its sales date; the start of a package that waited is not that time', () => {
    const balance = { activationMode: 'FIRST_USE', activatedAt: '2024-05-01T00:00:00Z' };
    expect(orderFrom({ salesDate: '2024-04-01T00:00:00Z', balance }, around).createdAt).toBe(
      '2024-04-01T00:00:00.000Z',
    );
    expect(orderFrom({ balance }, around).createdAt).toBeNull();
  });

  test.each([
    [undefined, 'completed'],
    ['Purchased', 'completed'],
    ['Activated', 'completed'],
    ['REFUNDED', 'refunded'],
    ['ODD', 'unknown'],
  ])('with the status %p is %s', (status, expected) => {
    expect(orderFrom({ uid: 'i', status }, around).status).toBe(expected);
  });

  test('carries its reference in either spelling, and an answer without the field is told from one without a reference', () => {
    expect(referenceOf({ metatag: 'a' })).toBe('a');
    expect(referenceOf({ metaTag: 'b' })).toBe('b');
    expect(referenceOf({ metatag: null })).toBeNull();
    expect(referenceOf({ uid: 'i' })).toBeUndefined();
  });
});

describe('shapes that vary', () => {
  test('a customer comes in an array, in an object, alone, or with uid and email at the top', () => {
    const [entry] = customers;
    const uid = '261ef0b4-b054-4a0f-9e06-ba9193b5c0a5';
    for (const shape of [customers, { customers }, entry]) {
      expect(identityOf(customerFrom(shape)).id).toBe(uid);
      expect(itemsOf(customerFrom(shape))).toHaveLength(2);
    }
    expect(identityOf(customerFrom({ uid, email: 'a@b.c', relatedEsims: [] }))).toEqual({ id: uid, email: 'a@b.c' });
  });

  test('an activated item comes alone or beside its customer', () => {
    expect(activatedItemFrom({ uid: 'i' }).uid).toBe('i');
    expect(activatedItemFrom({ activatedItem: { uid: 'i' }, customer: {} }).uid).toBe('i');
  });
});
