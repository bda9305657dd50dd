import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import type { ICredentialType, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { connect } from '../../http/connect';
import { ProviderError } from '../../http/errors';
import { signIn } from '../../http/signIn';
import { sharedToken } from '../../http/token';
import { record } from '../../esim/read';
import { contextFor } from '../support/n8n';

const BASE = 'http://provider.test';

const credentialType: ICredentialType = {
  name: 'exampleApi',
  displayName: 'Example API',
  properties: [
    { displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
    { displayName: 'Secret', name: 'secret', type: 'string', default: '' },
    { displayName: 'Token', name: 'accessToken', type: 'hidden', default: '', typeOptions: { expirable: true } },
    { displayName: 'Expires', name: 'tokenExpiresAt', type: 'hidden', default: '' },
  ],
  async preAuthentication(this: IHttpRequestHelper, credentials) {
    const stored = await sharedToken({
      identity: [String(credentials.baseUrl), String(credentials.secret)],
      stale: String(credentials.accessToken ?? ''),
      request: async () =>
        await signIn(this, {
          provider: 'Example',
          request: { method: 'POST', url: `${String(credentials.baseUrl)}/token` },
          secrets: [String(credentials.secret)],
          readToken: (json) => ({ token: String(record(json).token), expiresInSeconds: Number(record(json).life) }),
        }),
    });
    return { ...stored } as IDataObject;
  },
  authenticate: { type: 'generic', properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } } },
};

const destination = { name: 'Example', credential: 'exampleApi', secrets: ['secret', 'accessToken'] };

let account = 0;

function exampleNode(baseUrl: string, more: IDataObject = {}) {
  const data = { baseUrl, secret: `super-secret-${++account}`, accessToken: '', tokenExpiresAt: '', ...more };
  return contextFor({
    node: {
      description: {
        displayName: 'Example',
        name: 'example',
        group: [],
        version: 1,
        description: '',
        defaults: {},
        inputs: ['main'],
        outputs: ['main'],
        credentials: [{ name: 'exampleApi', required: true }],
        properties: [],
      },
    },
    parameters: {},
    credentials: { exampleApi: { type: credentialType, data: data as Record<string, string> } },
  });
}

async function caught(promise: Promise<unknown>): Promise<ProviderError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(ProviderError);
    return error as ProviderError;
  }
  throw new Error('It should have failed');
}

const token = (life = 86400, value = 'token-1') => nock(BASE).post('/token').reply(200, { token: value, life });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('signing in', () => {
  it('asks for one token for a hundred requests in flight', async () => {
    let tokens = 0;
    nock(BASE)
      .post('/token')
      .times(100)
      .reply(200, () => ({ token: `token-${++tokens}`, life: 86400 }));
    nock(BASE).get('/thing').times(100).reply(200, '{"ok":true}');
    const { http } = await connect(exampleNode(BASE), destination);
    await Promise.all(Array.from({ length: 100 }, async () => await http.read({ method: 'GET', path: '/thing' })));
    expect(tokens).toBe(1);
  });

  it('renews once when many requests are answered with 401 in the middle of a run', async () => {
    let tokens = 1;
    nock(BASE)
      .post('/token')
      .times(50)
      .reply(200, () => ({ token: `token-${++tokens}`, life: 86400 }));
    nock(BASE, { reqheaders: { authorization: 'Bearer token-1' } })
      .get('/thing')
      .times(20)
      .reply(401, '{}');
    nock(BASE, { reqheaders: { authorization: 'Bearer token-2' } })
      .get('/thing')
      .times(20)
      .reply(200, '{"ok":true}');
    const { http } = await connect(exampleNode(BASE, { accessToken: 'token-1' }), destination);
    await Promise.all(Array.from({ length: 20 }, async () => await http.read({ method: 'GET', path: '/thing' })));
    expect(tokens).toBe(2);
  });

  it('renews a token that is about to end before using it', async () => {
    token();
    nock(BASE, { reqheaders: { authorization: 'Bearer token-1' } })
      .get('/thing')
      .reply(200, '{"ok":true}');
    const ended = new Date(Date.now() - 1000).toISOString();
    const { http } = await connect(exampleNode(BASE, { accessToken: 'old', tokenExpiresAt: ended }), destination);
    await expect(http.read({ method: 'GET', path: '/thing' })).resolves.toEqual({ ok: true });
  });

  it('says that the credential is wrong, without the secret, and that nothing was sent', async () => {
    const context = exampleNode(BASE);
    nock(BASE)
      .post('/token')
      .reply(403, { message: `bad secret super-secret-${account}` });
    const { http } = await connect(context, destination);
    const exchange = await http.spend({ method: 'POST', path: '/buy', body: {} });
    expect(exchange).toMatchObject({ answered: false, sent: 'no', error: { kind: 'credential' } });
    expect(JSON.stringify(exchange)).not.toContain(`super-secret-${account}`);
  });

  it('knows that nothing was bought when the token endpoint has trouble', async () => {
    nock(BASE).post('/token').times(3).reply(502, '<html>Bad gateway</html>');
    const { http } = await connect(exampleNode(BASE), destination);
    const exchange = await http.spend({ method: 'POST', path: '/buy', body: {} });
    expect(exchange).toMatchObject({ answered: false, sent: 'no', error: { kind: 'unreachable' } });
  });
});

