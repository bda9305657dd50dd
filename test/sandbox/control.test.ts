import { type Answer, at, type Client, freshClient, MB, Receiver, request, stopAll } from './client';

afterEach(stopAll);

const control = (client: Client, method: string, path: string, body?: unknown): Promise<Answer> =>
  request(`${client.sandbox.controlUrl}/${path}`, method, body);

describe('the control API', () => {
  test('gives the books and the journal without writing itself into it', async () => {
    const client = await freshClient();
    await client.register({ metatag: 'order-1' });
    const { json } = await control(client, 'GET', 'books');
    expect(json).toEqual(JSON.parse(JSON.stringify(client.sandbox.books())));
    expect(at(json, 'references', 0)).toMatchObject({ reference: 'order-1', purchases: 1 });
    const journal = await control(client, 'GET', 'journal?route=register&after=1');
    expect(journal.json).toEqual([
      expect.objectContaining({ number: 2, route: 'register', status: 200, handled: true }),
    ]);
  });

  test('plays faults', async () => {
    const client = await freshClient();
    await control(client, 'POST', 'faults/next', { route: 'register', fault: 'error502AfterCommit' });
    expect((await client.register({ metatag: 'a' })).status).toBe(502);
    await control(client, 'PUT', 'faults/mix', {
      seed: 1,
      probabilities: { tooManyRequests: 1 },
      routes: ['inventory'],
    });
    expect((await client.get('/gigastore/products/inventory')).status).toBe(429);
    await control(client, 'DELETE', 'faults');
    expect((await client.get('/gigastore/products/inventory')).status).toBe(200);
    expect((await control(client, 'POST', 'faults/next', { fault: 'explode' })).json).toEqual({
      error: 'no such fault: explode',
    });
  });

  test('changes settings and refuses those that do not exist', async () => {
    const client = await freshClient();
    const { json } = await control(client, 'PATCH', 'settings', {
      customersEnvelope: 'object',
      webhooks: { copies: 2 },
    });
    expect(json).toMatchObject({ customersEnvelope: 'object', webhooks: { copies: 2, attempts: 1 } });
    for (const wrong of [
      { customersEnvelope: 'xml' },
      { nothing: 1 },
      { refundsPerMonth: 'many' },
      { errorShape: null },
    ]) {
      expect((await control(client, 'PATCH', 'settings', wrong)).status).toBe(400);
    }
  });

  test('lets a person use the phone and tells what was sent', async () => {
    const client = await freshClient();
    const receiver = await Receiver.start();
    const { iccid, item } = await client.order({ activationMode: 'ON_DEMAND' });
    await control(client, 'PUT', 'webhooks', { '*': receiver.url('/') });
    const installed = await control(client, 'POST', `esims/${iccid}/install`);
    expect(installed.json).toMatchObject({ deliveries: [{ event: 'esimStatus', status: 200 }], usedBytes: null });
    await control(client, 'POST', `items/${item}/activate`);
    const used = await control(client, 'POST', `esims/${iccid}/useData`, { country: 'DE', bytes: MB });
    expect(used.json).toMatchObject({ usedBytes: MB });
    expect(receiver.received).toHaveLength(3);
    for (const path of [`esims/${iccid}/install`, `esims/${iccid}/throw`, 'esims/1/install', 'items/1/activate']) {
      expect((await control(client, 'POST', path)).status).toBe(400);
    }
  });

  test('sends any webhook', async () => {
    const client = await freshClient();
    const receiver = await Receiver.start();
    const sent = await control(client, 'POST', 'webhooks/send', {
      event: 'balanceAlert',
      body: [1],
      url: receiver.url('/x'),
    });
    expect(sent.json).toEqual([expect.objectContaining({ outcome: 'answered' })]);
    expect(receiver.received).toEqual([{ path: '/x', contentType: 'application/json', body: [1] }]);
  });

  test('adds credit, lets time pass and ends tokens', async () => {
    const client = await freshClient();
    await control(client, 'POST', 'credit', { amount: '0.10' });
    expect(client.sandbox.books().credit.now).toBe('1000.10');
    expect((await control(client, 'POST', 'credit', { amount: 'much' })).status).toBe(400);
    const { json } = await control(client, 'POST', 'clock', { advanceSeconds: 3600 });
    expect(json).toEqual({ now: '2025-08-25T13:00:00.143Z' });
    expect((await control(client, 'POST', 'clock', { advanceSeconds: -1 })).status).toBe(400);
    await control(client, 'POST', 'tokens/expire');
    expect((await client.get('/gigastore/products/inventory')).status).toBe(401);
  });

  test('starts over with the same identifiers for the same seed', async () => {
    const client = await freshClient({ seed: 'a' });
    const first = await client.order({});
    await control(client, 'POST', 'reset');
    expect(client.sandbox.books()).toMatchObject({ purchases: 0, tokenRequests: 0, credit: { now: '1000.00' } });
    const again = await freshClient({ seed: 'a' });
    expect(await again.order({})).toEqual(first);
    const other = await freshClient({ seed: 'b' });
    expect(await other.order({})).not.toEqual(first);
  });

  test('goes offline and comes back', async () => {
    const client = await freshClient();
    await control(client, 'POST', 'offline', { ms: 400 });
    await expect(client.register({})).rejects.toThrow();
    await client.sandbox.settled();
    expect((await client.register({})).status).toBe(200);
  });

  test('says when it has no such call', async () => {
    expect((await control(await freshClient(), 'GET', 'nothing')).status).toBe(404);
  });
});

describe('the control page', () => {
  test('is served with all that it needs from the same address', async () => {
    const { sandbox } = await freshClient();
    const { text, type } = await request(`${sandbox.url}/`, 'GET');
    expect(type).toContain('text/html');
    const needed = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(needed.length).toBeGreaterThan(1);
    for (const path of [...needed, '/_sandbox/page/shell.mjs']) {
      expect((await request(sandbox.url + path, 'GET')).status).toBe(200);
    }
    expect(text).not.toMatch(/https?:\/\/[a-z]/);
  });

  test('shows no activation code and no secret', async () => {
    const client = await freshClient();
    await client.order({ metatag: 'order-1' });
    const { text } = await control(client, 'GET', 'state');
    expect(text).toContain('order-1');
    for (const secret of ['LPA:1', 'token=', client.token, client.sandbox.clientSecret])
      expect(text).not.toContain(secret);
  });
});
