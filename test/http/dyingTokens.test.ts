/** Sign-ins that worked, and tokens that a provider under load forgets. */
import nock from 'nock';
import type { ICredentialType, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { record, text } from '../../esim/read';
import type { ProviderError } from '../../http/errors';
import { signIn } from '../../http/signIn';
import { sharedToken } from '../../http/token';
import { sessionWith, withDefaults } from '../support/credentialUse';

jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: async () => await Promise.resolve(),
}));

const BASE = 'http://provider.test';
const SECRET = 'the-secret-of-this-account';

const type: ICredentialType = {
  name: 'exampleApi',
  displayName: 'Example API',
  properties: [
    { displayName: 'Base URL', name: 'baseUrl', type: 'string', default: BASE },
    { displayName: 'ID', name: 'id', type: 'string', default: '' },
    { displayName: 'Secret', name: 'secret', type: 'string', default: SECRET, typeOptions: { password: true } },
    { displayName: 'Token', name: 'accessToken', type: 'hidden', default: '', typeOptions: { expirable: true } },
  ],
  async preAuthentication(this: IHttpRequestHelper, { id, accessToken }) {
    const stored = await sharedToken({
      identity: [String(id)],
      stale: String(accessToken),
      request: async (workedBefore) =>
        await signIn(this, {
          provider: 'Example',
          workedBefore,
          request: { method: 'POST', url: `${BASE}/token` },
          secrets: [SECRET],
          readToken: (json) => ({ token: text(record(json).token) ?? '', expiresInSeconds: null }),
        }),
    });
    return { ...stored } as IDataObject;
  },
  authenticate: async ({ accessToken }, request) => ({
    ...request,
    headers: { ...request.headers, Authorization: `Bearer ${String(accessToken)}` },
  }),
};

let account = 0;
let given = 0;
const session = async () => await sessionWith(type, withDefaults(type, { id: `account-${account}` }));
const read = async () => await (await session()).http.read({ method: 'GET', path: '/thing' });
const signedIn = () =>
  nock(BASE)
    .post('/token')
    .reply(200, () => ({ token: `token-${++given}` }));
const refused = (status = 401, body: object = { message: `no such ${SECRET}` }) =>
  nock(BASE).post('/token').reply(status, body);
const thing = (status: number, times = 1) =>
  nock(BASE)
    .get('/thing')
    .times(times)
    .reply(status, status === 401 ? { message: 'unknown token' } : { ok: true });

async function caught(promise: Promise<unknown>): Promise<ProviderError> {
  return await promise.then(
    () => Promise.reject(new Error('It should have failed')),
    (error: ProviderError) => error,
  );
}

beforeEach(() => {
  nock.disableNetConnect();
  account++;
});
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(unused).toEqual([]);
});

describe('a token that is refused although it was given out a moment ago', () => {
  it('is replaced again, beyond the one renewal of n8n', async () => {
    for (let tokens = 0; tokens < 3; tokens++) signedIn();
    thing(401, 3);
    thing(200);
    await expect(read()).resolves.toEqual({ ok: true });
  });

  it('is replaced for a purchase as well: what was answered with 401 was not carried out', async () => {
    for (let tokens = 0; tokens < 2; tokens++) signedIn();
    nock(BASE).post('/buy').times(2).reply(401, {});
    nock(BASE).post('/buy').reply(201, { orderId: '1' });
    const exchange = await (await session()).http.spend({ method: 'POST', path: '/buy', body: {} });
    expect(exchange).toMatchObject({ answered: true, status: 201 });
  });

  it('is said to be what was refused, and id and secret to be right', async () => {
    for (let tokens = 0; tokens < 4; tokens++) signedIn();
    thing(401, 6);
    expect(await caught(read())).toMatchObject({
      kind: 'credential',
      message: 'Example did not accept 3 tokens that it had just given out: unknown token (HTTP 401)',
      description: expect.stringMatching(/^Id and secret are right, since signing in works/) as string,
    });
  });

  it('passes when other requests are accepted with the same credential', async () => {
    for (let tokens = 0; tokens < 4; tokens++) signedIn();
    thing(200);
    await read();
    thing(401, 6);
    expect(await caught(read())).toMatchObject({
      kind: 'unreachable',
      message: 'Example did not accept 3 tokens that it had just given out: unknown token (HTTP 401)',
      description: expect.stringContaining('run again later') as string,
    });
  });
});

describe('signing in', () => {
  it('is tried once where it has never worked: id or secret are wrong', async () => {
    refused();
    const error = await caught(read());
    expect(error).toMatchObject({
      kind: 'credential',
      message: 'Example did not accept the credential when signing in: no such [hidden] (HTTP 401)',
      description: expect.stringMatching(/^Open the credential and check id, secret and address/) as string,
    });
  });

  it('is tried again where it worked before', async () => {
    signedIn();
    thing(200);
    await read();
    thing(401);
    refused();
    refused();
    signedIn();
    thing(200);
    await expect(read()).resolves.toEqual({ ok: true });
  });

  it('says what was seen when it worked before and does no more', async () => {
    signedIn();
    thing(200);
    await read();
    thing(401);
    for (let tries = 0; tries < 3; tries++) refused(403);
    const error = await caught(read());
    expect(error).toMatchObject({
      kind: 'credential',
      message:
        'Example refused to sign in 3 times, after it had accepted the same credential: no such [hidden] (HTTP 403)',
      description: expect.stringMatching(/^Id and secret were right a while ago/) as string,
    });
  });

  it.each([400, 404])(
    'counts a refusal with %d as one of the credential, where the address stands too',
    async (status) => {
      refused(status);
      expect(await caught(read())).toMatchObject({ kind: 'credential', status });
    },
  );

  it.each([429, 500, 503])(
    'is tried three times when it is answered with %d, and then begins with the cause',
    async (status) => {
      for (let tries = 0; tries < 3; tries++) refused(status, {});
      const exchange = await (await session()).http.spend({ method: 'POST', path: '/buy', body: {} });
      expect(exchange).toMatchObject({ answered: false, sent: 'no', error: { status } });
      const { message, kind } = (exchange as { error: ProviderError }).error;
      expect(kind).toBe(status === 429 ? 'rateLimited' : 'unreachable');
      expect(message).toMatch(/^Example is .* \(HTTP \d+\), when signing in$/);
    },
  );
});

describe('whoever asks for a token', () => {
  const told: boolean[] = [];
  const asking = async (identity: string, stale: string, works: boolean) => {
    const request = async (workedBefore: boolean) => {
      told.push(workedBefore);
      if (!works) throw new Error('no');
      return await Promise.resolve({ token: `token-${told.length}`, expiresInSeconds: null });
    };
    return await sharedToken({ identity: [identity], stale, request }).catch(() => null);
  };
  beforeEach(() => void told.splice(0));

  it('is told whether this process has had one for the same account', async () => {
    for (const stale of ['', 'token-1', 'token-2']) await asking('told', stale, true);
    await asking('another', '', true);
    expect(told).toEqual([false, true, true, false]);
  });

  it('is not told so after a sign-in that failed', async () => {
    await asking('failing', '', false);
    await asking('failing', '', false);
    expect(told).toEqual([false, false]);
  });
});
