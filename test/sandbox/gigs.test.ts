/**
 * The stand-in of Gigs by itself: as strict as Gigs, and signing as it does (facts/providers/gigs.md, sections 4 and
 * 18).
 */
import axios from 'axios';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type GigsSandbox, startGigsSandbox } from '../../sandbox';
import { TRAVEL } from '../../sandbox/gigs/catalogue';
import { checkStandardWebhook } from '../../webhooks/standardWebhooks';

let sandbox: GigsSandbox;
beforeEach(async () => {
  sandbox = await startGigsSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function ask(method: string, path: string, data?: object, headers: Record<string, string> = {}) {
  return await axios.request<Record<string, unknown>>({
    method,
    url: `${sandbox.url}/projects/${sandbox.projectId}${path}`,
    data,
    headers: { Authorization: `Bearer ${sandbox.apiToken}`, ...headers },
    validateStatus: () => true,
  });
}

async function newUser(): Promise<string> {
  return String((await ask('POST', '/users', { email: 'jerry@example.com' })).data['id']);
}

test.each<[string, string, string, object | undefined]>([
  ['an unknown parameter', 'GET', '/plans?page=2', undefined],
  ['an empty parameter', 'GET', '/subscriptions?user=', undefined],
  ['a value outside its enum', 'GET', '/plans?status=active', undefined],
  ['a parameter that is given twice', 'GET', '/plans?status=available&status=draft', undefined],
  ['a page that is too large', 'GET', '/plans?limit=201', undefined],
  ['an unknown property', 'POST', '/users', { email: 'jerry@example.com', name: 'Jerry' }],
  ['a missing property', 'POST', '/users', { fullName: 'Jerry' }],
  ['an ICCID in another form', 'POST', '/sims/search', { iccid: '8999' }],
  ['metadata that is null', 'POST', '/users', { email: 'jerry@example.com', metadata: null }],
])('refuses %s, and counts it', async (_what, method, path, body) => {
  const answer = await ask(method, path, body);
  expect(answer).toMatchObject({ status: 422, data: { object: 'error', type: 'invalid' } });
  expect(sandbox.books().violations).toHaveLength(1);
});

test('looks at the token before anything else', async () => {
  const answer = await ask('GET', '/plans?page=2', undefined, { Authorization: 'Bearer gpk_wrong' });
  expect(answer).toMatchObject({ status: 401, data: { type: 'unauthenticated' } });
  expect((await ask('GET', '/nothing')).status).toBe(404);
});

test('a successful request is given again under its key, a refused one is not kept', async () => {
  const user = await newUser();
  const key = { 'Idempotency-Key': 'once' };
  expect((await ask('POST', '/subscriptions', { plan: 'pln_none', user }, key)).status).toBe(422);
  const first = await ask('POST', '/subscriptions', { plan: TRAVEL, user }, key);
  const second = await ask('POST', '/subscriptions', { plan: TRAVEL, user }, key);
  expect(second).toMatchObject({ status: 201, data: { id: first.data['id'] } });
  expect(sandbox.books().subscriptions).toBe(1);
});

test('a project outside the beta refuses the key, and does nothing', async () => {
  sandbox.changeSettings({ idempotency: 'rejected' });
  const answer = await ask('POST', '/users', { email: 'jerry@example.com' }, { 'Idempotency-Key': 'once' });
  expect(answer.status).toBe(422);
  expect(sandbox.books().users).toBe(0);
});

test('pages lead from one to the next', async () => {
  for (const name of ['a', 'b', 'c']) await ask('POST', '/users', { email: `${name}@example.com` });
  const first = (await ask('GET', '/users?limit=2')).data;
  expect(first).toMatchObject({
    moreItemsBefore: null,
    items: [{ email: 'c@example.com' }, { email: 'b@example.com' }],
  });
  const second = (await ask('GET', `/users?limit=2&after=${String(first['moreItemsAfter'])}`)).data;
  expect(second).toMatchObject({ moreItemsAfter: null, items: [{ email: 'a@example.com' }] });
});

test('the activation takes its time, which can be let pass', async () => {
  const user = await newUser();
  const { data } = await ask('POST', '/subscriptions', { plan: TRAVEL, user });
  expect(data).toMatchObject({ status: 'pending', sim: null });
  await sandbox.advance(60_000);
  const read = (await ask('GET', `/subscriptions/${String(data['id'])}`)).data;
  expect(read).toMatchObject({ status: 'active', sim: { type: 'eSIM', status: 'active' } });
});

describe('its webhooks', () => {
  let receiver: Server;
  let received: Array<{ headers: Record<string, string>; body: Buffer }>;
  let answers: number[];

  beforeEach(async () => {
    received = [];
    answers = [];
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    sandbox.webhooks.setUrl('*', `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  });
  afterEach(async () => {
    await new Promise((resolve) => receiver.close(resolve));
  });

  test.each(['webhook', 'svix'] as const)('are signed, in the headers %s-*', async (webhookHeaders) => {
    sandbox.changeSettings({ webhookHeaders });
    await ask('POST', '/subscriptions', { plan: TRAVEL, user: await newUser() });
    await sandbox.settled();
    const [first] = received;
    expect(Object.keys(first?.headers ?? {})).toContain(`${webhookHeaders}-signature`);
    expect(
      checkStandardWebhook(first?.headers ?? {}, first?.body ?? Buffer.alloc(0), sandbox.webhookSecret),
    ).toMatchObject({
      trusted: true,
    });
  });

  test('are sent again until they are taken, under the same id', async () => {
    sandbox.changeSettings({ webhooks: { ...sandbox.settings().webhooks, pauseMs: 0 } });
    answers = [500, 503];
    await sandbox.webhooks.sendInOrder([
      sandbox.event('subscription.resumed', { object: 'subscription', id: 'sub_1' }),
    ]);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
  });
});
