import { FAULT_NAMES, type FaultName } from '../../sandbox';
import { type Answer, type Client, freshClient, request, stopAll, WORLD_50_MB } from './client';

afterEach(stopAll);

/** What a patient client sees of one purchase: an answer, or "nothing". */
function buy(client: Client, metatag = 'order-1'): Promise<Answer | 'nothing'> {
  return client.register({ metatag }).catch(() => 'nothing' as const);
}

/** The same for a client that gives up as soon as its request has arrived. */
async function buyImpatiently(client: Client): Promise<'nothing'> {
  const aborted = new AbortController();
  const answer = fetch(`${client.sandbox.url}/gigastore/activations/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.token}` },
    body: JSON.stringify({ inventoryItemId: WORLD_50_MB, metatag: 'order-1' }),
    signal: aborted.signal,
  });
  while (client.sandbox.journal({ route: 'register' }).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  aborted.abort();
  await expect(answer).rejects.toThrow();
  return 'nothing';
}

interface Row {
  fault: FaultName;
  bought: 0 | 1;
  seen: 'nothing' | Partial<Answer>;
  ending: string;
}

const TABLE: Row[] = [
  { fault: 'cutBeforeCommit', bought: 0, seen: 'nothing', ending: 'cut' },
  { fault: 'cutAfterCommit', bought: 1, seen: 'nothing', ending: 'cut' },
  { fault: 'hangBeforeCommit', bought: 0, seen: 'nothing', ending: 'hung' },
  { fault: 'hangAfterCommit', bought: 1, seen: 'nothing', ending: 'hung' },
  {
    fault: 'error500BeforeCommit',
    bought: 0,
    seen: { status: 500, type: 'application/problem+json' },
    ending: 'answered',
  },
  {
    fault: 'error500AfterCommit',
    bought: 1,
    seen: { status: 500, type: 'application/problem+json' },
    ending: 'answered',
  },
  { fault: 'error502BeforeCommit', bought: 0, seen: { status: 502, type: 'text/html' }, ending: 'answered' },
  { fault: 'error502AfterCommit', bought: 1, seen: { status: 502, type: 'text/html' }, ending: 'answered' },
  { fault: 'error503BeforeCommit', bought: 0, seen: { status: 503 }, ending: 'answered' },
  { fault: 'error503AfterCommit', bought: 1, seen: { status: 503 }, ending: 'answered' },
  {
    fault: 'errorInSuccessBeforeCommit',
    bought: 0,
    seen: { status: 200, json: { message: 'Something went wrong' } },
    ending: 'answered',
  },
  {
    fault: 'errorInSuccessAfterCommit',
    bought: 1,
    seen: { status: 200, json: { message: 'Something went wrong' } },
    ending: 'answered',
  },
  { fault: 'tooManyRequests', bought: 0, seen: { status: 429 }, ending: 'answered' },
  { fault: 'tooManyRequestsWithRetryAfter', bought: 0, seen: { status: 429 }, ending: 'answered' },
  { fault: 'truncatedJson', bought: 1, seen: { status: 200, json: undefined }, ending: 'answered' },
  { fault: 'malformedJson', bought: 1, seen: { status: 200, json: undefined }, ending: 'answered' },
  { fault: 'emptyBody', bought: 1, seen: { status: 200, text: '' }, ending: 'answered' },
  { fault: 'brokenGzip', bought: 1, seen: 'nothing', ending: 'answered' },
  { fault: 'cutMidBody', bought: 1, seen: 'nothing', ending: 'cut' },
  { fault: 'tokenExpired', bought: 0, seen: { status: 401 }, ending: 'answered' },
  { fault: 'slowBeforeCommit', bought: 1, seen: 'nothing', ending: 'clientGone' },
  { fault: 'slowAfterCommit', bought: 1, seen: 'nothing', ending: 'clientGone' },
];