describe('reading', () => {
  const session = async () => await connect(exampleNode(BASE, { accessToken: 'token-1' }), destination);

  it('reads at the base URL as it was meant, pasted with spaces and a slash', async () => {
    const context = exampleNode(` ${BASE}/ `, { accessToken: 'token-1', tokenExpiresAt: '2999-01-01T00:00:00.000Z' });
    nock(BASE).get('/things').reply(200, { ok: true });
    const { http } = await connect(context, destination);
    expect(await http.read({ method: 'GET', path: '/things' })).toEqual({ ok: true });
  });

  it('keeps the digits of an ICCID that came as a number', async () => {
    nock(BASE).get('/thing').reply(200, '{"iccid":8944538532008160222}');
    const { http } = await session();
    await expect(http.read({ method: 'GET', path: '/thing' })).resolves.toEqual({ iccid: '8944538532008160222' });
  });

  it.each([429, 502, 503, 504])('tries again after %d', async (status) => {
    nock(BASE).get('/thing').reply(status, 'no', { 'Retry-After': '0' });
    nock(BASE).get('/thing').reply(200, '{"ok":true}');
    const { http } = await session();
    await expect(http.read({ method: 'GET', path: '/thing' })).resolves.toEqual({ ok: true });
  });

  it('does not believe a web page that something is not there', async () => {
    nock(BASE).get('/esim').reply(404, '<html><h1>404 Not Found</h1></html>', { 'Content-Type': 'text/html' });
    nock(BASE).get('/esim').reply(404, { message: 'no such eSIM' });
    const { http } = await connect(exampleNode(BASE, { accessToken: 'x' }), destination);
    const read = async () => await caught(http.read({ method: 'GET', path: '/esim' }));
    expect(await read()).toMatchObject({ kind: 'unreachable', status: 404 });
    expect(await read()).toMatchObject({ kind: 'notFound', status: 404 });
  });

  it('is not asked for again before the provider wants it, when that is long', async () => {
    nock(BASE).get('/esim').reply(429, {}, { 'Retry-After': '120' });
    const { http } = await connect(exampleNode(BASE, { accessToken: 'x' }), destination);
    expect(await caught(http.read({ method: 'GET', path: '/esim' }))).toMatchObject({
      kind: 'rateLimited',
      retryAfterMs: 120_000,
    });
  });

  it('gives up after four tries and says so in plain words, without the HTML of the gateway', async () => {
    nock(BASE).get('/thing').times(4).reply(502, '<html><h1>Bad Gateway</h1></html>', { 'Content-Type': 'text/html' });
    const { http } = await session();
    const error = await caught(http.read({ method: 'GET', path: '/thing' }));
    expect(error.message).toBe('Example is having trouble (HTTP 502)');
    expect(nock.isDone()).toBe(true);
  });

  it.each([400, 404, 422, 500])('does not try again after %d', async (status) => {
    nock(BASE).get('/thing').reply(status, '{"message":"because"}');
    const { http } = await session();
    const error = await caught(http.read({ method: 'GET', path: '/thing' }));
    expect(error).toMatchObject({ status, message: expect.stringContaining('because') as string });
  });

  it.each([
    ['problem+json', '{"title":"Bad","detail":"The package is gone"}', 'Bad: The package is gone'],
    ['message', '{"message":"Not like this"}', 'Not like this'],
    ['error', '{"error":"nope"}', 'nope'],
    ['a list of messages', '{"type":"X","messages":["one","two"]}', 'one; two'],
    ['plain text', 'Out of credit', 'Out of credit'],
    ['nothing at all', '', 'refused the request (HTTP 400)'],
  ])('repeats the provider’s words from %s', async (_name, body, words) => {
    nock(BASE).get('/thing').reply(400, body);
    const { http } = await session();
    expect((await caught(http.read({ method: 'GET', path: '/thing' }))).message).toContain(words);
  });

  it.each([
    [400, '{"message":"because"}', 'Check the fields of this item by what the provider says'],
    [400, '<html>', 'The provider does not say why'],
    [402, '{"message":"because"}', 'Check your credit'],
  ])('says what to do after %d %s', async (status, body, todo) => {
    nock(BASE).get('/thing').reply(status, body);
    const { http } = await session();
    expect((await caught(http.read({ method: 'GET', path: '/thing' }))).description).toContain(todo);
  });

  it('hides activation codes and links that the provider puts into an error', async () => {
    const code = 'LPA:1$smdp.example.com$SECRET-ID';
    nock(BASE)
      .get('/thing')
      .reply(400, { message: `cannot use ${code} nor https://dent.giga.store#/esim/profile?token=eyJhbGciOi.abc.def` });
    const { http } = await session();
    const error = await caught(http.read({ method: 'GET', path: '/thing' }));
    expect(error.message).toContain('[activation code]');
    expect(error.message).not.toMatch(/SECRET-ID|eyJ/);
  });

  it('takes a truncated body for what it is', async () => {
    nock(BASE).get('/thing').reply(200, '{"items":[{"id":"a"');
    const { http } = await session();
    expect((await caught(http.read({ method: 'GET', path: '/thing' }))).kind).toBe('unreachable');
  });

  it('does not follow a redirect', async () => {
    nock(BASE)
      .post('/buy')
      .reply(302, '', { Location: `${BASE}/other` });
    const { http } = await session();
    await expect(http.spend({ method: 'POST', path: '/buy', body: {} })).resolves.toMatchObject({ status: 302 });
  });
});

