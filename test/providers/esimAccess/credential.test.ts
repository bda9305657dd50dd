/** The credential through n8n-core's own request helpers (facts/providers/esim-access.md, sections 1 to 3). */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import nock from 'nock';

import { EsimAccessApi, signed } from '../../../credentials/EsimAccessApi.credentials';
import { esimAccess } from '../../../providers/esimAccess';
import balance from '../../fixtures/esimAccess/balance.json';
import { problemWhenSaved, sessionWith, withDefaults } from '../../support/credentialUse';

const type = new EsimAccessApi();
const BASE = 'https://api.esimaccess.com';
const PATH = '/api/v1/open/balance/query';

interface Seen {
  headers: Record<string, string | undefined>;
  body: string;
}

let seen: Seen[];

function answer(body: object | string, base = BASE): void {
  nock(base)
    .post(PATH)
    .reply(200, function (_uri, sentBody) {
      const headers = this.req.headers as Record<string, string>;
      seen.push({ headers, body: typeof sentBody === 'string' ? sentBody : JSON.stringify(sentBody) });
      return body;
    });
}

beforeEach(() => {
  seen = [];
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const session = async (more: ICredentialDataDecryptedObject = {}) =>
  await sessionWith(type, withDefaults(type, { apiKey: 'access-code', ...more }), esimAccess.name);

test('the signature is the one of the documentation', () => {
  const body = '{"imsi":"326543826"}';
  expect(signed('11111', '1111', body, '1628670421', '4ce9d9cdac9e4e17b3a2c66c358c1ce2')).toEqual({
    'RT-Timestamp': '1628670421',
    'RT-RequestID': '4ce9d9cdac9e4e17b3a2c66c358c1ce2',
    'RT-Signature': '7eb765e27df5373dea2dbc8c41a7d9557743e46c8054750f3d851b3fd01d0835',
  });
});

test('the access code alone is enough', async () => {
  answer(balance);
  await esimAccess.account!.getBalance!(await session());
  expect(seen[0]).toMatchObject({ body: '{}', headers: { 'rt-accesscode': 'access-code' } });
  expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => /^rt-/.test(name))).toEqual(['rt-accesscode']);
});

test('with a secret key each request is signed over what it sends, under an ID of its own', async () => {
  answer(balance);
  answer(balance);
  const at = await session({ secretKey: 'secret' });
  await esimAccess.account!.getBalance!(at);
  await esimAccess.account!.getBalance!(at);
  const ids = seen.map(({ headers, body }) => {
    const [time = '', id = ''] = [headers['rt-timestamp'], headers['rt-requestid']];
    expect(signed('access-code', 'secret', body, time, id)['RT-Signature']).toBe(headers['rt-signature']);
    expect(Math.abs(Date.now() - Number(time))).toBeLessThan(60_000);
    return id;
  });
  expect(new Set(ids).size).toBe(2);
});

test('a refusal is read in its own words whatever its HTTP status', async () => {
  nock(BASE).post(PATH).reply(400, { success: false, errorCode: '101002', errorMsg: 'blocked', obj: null });
  await expect(esimAccess.account!.getBalance!(await session())).rejects.toMatchObject({
    kind: 'credential',
    message: 'eSIM Access refused the request: blocked (HTTP 400)',
    description: expect.stringContaining('block list') as string,
  });
});

test('every secret is hidden in the editor and kept from the provider’s code', async () => {
  const hidden = type.properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
  expect(hidden.sort()).toEqual([...esimAccess.secrets].sort());
  expect(Object.keys((await session()).settings).sort()).toEqual(['baseUrl', 'requestsPerSecond']);
});

describe('so many requests a second', () => {
  const perSecond = async (value: unknown) => {
    const { settings } = await session(value === undefined ? {} : ({ requestsPerSecond: value } as never));
    return esimAccess.requestsPerSecond?.(settings);
  };

  test.each([
    [undefined, 8],
    ['', 8],
    ['2', 2],
    [0.5, 0.5],
  ])('%j is %d', async (value, expected) => {
    expect(await perSecond(value)).toBe(expected);
  });

  test.each([0, -1, 'many'])('%j is refused', async (value) => {
    await expect(perSecond(value)).rejects.toMatchObject({
      kind: 'credential',
      message: expect.stringMatching(/^Requests per Second /) as string,
    });
  });
});

describe('saving it', () => {
  const refusal = (errorCode: string) => ({ success: false, errorCode, errorMsg: 'no', obj: null });

  test.each([
    ['is successful', balance, null],
    ['names a wrong access code', refusal('401001'), /did not accept the credential/],
    ['names a wrong secret', refusal('101003'), /check Secret Key/],
    ['names an answer of somebody else', { hello: 'world' }, /check Base URL/],
    ['names a web page', '<html></html>', /check Base URL/],
  ])('%s', async (_, body, problem) => {
    answer(body);
    const shown = await problemWhenSaved(type, { apiKey: 'access-code' });
    if (problem === null) expect(shown).toBeNull();
    else expect(shown).toMatch(problem);
  });

  it('asks where a run would: at the address of a brand that uses the same API', async () => {
    answer(balance, 'https://api.sister.example');
    expect(
      await problemWhenSaved(type, { apiKey: ' access-code\u200B', baseUrl: 'https://api.sister.example/' }),
    ).toBeNull();
    expect(seen[0]).toMatchObject({ body: '{}', headers: { 'rt-accesscode': 'access-code' } });
  });

  it('names what is empty', async () => {
    expect(await problemWhenSaved(type, { apiKey: ' ' })).toBe('Access Code is empty in the credential');
  });
});
