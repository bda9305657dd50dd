import { at, basic, freshClient, request, stopAll } from './client';

afterEach(stopAll);

const INVENTORY = '/gigastore/products/inventory';

describe('signing in', () => {
  test('gives a token in the documented form', async () => {
    const { sandbox } = await freshClient();
    const url = `${sandbox.url}/reseller/authenticate`;
    const { json } = await request(url, 'POST', undefined, basic(sandbox.clientId, sandbox.clientSecret));
    expect(json).toEqual({
      accessToken: expect.stringMatching(/^eyJhbGciOiJSUzI1NiIsInR5c[\w.-]+$/),
      expiresIn: 86400,
      refreshToken: null,
      refreshExpiresIn: 0,
      tokenType: 'Bearer',
      idToken: null,
    });
  });

  test.each([
    ['a wrong secret', basic('sandbox-client', 'wrong')],
    ['a wrong id', basic('somebody', 'sandbox-secret-that-opens-nothing')],
    ['no credentials', { authorization: '' }],
  ])('refuses %s with 401', async (_what, headers) => {
    const { sandbox } = await freshClient();
    expect((await request(`${sandbox.url}/reseller/authenticate`, 'POST', undefined, headers)).status).toBe(401);
  });

  test('counts each request for a token', async () => {
    const { sandbox } = await freshClient();
    await request(`${sandbox.url}/reseller/authenticate`, 'POST', undefined, basic('a', 'b'));
    expect(sandbox.books()).toMatchObject({ tokenRequests: 2, tokensIssued: 1 });
  });
});

describe('a token', () => {
  test('is needed', async () => {
    const { sandbox } = await freshClient();
    expect((await request(sandbox.url + INVENTORY, 'GET')).status).toBe(401);
    expect((await request(sandbox.url + INVENTORY, 'GET', undefined, { authorization: 'Bearer made-up' })).status).toBe(
      401,
    );
  });

  test('ends after its lifetime', async () => {
    const client = await freshClient({ settings: { tokenSeconds: 60 } });
    await client.sandbox.advance(59_999);
    expect((await client.get(INVENTORY)).status).toBe(200);
    await client.sandbox.advance(1);
    expect((await client.get(INVENTORY)).status).toBe(401);
  });

  test('lives on when another is given out, unless set otherwise', async () => {
    const client = await freshClient();
    const another = () =>
      request(
        `${client.sandbox.url}/reseller/authenticate`,
        'POST',
        undefined,
        basic(client.sandbox.clientId, client.sandbox.clientSecret),
      );
    await another();
    expect((await client.get(INVENTORY)).status).toBe(200);
    client.sandbox.changeSettings({ tokensAreExclusive: true });
    await another();
    expect((await client.get(INVENTORY)).status).toBe(401);
  });
});

describe('what is not documented', () => {
  test('a query parameter is refused and counted', async () => {
    const client = await freshClient();
    expect((await client.get(`${INVENTORY}?page_size=10`)).status).toBe(400);
    expect(client.sandbox.books().violations).toEqual([
      { journalNumber: 2, route: 'inventory', what: 'Undocumented query parameter: page_size' },
    ]);
  });

  test('a path is refused and counted', async () => {
    const client = await freshClient();
    expect((await client.get('/gigastore/credit')).status).toBe(404);
    expect((await client.call('DELETE', INVENTORY)).status).toBe(404);
    expect(client.sandbox.books().violations).toHaveLength(2);
  });

  test('a body where none is documented is refused', async () => {
    const client = await freshClient();
    const { item } = await client.order({});
    const path = `/activations/activated-items/${item}/refund`;
    expect((await client.call('POST', path, { reason: 'none' })).status).toBe(400);
    expect((await client.call('POST', path, {})).status).toBe(200);
  });

  test('broken JSON is refused', async () => {
    const client = await freshClient();
    const response = await fetch(`${client.sandbox.url}/gigastore/activations/register`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      body: '{"inventoryItemId":',
    });
    expect(response.status).toBe(400);
    expect(at(await response.json(), 'detail')).toBe('The body is not JSON.');
  });
});

describe('error bodies', () => {
  test.each([
    [
      'problem',
      'application/problem+json',
      { type: 'about:blank', title: 'Not Found', status: 404, detail: 'Inventory item not found.' },
    ],
    ['message', 'application/json', { message: 'Inventory item not found.' }],
    ['error', 'application/json', { error: 'Inventory item not found.' }],
    ['text', 'text/plain', undefined],
    ['html', 'text/html', undefined],
    ['empty', null, undefined],
  ] as const)('can be %s', async (errorShape, type, json) => {
    const client = await freshClient({ settings: { errorShape } });
    const answer = await client.get(`${INVENTORY}/nothing`);
    expect(answer).toMatchObject({ status: 404, type });
    expect(answer.json).toEqual(json);
  });

  test('can have another status', async () => {
    const client = await freshClient({ settings: { refusalStatuses: { unknownInventoryItem: 422 } } });
    expect((await client.get(`${INVENTORY}/nothing`)).status).toBe(422);
  });
});