describe('an answer that was spoilt on its way', () => {
  const halfAnOrder = '{"order":{"activationCode":"LPA:1$smdp.example.com$AB-12","output":{"matchingId":"5C-01C087';

  it.each([200, 400, 500])(
    'is not quoted in the error with status %s: it may hold an activation code',
    async (status) => {
      nock(BASE).get('/x').reply(status, halfAnOrder, { 'Content-Type': 'application/json' });
      const { http } = await connect(exampleNode(BASE, { accessToken: 'x' }), destination);
      const answered = http.read({ method: 'GET', path: '/x' }).then(String, (error: Error) => error.message);
      expect(await answered).not.toMatch(/LPA|smdp|5C-01|matching/);
    },
  );

  it('still tells the provider’s plain words', async () => {
    nock(BASE).get('/x').reply(400, 'Unknown package');
    const { http } = await connect(exampleNode(BASE, { accessToken: 'x' }), destination);
    await expect(http.read({ method: 'GET', path: '/x' })).rejects.toThrow('Unknown package');
  });
});

describe('a purchase that gets no answer', () => {
  let server: Server;
  let url: string;
  let received = 0;

  beforeAll(async () => {
    nock.restore();
    server = createServer((request, response) => {
      received++;
      if (request.url === '/cut') request.socket.destroy();
      else if (request.url === '/hang') request.resume();
      else if (request.url === '/slow') setTimeout(() => response.end('{"ok":true}'), 600);
      else if (request.url === '/garbled') response.writeHead(200, { 'content-encoding': 'gzip' }).end('never packed');
      else response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    nock.activate();
  });
  beforeEach(() => {
    received = 0;
  });

  it('is never sent twice and counts as maybe sent when the connection is cut', async () => {
    const { http } = await connect(exampleNode(url, { accessToken: 'x' }), destination);
    const exchange = await http.spend({ method: 'POST', path: '/cut', body: { a: 1 } });
    expect(exchange).toMatchObject({ answered: false, sent: 'maybe', timedOut: false });
    expect(received).toBe(1);
  });

  it('counts as maybe sent when the answer takes too long', async () => {
    const { http } = await connect(exampleNode(url, { accessToken: 'x' }), destination, { spendTimeoutMs: 150 });
    const exchange = await http.spend({ method: 'POST', path: '/hang', body: { a: 1 } });
    expect(exchange).toMatchObject({ answered: false, sent: 'maybe', timedOut: true });
    expect(received).toBe(1);
  });

  it('has a time-out of its own: an answer is taken that comes too late for a read', async () => {
    const { http } = await connect(exampleNode(url, { accessToken: 'x' }), destination, {
      readTimeoutMs: 150,
      spendTimeoutMs: 20_000,
      readTries: 1,
    });
    await expect(http.spend({ method: 'POST', path: '/slow', body: {} })).resolves.toMatchObject({
      json: { ok: true },
    });
    expect((await caught(http.read({ method: 'GET', path: '/slow' }))).message).toContain('did not answer in time');
    const change = http.change({ method: 'POST', path: '/slow', body: {} });
    expect((await caught(change)).message).toContain('did not answer in time');
  });

  it('counts as maybe sent when the answer cannot be decompressed, whatever its status', async () => {
    const { http } = await connect(exampleNode(url, { accessToken: 'x' }), destination);
    const exchange = await http.spend({ method: 'POST', path: '/garbled', body: { a: 1 } });
    expect(exchange).toMatchObject({ answered: false, sent: 'maybe' });
    expect(exchange).toMatchObject({ error: { message: expect.stringContaining('HTTP 200') as string } });
    expect(received).toBe(1);
  });

  it('counts as not sent when nobody listens at the address', async () => {
    const { http } = await connect(exampleNode('http://127.0.0.1:1', { accessToken: 'x' }), destination);
    const exchange = await http.spend({ method: 'POST', path: '/buy', body: {} });
    expect(exchange).toMatchObject({ answered: false, sent: 'no' });
    expect(exchange).toMatchObject({ error: { message: expect.stringContaining('refused') as string } });
  });

  it('counts as not sent when the host has no address', async () => {
    const { http } = await connect(exampleNode('http://no-such-host.invalid', { accessToken: 'x' }), destination);
    await expect(http.spend({ method: 'POST', path: '/buy', body: {} })).resolves.toMatchObject({ sent: 'no' });
  });
});
