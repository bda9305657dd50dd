import { at, Client, EUROPE_3_GB, freshClient, GERMANY_1_GB, stopAll, WORLD_1_GB, WORLD_50_MB } from './client';

afterEach(stopAll);

const price = (priceValue: unknown, currencyCode = 'USD') => ({ sortIndex: 0, priceValue, currencyCode });

async function refused(client: Client, fields: Record<string, unknown>): Promise<string> {
  const answer = await client.register(fields);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(client.sandbox.books().purchases).toBe(0);
  return client.sandbox.journal({ route: 'register' })[0]?.refusedBy ?? '';
}

describe('register', () => {
  test('takes every documented field and answers with item, customer and eSIM', async () => {
    const client = await freshClient();
    const { status, json } = await client.register({
      metatag: 'order-1',
      customerEmail: 'ada@example.com',
      userIp: '123.45.67.89',
      userCountry: 'GR',
      expectedPrice: price(4.99),
      activationMode: 'NOW',
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'success',
      activatedItem: {
        metatag: 'order-1',
        salesChannelTypeCode: 'API',
        activationType: 'DATA_PLAN',
        purchasePrice: { sortIndex: 1, priceValue: 1.49, currencyCode: 'USD' },
        retailPrice: { sortIndex: 1, priceValue: 4.99, currencyCode: 'USD' },
        balance: { activationMode: 'NOW', size: { sizeValue: 50, sizeUnit: 'MB' }, validitySize: 365 },
      },
      customer: { email: 'ada@example.com' },
      esimProfile: { state: 'RELEASED', lastSeen: null, activatedAt: null },
    });
  });

  test('needs nothing but the inventory item', async () => {
    const client = await freshClient();
    expect((await client.register({})).status).toBe(200);
  });

  test('can be set to need metatag, userIp and userCountry', async () => {
    const client = await freshClient({ settings: { requireMetatag: true, requireUserIpAndCountry: true } });
    expect(await refused(client, {})).toBe('missingField');
    expect((await client.register({ metatag: 'a', userIp: '1.2.3.4', userCountry: 'GR' })).status).toBe(200);
  });

  test('makes a new customer each time, also for the same email', async () => {
    const client = await freshClient();
    const first = await client.order({ customerEmail: 'ada@example.com' });
    const second = await client.order({ customerEmail: 'ada@example.com' });
    expect(second.customer).not.toBe(first.customer);
  });

  test.each([
    ['an item that is not in the inventory', { inventoryItemId: 'nothing' }, 'unknownInventoryItem'],
    ['the purchase price as the expected price', { expectedPrice: price(1.49) }, 'expectedPriceDiffers'],
    ['the right price in another currency', { expectedPrice: price(4.99, 'EUR') }, 'expectedPriceDiffers'],
    [
      'ON_DEMAND for a single country',
      { inventoryItemId: GERMANY_1_GB, activationMode: 'ON_DEMAND' },
      'onDemandNotAvailable',
    ],
    ['a field that is not documented', { quantity: 1 }, 'undocumentedField'],
    ['a field that Object has by itself', { constructor: 1 }, 'undocumentedField'],
    ['an undocumented field in the price', { expectedPrice: { ...price(4.99), tax: 0 } }, 'invalidField'],
    ['a price as text', { expectedPrice: price('4.99') }, 'invalidField'],
    ['an unknown activation mode', { activationMode: 'LATER' }, 'invalidField'],
    ['a country that is not ISO2', { userCountry: 'Greece' }, 'invalidField'],
    ['an address that is not an IP', { userIp: 'localhost' }, 'invalidField'],
    ['null instead of a text', { customerEmail: null }, 'invalidField'],
    ['no inventory item', { inventoryItemId: undefined }, 'missingField'],
  ])('refuses %s and buys nothing', async (_what, fields, rule) => {
    expect(await refused(await freshClient(), fields)).toBe(rule);
  });

  test('refuses a package that costs more than the credit, takes it when credit was added', async () => {
    const client = await freshClient({ credit: '1.48' });
    expect(await refused(client, {})).toBe('creditTooLow');
    client.sandbox.addCredit('0.01');
    expect((await client.register({})).status).toBe(200);
    expect(client.sandbox.books().credit).toMatchObject({ spent: '1.49', now: '0.00', balanced: true });
  });

  test('compares with the retail price of the moment', async () => {
    const client = await freshClient();
    const edit = { retailPrice: price(5.5) };
    expect((await client.call('PUT', `/gigastore/products/inventory/${WORLD_50_MB}`, edit)).status).toBe(200);
    expect((await client.register({ expectedPrice: price(4.99) })).status).toBe(400);
    expect((await client.register({ expectedPrice: price(5.5) })).status).toBe(200);
  });

  test('answers ON_DEMAND and FIRST_USE with the latest date of activation and no activation time', async () => {
    const client = await freshClient();
    for (const activationMode of ['ON_DEMAND', 'FIRST_USE']) {
      const { json } = await client.register({ activationMode });
      expect(at(json, 'activatedItem', 'balance')).toMatchObject({
        activatedAt: null,
        expiresAt: '2025-11-23T12:00:00.143Z',
      });
    }
  });

  test('shows a missing activation time as empty text or not at all when set so', async () => {
    const client = await freshClient({ settings: { emptyActivatedAt: 'emptyString' } });
    const balance = async () =>
      at((await client.register({ activationMode: 'FIRST_USE' })).json, 'activatedItem', 'balance');
    expect(await balance()).toHaveProperty('activatedAt', '');
    client.sandbox.changeSettings({ emptyActivatedAt: 'absent' });
    expect(await balance()).not.toHaveProperty('activatedAt');
  });

  test('can answer with another word than success although it bought', async () => {
    const client = await freshClient({ settings: { statusWord: 'pending' } });
    expect(at((await client.register({ metatag: 'a' })).json, 'status')).toBe('pending');
    expect(client.sandbox.purchasesFor('a')).toBe(1);
  });

  test('buys again for the same idempotency key, and only once when set to honour it', async () => {
    const client = await freshClient();
    const buy = () => client.register({ metatag: 'a' }, { 'idempotency-key': 'key-1' });
    await buy();
    await buy();
    expect(client.sandbox.purchasesFor('a')).toBe(2);
    client.sandbox.reset();
    client.sandbox.changeSettings({ idempotencyKey: 'honoured' });
    client.token = (await freshToken(client)) ?? '';
    expect((await buy()).text).toBe((await buy()).text);
    expect(client.sandbox.purchasesFor('a')).toBe(1);
  });

  test('refuses an idempotency key of more than 64 characters', async () => {
    const client = await freshClient();
    expect((await client.register({}, { 'idempotency-key': 'x'.repeat(65) })).status).toBe(400);
  });
});