describe('a one-shot fault', () => {
  test('is in the table below, whatever its name', () => {
    expect(TABLE.map(({ fault }) => fault)).toEqual(FAULT_NAMES);
  });

  test.each(TABLE)('$fault leaves $bought purchase and happens once', async ({ fault, bought, seen, ending }) => {
    const client = await freshClient();
    client.sandbox.faults.next({ route: 'register', fault, ...(fault.startsWith('slow') ? { ms: 1500 } : {}) });
    const answer = /^(hang|slow)/.test(fault) ? await buyImpatiently(client) : await buy(client);
    if (seen === 'nothing') expect(answer).toBe('nothing');
    else expect(answer).toMatchObject(seen);
    await client.sandbox.settled();
    expect(client.sandbox.purchasesFor('order-1')).toBe(bought);
    expect(client.sandbox.journal({ route: 'register' })[0]).toMatchObject({ fault, ending });
    if (fault !== 'tokenExpired') expect(await buy(client, 'order-2')).toMatchObject({ status: 200 });
  });

  test('waits for its call and strikes as often as told', async () => {
    const client = await freshClient();
    client.sandbox.faults.next({ route: 'register', fault: 'error503BeforeCommit', times: 2 });
    expect((await client.get('/gigastore/products/inventory')).status).toBe(200);
    const answers = [await client.register({}), await client.register({}), await client.register({})];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('can be anything that a provider may answer', async () => {
    const client = await freshClient();
    const body = '{"status":"pending"}';
    client.sandbox.faults.next({
      fault: { kind: 'answer', when: 'afterCommit', status: 202, contentType: 'application/json', body },
    });
    expect(await client.register({ metatag: 'a' })).toMatchObject({ status: 202, json: { status: 'pending' } });
    expect(client.sandbox.purchasesFor('a')).toBe(1);
  });

  test('sends Retry-After as it was told to', async () => {
    const client = await freshClient();
    const inventory = () =>
      fetch(`${client.sandbox.url}/gigastore/products/inventory`, {
        headers: { authorization: `Bearer ${client.token}` },
      });
    client.sandbox.faults.next({ fault: 'tooManyRequestsWithRetryAfter', retryAfter: '7' });
    expect((await inventory()).headers.get('retry-after')).toBe('7');
    client.sandbox.faults.next({ fault: 'tooManyRequests' });
    expect((await inventory()).headers.get('retry-after')).toBeNull();
  });

  test('of a name or for a call that does not exist is refused', async () => {
    const { faults } = (await freshClient()).sandbox;
    expect(() => faults.next({ fault: 'explode' as FaultName })).toThrow('no such fault: explode');
    expect(() => faults.next({ fault: 'emptyBody', route: 'regsiter' })).toThrow('no such call: regsiter');
  });
});

describe('a random mix', () => {
  const PROBABILITIES = { cutBeforeCommit: 0.2, error500AfterCommit: 0.2, tooManyRequests: 0.2 };
  const REFERENCES = Array.from({ length: 40 }, (_, index) => `order-${index}`);

  async function play(seed: number, references: string[], together: boolean): Promise<Record<string, unknown>> {
    const client = await freshClient();
    client.sandbox.faults.mix({ seed, probabilities: PROBABILITIES, routes: ['register'] });
    if (together) await Promise.all(references.map((reference) => buy(client, reference)));
    else for (const reference of references) await buy(client, reference);
    const entries = client.sandbox.journal({ route: 'register' });
    return Object.fromEntries(entries.map(({ reference, fault }) => [reference, fault]));
  }

  test('strikes the same references for the same seed, in any order and all at once', async () => {
    const first = await play(7, REFERENCES, false);
    expect(await play(7, [...REFERENCES].reverse(), false)).toEqual(first);
    expect(await play(7, REFERENCES, true)).toEqual(first);
    expect(new Set(Object.values(first))).toEqual(new Set([null, ...Object.keys(PROBABILITIES)]));
  });

  test('strikes others for another seed', async () => {
    expect(await play(8, REFERENCES, false)).not.toEqual(await play(7, REFERENCES, false));
  });

  test('decides anew for each attempt, and leaves other calls alone', async () => {
    const client = await freshClient();
    client.sandbox.faults.mix({ seed: 1, probabilities: { error503BeforeCommit: 0.5 }, routes: ['register'] });
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 20; attempt++) statuses.add((await client.register({ metatag: 'same' })).status);
    expect(statuses).toEqual(new Set([200, 503]));
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await client.get('/gigastore/products/inventory')).status).toBe(200);
  });

  test('ends when it is cleared, and must add up', async () => {
    const client = await freshClient();
    const { faults } = client.sandbox;
    expect(() => faults.mix({ seed: 1, probabilities: { cutAfterCommit: 0.6, emptyBody: 0.6 } })).toThrow('at most 1');
    faults.mix({ seed: 1, probabilities: { tooManyRequests: 1 } });
    expect((await client.register({})).status).toBe(429);
    faults.clear();
    expect((await client.register({})).status).toBe(200);
  });
});

