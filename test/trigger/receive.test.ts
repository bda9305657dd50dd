import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import nock from 'nock';

import {
  ACME_API,
  ACME_PASSWORD,
  ACME_TOKEN,
  acme,
  acmeCredential,
  acmeCredentialData,
  event,
  portalSource,
  registeringSource,
} from './acme';
import type { Setup } from './trigger';
import { call, triggerFor } from './trigger';

const credentials = { acmeApi: { type: acmeCredential, data: acmeCredentialData } };
const portal: Setup = { trigger: triggerFor([acme(portalSource)]), credentials };
const registering: Setup = {
  trigger: triggerFor([acme(registeringSource)]),
  credentials,
  parameters: { confirmWithProvider: false },
};

const INSTALLED = { id: '1', type: 'esim.installed', iccid: '8900000000000000001' };
const LOW = { id: '2', type: 'balance.low', iccid: '8900000000000000002', more: 'of the wire format' };

function acmeShows(iccid: string, state: string): nock.Scope {
  return nock(ACME_API)
    .get(`/esims/${iccid}`)
    .matchHeader('authorization', `Bearer ${ACME_TOKEN}`)
    .reply(200, { state });
}

function deliveryOf(...events: object[]): { body: string } {
  return { body: JSON.stringify(events) };
}

