import { at, DAY, EUROPE_3_GB, freshClient, GERMANY_1_GB, stopAll, WORLD_1_GB, WORLD_NO_END } from './client';

afterEach(stopAll);

const CUSTOMERS = '/gigastore/activations/customers';
const ITEMS = '/gigastore/activations/activated-items';

describe('inventory', () => {
  test('shows the documented sample item', async () => {
    const client = await freshClient();
    const { json } = await client.get('/gigastore/products/inventory');
    expect(at(json, 'items', 0)).toEqual({
      id: '14ed2704-35ff-4feb-82a3-12345678abcd',
      productId: '12345678-1234-abcd-1234-12345678abcd',
      name: 'eSIM Worldwide 50 MB',
      sizeValue: 50,
      sizeUnit: 'MB',
      validitySize: 365,
      validityUnit: 'days',
      validityUnlimited: false,
      countrySet: 'WWW',
      prices: [{ sortIndex: 0, priceValue: 1.49, currencyCode: 'USD' }],
      retailPrices: [{ sortIndex: 0, priceValue: 4.99, currencyCode: 'USD' }],
    });
  });

  test('writes prices without binary noise', async () => {
    const client = await freshClient();
    const { text } = await client.get('/gigastore/products/inventory');
    const written = [...text.matchAll(/"priceValue":([^,}]+)/g)].map((match) => match[1] ?? '');
    expect(written.length).toBeGreaterThan(15);
    for (const price of written) expect(price).toMatch(/^\d+(\.\d{1,2})?$/);
  });

  test('is sorted when asked', async () => {
    const client = await freshClient();
    const { json } = await client.get('/gigastore/products/inventory?sort_by=VOLUME&sort_dir=DESC');
    expect(at(json, 'items', 0, 'name')).toBe('eSIM Worldwide 10 GB');
    expect((await client.get('/gigastore/products/inventory?sort_by=COLOUR')).status).toBe(400);
  });

  test('lists the countries of a set with flags that lack the prefix', async () => {
    const client = await freshClient();
    const { json } = await client.get('/gigastore/esim/countries/AT');
    expect(json).toEqual([{ code: 'AT', name: 'AT', imageUrl: '/esim/countries/at/flag' }]);
    expect((await client.get('/gigastore/esim/countries/AT/flag')).type).toBe('image/png');
    expect((await client.get('/gigastore/esim/countries/nowhere')).status).toBe(404);
  });
});

describe('customers', () => {
  test('come in both envelopes', async () => {
    const client = await freshClient();
    const { customer } = await client.order({});
    expect(at((await client.get(CUSTOMERS)).json, 0, 'customer', 'uid')).toBe(customer);
    client.sandbox.changeSettings({ customersEnvelope: 'object' });
    expect(at((await client.get(CUSTOMERS)).json, 'customers', 0, 'customer', 'uid')).toBe(customer);
  });

  test('come in pages that count from 0', async () => {
    const client = await freshClient();
    const uids: string[] = [];
    for (let number = 0; number < 5; number++) uids.push((await client.order({})).customer);
    const page = async (size: number, index: number) => {
      const { json } = await client.get(
        `${CUSTOMERS}?page_size=${size}&page_index=${index}&only_active_profiles=false`,
      );
      return (json as unknown[]).map((entry) => at(entry, 'customer', 'uid'));
    };
    expect([...(await page(2, 0)), ...(await page(2, 1)), ...(await page(2, 2))]).toEqual(uids);
    expect(await page(2, 3)).toEqual([]);
    client.sandbox.changeSettings({ largestPage: 3, customersOrder: 'newestFirst' });
    expect(await page(100, 0)).toEqual([...uids].reverse().slice(0, 3));
  });

  test('have packages, eSIMs and a total, in units that vary', async () => {
    const client = await freshClient();
    const { customer, iccid } = await client.order({ customerEmail: 'ada@example.com' });
    await client.topUp(customer, { inventoryItemId: WORLD_1_GB });
    const { json } = await client.get(`${CUSTOMERS}/${customer}`);
    expect(json).toMatchObject({
      customer: { uid: customer, email: 'ada@example.com' },
      totalAvailableBalance: { sizeValue: 1.05, sizeUnit: 'GB' },
      activatedItems: [
        { balance: { size: { sizeValue: 50, sizeUnit: 'MB' }, availableBalance: { sizeValue: 0.05, sizeUnit: 'GB' } } },
        { balance: { size: { sizeValue: 1, sizeUnit: 'GB' }, availableBalance: { sizeValue: 1, sizeUnit: 'GB' } } },
      ],
      relatedEsims: [{ iccid, active: true }],
    });
  });

  test('are unknown with 404', async () => {
    const client = await freshClient();
    expect((await client.get(`${CUSTOMERS}/nobody`)).status).toBe(404);
  });

  test('can be edited', async () => {
    const client = await freshClient();
    const { customer } = await client.order({});
    const { json } = await client.call('PUT', `${CUSTOMERS}/${customer}`, { customerEmail: 'new@example.com' });
    expect(at(json, 'customer', 'email')).toBe('new@example.com');
  });
});

