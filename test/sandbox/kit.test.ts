/** The kit with the smallest stand-in that uses what no present provider has: signed requests, an address that is tried. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';

import { type Calls, inBody, toRoutes } from '../../sandbox/core/call';
import { need, text, textIn, url } from '../../sandbox/core/checks';
import { json, type Refusal, refuseIf } from '../../sandbox/core/http';
import { type Bought, drain, foundIn, nextState } from '../../sandbox/core/life';
import { numberedPage } from '../../sandbox/core/lists';
import { newIccid } from '../../sandbox/core/numbers';
import type { Sandbox } from '../../sandbox/core/sandbox';
import { sending, type SettingsOf } from '../../sandbox/core/settings';
import { header, isSame } from '../../sandbox/core/signIn';
import { startStandIn } from '../../sandbox/core/standIn';
import type { StandIn, World } from '../../sandbox/core/world';
import { Receiver, request, stopAll } from './client';

const SETTINGS = { perMinute: 0, webhooks: sending({ attempts: 3 }) };
const ACCOUNT = { apiKey: 'a key that opens nothing', secret: 'a secret that opens nothing' };
const newState = () => ({ sims: new Map<string, Bought & { iccid: string; status: string }>() });

interface ShopKind {
  settings: SettingsOf<typeof SETTINGS>;
  state: ReturnType<typeof newState>;
  account: typeof ACCOUNT;
  books: object;
}
type Shop = World<ShopKind>;

const sign = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');

const calls = (world: Shop): Calls => ({
  order: {
    at: 'POST /order',
    body: { transactionId: need(text) },
    reference: inBody('transactionId'),
    run: (_request, body) =>
      world.answers.once(String(textIn(body, 'transactionId')), () => {
        const sim = { iccid: newIccid(world.random), status: 'released', totalBytes: 100, usedBytes: 0 };
        world.state.sims.set(sim.iccid, { ...sim, activatedAt: world.now, expiresAt: null });
        const reference = textIn(body, 'transactionId');
        world.ledger.purchase({ call: 'order', reference, orderId: sim.iccid, customerId: null, amount: '1.00' });
        return json(sim);
      }),
  },
  sims: {
    at: 'GET /sims',
    query: { page: /^\d+$/ },
    run: ({ query }) => json(numberedPage([...world.state.sims.values()], Number(query.get('page') ?? 1), 2)),
  },
  watch: {
    at: 'POST /watch',
    body: { webhook: need(url) },
    run: async (_request, body) => {
      const wanted = String(body['webhook']);
      const [tried] = await world.webhooks.sendAtOnce([{ event: 'used', body: { test: true }, url: wanted }]);
      refuseIf(tried?.status !== 200, 'notThere', 'The address does not answer.');
      world.webhooks.setUrl('used', wanted);
      return json({});
    },
  },
});

const SHOP: StandIn<ShopKind> = {
  title: 'Shop',
  folder: join(__dirname, '../../sandbox/gigs'),
  account: ACCOUNT,
  settings: SETTINGS,
  events: ['used'],
  credit: '2.50',
  state: newState,
  routes: (world) =>
    toRoutes(calls(world), {
      around: (asked, _call, go) => {
        const { apiKey, secret } = world.account;
        refuseIf(!isSame(header(asked, 'x-api-key'), apiKey), 'badKey', 'Forbidden');
        const wanted = sign(secret, asked.rawBody.toString('utf8'));
        refuseIf(!isSame(header(asked, 'x-signature'), wanted), 'badSignature', 'Signature mismatch');
        refuseIf(!world.limit.allows('all', world.settings.perMinute, 60_000), 'tooMany', 'Too many');
        return go();
      },
    }),
  refuse: ({ rule, message }: Refusal) => json({ code: rule, message }, rule === 'tooMany' ? 429 : 400),
  catchUp: () => [],
  actions: ['install', 'useData'],
  act: ({ state }, iccid, action, { bytes = 0 }) => {
    const sim = foundIn(state.sims, iccid, 'eSIM');
    if (action !== 'useData') sim.status = nextState({ install: { to: 'installed' } }, action, sim.status);
    return { events: [{ event: 'used', body: { iccid } }], usedBytes: drain([sim], bytes) };
  },
  headers: ({ account }, body) => ({ 'x-signature': sign(account.secret, body) }),
  books: () => ({}),
  page: () => ({ orders: [], esims: [] }),
};

let shop: Sandbox<ShopKind>;

beforeEach(async () => {
  shop = (await startStandIn(SHOP, { clockStandsAt: '2026-01-01T00:00:00Z' })).sandbox;
});

afterEach(async () => {
  await shop.stop();
  await stopAll();
});

const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const signature = sign(shop.secret, body ? JSON.stringify(body) : '');
  return request(shop.url + path, method, body, { 'x-api-key': shop.apiKey, 'x-signature': signature, ...headers });
};

test('a key and a signature are checked, and neither enters the journal', async () => {
  expect((await ask('GET', '/sims')).status).toBe(200);
  expect((await ask('GET', '/sims', undefined, { 'x-api-key': 'x' })).json).toMatchObject({ code: 'badKey' });
  expect((await ask('GET', '/sims', undefined, { 'x-signature': 'x' })).json).toMatchObject({ code: 'badSignature' });
  expect(JSON.stringify(shop.journal())).not.toContain(shop.apiKey);
});

test('the same transaction id is the same order, whatever happens to its answer', async () => {
  shop.faults.next({ fault: 'cutAfterCommit', route: 'order' });
  await expect(ask('POST', '/order', { transactionId: 'a' })).rejects.toThrow();
  const [first, second] = [
    await ask('POST', '/order', { transactionId: 'a' }),
    await ask('POST', '/order', { transactionId: 'a' }),
  ];
  expect(first.json).toEqual(second.json);
  expect([shop.purchasesFor('a'), shop.books().credit.now]).toEqual([1, '1.50']);
  expect((await ask('POST', '/order', { transactionId: 'b', more: 1 })).json).toMatchObject({
    code: 'undocumentedField',
  });
  expect(shop.books().violations).toHaveLength(1);
});

test('lists come in pages', async () => {
  for (const transactionId of ['a', 'b', 'c']) await ask('POST', '/order', { transactionId });
  expect((await ask('GET', '/sims?page=2')).json).toMatchObject({ rows: [expect.anything()], pages: 2 });
});

test('a limit is the provider’s to set, and time lifts it', async () => {
  shop.changeSettings({ perMinute: 1 });
  expect([(await ask('GET', '/sims')).status, (await ask('GET', '/sims')).status]).toEqual([200, 429]);
  await shop.advance(60_000);
  expect((await ask('GET', '/sims')).status).toBe(200);
});

test('an address is tried before it is kept; deliveries are signed and repeated until they are taken', async () => {
  const receiver = await Receiver.start();
  receiver.status = 500;
  expect((await ask('POST', '/watch', { webhook: receiver.url('/hook') })).json).toMatchObject({ code: 'notThere' });
  expect(shop.webhooks.getUrls()).toEqual({ used: null });
  receiver.status = 200;
  expect((await ask('POST', '/watch', { webhook: receiver.url('/hook') })).status).toBe(200);
  await ask('POST', '/order', { transactionId: 'a' });
  const sim = shop.books().ledger[0]?.orderId ?? '';
  receiver.status = 503;
  const { deliveries, usedBytes } = await shop.device(sim, 'useData', { bytes: 150 });
  expect(usedBytes).toBe(100);
  expect(deliveries).toMatchObject([{ outcome: 'answered', status: 503, attempts: 3 }]);
  expect(receiver.headers.at(-1)?.['x-signature']).toBe(sign(shop.secret, JSON.stringify({ iccid: sim })));
});

test('what cannot be done is said in plain words', async () => {
  await expect(shop.device('1', 'install')).rejects.toThrow('no eSIM 1');
  await ask('POST', '/order', { transactionId: 'a' });
  await expect(shop.device(shop.books().ledger[0]?.orderId ?? '', 'throw')).rejects.toThrow('no such action: throw');
});