/** A provider that takes the connection and cuts it without a word. */
async function hangingUp(): Promise<{ readonly url: string; readonly calls: number; close(): Promise<void> }> {
  let calls = 0;
  const server = createServer((request) => {
    calls += 1;
    request.socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    close: async () => await new Promise<void>((closed) => server.close(() => closed())),
  };
}

describe('a delivery to the trigger', () => {
  beforeAll(() => {
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  afterAll(() => {
    nock.restore();
    nock.enableNetConnect();
  });

  it('answers a probe of the URL without looking at anything', async () => {
    const reply = await call(portal, { webhookName: 'setup' });
    expect(reply.returned).toEqual({ webhookResponse: { ready: true } });
    expect(reply.log).toEqual([]);
  });

  it('starts with one item for each event, signed in with the credential to ask back', async () => {
    acmeShows('8900000000000000001', 'INSTALLED');
    acmeShows('8900000000000000002', 'INSTALLED');
    const reply = await call(portal, deliveryOf(INSTALLED, LOW));
    expect(reply.status).toBeNull();
    expect(reply.returned.webhookResponse).toEqual({ received: true, started: true });
    expect(reply.items).toEqual([
      { ...event('1', 'esim.installed'), customerId: 'customer-1', confirmed: true },
      { ...event('2', 'balance.low', '8900000000000000002'), customerId: 'customer-1', confirmed: true },
    ]);
    expect(reply.log.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('does the same while somebody listens for a test event in the editor', async () => {
    acmeShows('8900000000000000001', 'INSTALLED');
    const reply = await call({ ...portal, mode: 'manual' }, deliveryOf(INSTALLED));
    expect(reply.items).toHaveLength(1);
  });

  it('adds the untouched message under raw when Simplify is off', async () => {
    acmeShows('8900000000000000002', 'INSTALLED');
    const reply = await call({ ...portal, parameters: { simplify: false } }, deliveryOf(LOW));
    expect(reply.items).toEqual([expect.objectContaining({ eventId: '2', raw: LOW })]);
  });

  it('needs no credential when nobody is to be asked', async () => {
    const setup = { ...portal, credentials: {}, parameters: { confirmWithProvider: false } };
    const reply = await call(setup, deliveryOf(INSTALLED));
    expect(reply.items).toEqual([{ ...event('1', 'esim.installed'), confirmed: null }]);
  });

  it('takes an event that was not chosen and starts nothing', async () => {
    const reply = await call({ ...portal, parameters: { events: ['balance.low'] } }, deliveryOf(INSTALLED));
    expect(reply.status).toBeNull();
    expect(reply.returned).toEqual({ webhookResponse: { received: true, started: false } });
    expect(reply.log).toEqual([
      {
        level: 'debug',
        text: 'eSIM Trigger ignored a delivery: not among the chosen events',
        about: {
          reason: 'not among the chosen events',
          provider: 'acme',
          eventTypes: ['esim.installed'],
          workflowId: 'workflow-1',
        },
      },
    ]);
  });

  it('refuses an event about an eSIM that the provider does not know, and says so in the log', async () => {
    nock(ACME_API).get('/esims/8900000000000000001').reply(404, { message: 'no such eSIM' });
    const reply = await call(portal, deliveryOf(INSTALLED));
    expect(reply).toMatchObject({
      status: 401,
      body: { error: 'Not accepted' },
      returned: { noWebhookResponse: true },
    });
    expect(reply.returned.workflowData).toBeUndefined();
    expect(reply.log).toEqual([
      {
        level: 'warn',
        text: 'eSIM Trigger answered 401 to a delivery: the provider does not confirm it: Acme does not know this eSIM',
        about: expect.objectContaining({ provider: 'acme', eventTypes: ['esim.installed'] }),
      },
    ]);
  });

  it('starts with the rest of a delivery and logs what it left out', async () => {
    nock(ACME_API).get('/esims/8900000000000000001').reply(404);
    acmeShows('8900000000000000002', 'DELETED');
    const reply = await call(portal, deliveryOf(INSTALLED, LOW));
    expect(reply.items).toEqual([expect.objectContaining({ eventId: '2', confirmed: false, state: 'deleted' })]);
    expect(reply.log.map(({ level, text }) => [level, text])).toEqual([
      [
        'warn',
        'eSIM Trigger left out part of a delivery: the provider does not confirm it: Acme does not know this eSIM',
      ],
    ]);
  });

  it('refuses what the provider does not agree with when told to', async () => {
    acmeShows('8900000000000000001', 'DELETED');
    const reply = await call({ ...portal, parameters: { ifNotConfirmed: 'refuse' } }, deliveryOf(INSTALLED));
    expect(reply).toMatchObject({ status: 401, items: [] });
  });

  it('asks the sender to try again when the provider does not answer', async () => {
    const deaf = await hangingUp();
    const reply = await call(
      {
        ...portal,
        credentials: { acmeApi: { type: acmeCredential, data: { ...acmeCredentialData, baseUrl: deaf.url } } },
      },
      deliveryOf(INSTALLED),
    );
    await deaf.close();
    expect(deaf.calls).toBeGreaterThan(0);
    expect(reply).toMatchObject({
      status: 503,
      body: { error: 'Could not be checked now, try again later' },
      headers: { 'Retry-After': '60' },
      items: [],
    });
    expect(reply.log.find(({ level }) => level === 'warn')?.text).toContain('answered 503 to a delivery');
  });

  it('asks the sender to try again when the credential is missing, and names that in the log', async () => {
    const reply = await call({ ...portal, credentials: {} }, deliveryOf(INSTALLED));
    expect(reply).toMatchObject({ status: 503, items: [] });
    expect(reply.log.find(({ level }) => level === 'warn')?.text).toContain('Node does not have any credentials set');
  });

  it.each(['', '<html>', '{"a":', '"text"', '\u0000'])('answers 400 to a body that is no event (%j)', async (body) => {
    const reply = await call(portal, { body });
    expect(reply).toMatchObject({ status: 400, body: { error: 'The body is not an event' }, items: [] });
    expect(reply.returned).toEqual({ noWebhookResponse: true });
  });

  it('answers 413 to a body larger than n8n takes', async () => {
    const brokenBody = Object.assign(new Error('request entity too large'), { type: 'entity.too.large' });
    const reply = await call(portal, { brokenBody });
    expect(reply).toMatchObject({ status: 413, body: { error: 'The body is too large' } });
    expect(reply.log[0]?.text).toContain('N8N_PAYLOAD_SIZE_MAX');
  });

  it('answers 400 to a body that broke off', async () => {
    expect(await call(portal, { brokenBody: new Error('request aborted') })).toMatchObject({ status: 400 });
  });

  it('lets a provider check a password from the credential', async () => {
    const right = await call(registering, { ...deliveryOf(INSTALLED), headers: { 'X-Password': ACME_PASSWORD } });
    expect(right.items).toEqual([{ ...event('1', 'esim.installed'), confirmed: true }]);
    const wrong = await call(registering, { ...deliveryOf(INSTALLED), headers: { 'x-password': 'guess' } });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'Not accepted' }, items: [] });
    expect(wrong.log[0]?.text).toBe('eSIM Trigger answered 401 to a delivery: the password is wrong');
  });

  it('trusts nothing while the credential that holds the password is missing', async () => {
    const reply = await call({ ...registering, credentials: {} }, deliveryOf(INSTALLED));
    expect(reply).toMatchObject({ status: 503, items: [] });
  });

  it('never writes the password, the token or the body to the log or the answer', async () => {
    nock(ACME_API).get('/esims/8900000000000000001').reply(500, `token ${ACME_TOKEN}, ${ACME_PASSWORD}`);
    const asking = { ...registering, parameters: { confirmWithProvider: true } };
    const replies = [
      await call(asking, { ...deliveryOf(INSTALLED), headers: { 'x-password': ACME_PASSWORD } }),
      await call(asking, { body: 'LPA:1$smdp.test$CODE', headers: { 'x-password': ACME_PASSWORD } }),
      await call(asking, { body: 'LPA:1$smdp.test$CODE', headers: { 'x-password': 'guess' } }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([503, 400, 401]);
    for (const { body, log } of replies) {
      const written = JSON.stringify([body, log]);
      for (const secret of [ACME_PASSWORD, ACME_TOKEN, 'guess', 'LPA:', 'CODE']) expect(written).not.toContain(secret);
    }
  });
});