describe('search', () => {
  const search = async (searchKey: string, searchQuery: string, more: Record<string, unknown> = {}) => {
    const client = await freshClient();
    const ada = await client.order({ customerEmail: 'ada@example.com' });
    await client.order({ customerEmail: 'grace@example.com' });
    const query = searchQuery.replace('ICCID', ada.iccid).replace('UID', ada.customer);
    const body = { searchKey, searchQuery: query, ...more };
    const answer = await client.call('POST', '/gigastore/activations/search-customers', body);
    const found = at(answer.json, 'customers') as unknown[] | undefined;
    return found?.map((entry) => at(entry, 'customer', 'email')) ?? answer.status;
  };

  test.each([
    ['by ICCID', 'ICCID', 'ICCID', { searchMode: 'isExact' }, ['ada@example.com']],
    ['by uid', 'UID', 'UID', {}, ['ada@example.com']],
    ['by the beginning of an email', 'EMAIL', 'gra', { searchMode: 'startsWith' }, ['grace@example.com']],
    ['by any part of an email', 'EMAIL', '@example', {}, ['ada@example.com', 'grace@example.com']],
    ['not by a part when exactly is asked for', 'EMAIL', 'ada', { searchMode: 'isExact' }, []],
    ['by page', 'EMAIL', '@', { pageSize: 1, pageIndex: 1 }, ['grace@example.com']],
    ['not by metatag', 'METATAG', 'order-1', {}, 400],
    ['not with an unknown field', 'EMAIL', 'ada', { limit: 1 }, 400],
  ])('finds %s', async (_what, key, query, more, expected) => {
    expect(await search(key, query, more)).toEqual(expected);
  });
});

describe('activated items', () => {
  test('are listed with reference and customer, within dates', async () => {
    const client = await freshClient();
    const first = await client.order({ metatag: 'order-1' });
    await client.sandbox.advance(DAY / 2 - 60_000);
    const refs = async (query: string) =>
      ((await client.get(ITEMS + query)).json as unknown[]).map((item) => at(item, 'metatag'));
    await client.order({ metatag: 'order-2' });
    await client.sandbox.advance(DAY / 2);
    await client.order({ metatag: 'order-3' });
    expect(at((await client.get(ITEMS)).json, 0, 'customer', 'uid')).toBe(first.customer);
    expect(await refs('')).toEqual(['order-1', 'order-2', 'order-3']);
    expect(await refs('?sort_by=DATE&sort_dir=DESC')).toEqual(['order-3', 'order-2', 'order-1']);
    expect(await refs('?from=2025-08-25&to=2025-08-25')).toEqual(['order-1', 'order-2']);
    expect(await refs('?from=2025-08-25T20:00:00Z')).toEqual(['order-2', 'order-3']);
    expect((await client.get(`${ITEMS}?page_size=1`)).status).toBe(400);
  });

  test('are shown one by one, flat or nested', async () => {
    const client = await freshClient();
    const { item, customer, iccid } = await client.order({ metatag: 'order-1' });
    const show = async () => (await client.get(`${ITEMS}/${item}?only_active_profiles=true`)).json;
    expect(await show()).toMatchObject({ uid: item, metatag: 'order-1', customer: { uid: customer } });
    client.sandbox.changeSettings({ activatedItemShape: 'nested' });
    expect(await show()).toMatchObject({
      activatedItem: { uid: item },
      customer: { uid: customer },
      relatedEsims: [{ iccid }],
    });
    expect((await client.get(`${ITEMS}/nothing`)).status).toBe(404);
  });

  test('are shown neither in a list nor one by one where only documented calls exist', async () => {
    const client = await freshClient();
    const { item } = await client.order({ metatag: 'order-1' });
    client.sandbox.changeSettings({ activatedItems: 'missing' });
    for (const path of [ITEMS, `${ITEMS}/${item}`]) expect((await client.get(path)).status).toBe(404);
    expect(client.sandbox.books().violations).toEqual([]);
    expect((await client.get(CUSTOMERS)).status).toBe(200);
  });
});

describe('writing', () => {
  test('times have 3 digits on register, 5 and 0 on top-up, 0 in lists', async () => {
    const client = await freshClient();
    const registered = await client.register({});
    const customer = at(registered.json, 'customer', 'uid');
    expect(at(registered.json, 'activatedItem', 'balance', 'activatedAt')).toBe('2025-08-25T12:00:00.143Z');
    const topped = at((await client.topUp(customer, {})).json, 'activatedItem', 'balance');
    expect(topped).toMatchObject({ activatedAt: '2025-08-25T12:00:00.14304Z', expiresAt: '2026-08-25T12:00:00Z' });
    const listed = at((await client.get(CUSTOMERS)).json, 0, 'activatedItems', 0, 'balance', 'activatedAt');
    expect(listed).toBe('2025-08-25T12:00:00Z');
  });

  test('a package without end has no date of expiry', async () => {
    const client = await freshClient();
    const { json } = await client.register({ inventoryItemId: WORLD_NO_END });
    expect(at(json, 'activatedItem', 'balance', 'expiresAt')).toBeNull();
  });

  test('eSIMs are valid in form and obviously made up', async () => {
    const client = await freshClient();
    for (const inventoryItemId of [EUROPE_3_GB, GERMANY_1_GB, WORLD_1_GB]) {
      const profile = at((await client.register({ inventoryItemId })).json, 'esimProfile');
      const code = String(at(profile, 'activationCode'));
      expect(code).toMatch(/^LPA:1\$sandbox\.example\.com\$SANDBOX-[0-9A-F]{16}$/);
      expect(at(profile, 'appleUniversalLink')).toBe(
        `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${code}`,
      );
      expect(at(profile, 'installationUrl')).toMatch(
        /^https:\/\/sandbox\.example\.com#\/esim\/profile\?token=[\w.-]+$/,
      );
      expect(at(profile, 'imsi')).toMatch(/^99999\d{10}$/);
      expect(luhn(String(at(profile, 'iccid')))).toBe(0);
    }
  });
});

function luhn(digits: string): number {
  expect(digits).toMatch(/^89\d{18}$/);
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10;
}