async function freshToken(client: Client): Promise<string | undefined> {
  const credentials = Buffer.from(`${client.sandbox.clientId}:${client.sandbox.clientSecret}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}` };
  return at((await client.call('POST', '/reseller/authenticate', undefined, headers)).json, 'accessToken') as string;
}

describe('top-up', () => {
  test('adds a package to the customer and answers with no eSIM profile', async () => {
    const client = await freshClient();
    const { customer } = await client.order({});
    const { status, json } = await client.topUp(customer, { metatag: 'more', expectedPrice: price(4.99) });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'success', customer: { email: null, uid: customer }, esimProfile: null });
    expect(await client.items(customer)).toHaveLength(2);
  });

  test.each([
    ['a customer that does not exist', { customerUid: 'nobody' }, 404],
    ['a package of another country set', { inventoryItemId: EUROPE_3_GB }, 400],
    ['userIp, which its page does not list', { userIp: '1.2.3.4' }, 400],
    ['customerEmail, which its page does not list', { customerEmail: 'ada@example.com' }, 400],
  ])('refuses %s', async (_what, fields, status) => {
    const client = await freshClient();
    const { customer } = await client.order({});
    expect((await client.topUp(customer, fields)).status).toBe(status);
    expect(client.sandbox.books().purchases).toBe(1);
  });

  test('takes the fields of strangers when set so', async () => {
    const client = await freshClient({ settings: { acceptThirdPartyFields: true } });
    const { customer } = await client.order({});
    expect((await client.topUp(customer, { userIp: '1.2.3.4', userCountry: 'GR' })).status).toBe(200);
  });

  test('with profile gives the same customer a second eSIM', async () => {
    const client = await freshClient();
    const { customer, iccid } = await client.order({});
    const body = { inventoryItemId: WORLD_1_GB, customerUid: customer, userCountry: 'GR' };
    const { json } = await client.call('POST', '/gigastore/activations/top-up-with-profile', body);
    expect(at(json, 'esimProfile', 'iccid')).not.toBe(iccid);
    const { json: shown } = await client.get(`/gigastore/activations/customers/${customer}`);
    expect(at(shown, 'relatedEsims')).toHaveLength(2);
  });
});