describe('the books', () => {
  test('are right after many parallel purchases under every fault', async () => {
    const client = await freshClient();
    const share = 0.9 / FAULT_NAMES.length;
    const mixed = FAULT_NAMES.filter((name) => name !== 'tokenExpired');
    client.sandbox.faults.mix({
      seed: 11,
      probabilities: Object.fromEntries(mixed.map((name) => [name, share])),
      routes: ['register'],
      ms: 20,
    });
    const references = Array.from({ length: 150 }, (_, index) => `order-${index}`);
    await Promise.all(references.map((reference) => buy(client, reference)));
    await client.sandbox.settled();
    const books = client.sandbox.books();
    const entries = client.sandbox.journal({ route: 'register' });
    const committed = entries.filter(({ effects }) => effects.length > 0).map(({ reference }) => reference);
    expect(books.references.map(({ reference }) => reference).sort()).toEqual([...committed].sort());
    expect(books).toMatchObject({ boughtTwice: [], purchases: committed.length, credit: { balanced: true } });
    expect(committed.length).toBeGreaterThan(50);
    expect(committed.length).toBeLessThan(150);
  });

  test('show a reference that was bought twice, also one with an odd name', async () => {
    const client = await freshClient();
    for (const metatag of ['a', '__proto__', 'a', '__proto__', 'b']) await client.register({ metatag });
    const { customer } = await client.order({});
    await client.topUp(customer, { metatag: 'b' });
    expect(client.sandbox.books().boughtTwice).toEqual(['a', '__proto__', 'b']);
    expect(client.sandbox.purchasesFor('__proto__')).toBe(2);
    expect(client.sandbox.books().references.find(({ reference }) => reference === null)?.purchases).toBe(1);
  });

  test('keep secrets out of the journal', async () => {
    const client = await freshClient();
    await client.order({});
    const { sandbox } = client;
    await request(`${sandbox.url}/reseller/authenticate`, 'POST', { clientSecret: sandbox.clientSecret });
    await request(`${sandbox.url}/oauth/token`, 'POST', { client_secret: sandbox.clientSecret });
    const kept = JSON.stringify(sandbox.journal());
    for (const secret of [client.token, sandbox.clientSecret, 'LPA:1']) expect(kept).not.toContain(secret);
    expect(kept).toContain('Bearer [redacted]');
  });
});

test('going offline refuses connections, then the same books go on', async () => {
  const client = await freshClient();
  await client.register({ metatag: 'before' });
  const back = client.sandbox.goOffline(100);
  await expect(client.register({ metatag: 'meanwhile' })).rejects.toThrow();
  await back;
  expect((await client.register({ metatag: 'after' })).status).toBe(200);
  expect(client.sandbox.books().references.map(({ reference }) => reference)).toEqual(['before', 'after']);
});
