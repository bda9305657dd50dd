/** Saving a credential tests it; that, and the runs that use it, read its fields in the same way. */
import type { ICredentialType } from 'n8n-workflow';

import { DentGigaStoreApi } from '../../credentials/DentGigaStoreApi.credentials';
import { GigsApi } from '../../credentials/GigsApi.credentials';
import { OneGlobalConnectApi } from '../../credentials/OneGlobalConnectApi.credentials';
import { startConnectSandbox, startDentSandbox, startGigsSandbox } from '../../sandbox';
import { problemWhenSaved, sessionWith, withDefaults } from '../support/credentialUse';

interface Account {
  type: ICredentialType;
  /** The fields as they are meant. */
  fields: Record<string, string>;
  /** What the provider saw. */
  requests(): Array<{ path: string; status: number }>;
  /** Below the base URL. */
  readable: string;
  stop(): Promise<void>;
}

type Journal = (filter?: { after?: number }) => Array<{ path: string; status: number | null }>;

const requestsOf = (journal: Journal) => () => journal().map(({ path, status }) => ({ path, status: status ?? 0 }));

const ACCOUNTS: Record<string, () => Promise<Account>> = {
  'DENT Giga Store': async () => {
    const { url: baseUrl, clientId, clientSecret, journal, stop } = await startDentSandbox();
    const fields = { baseUrl, clientId, clientSecret };
    const readable = '/gigastore/products/inventory';
    return { type: new DentGigaStoreApi(), fields, requests: requestsOf(journal as Journal), readable, stop };
  },
  '1GLOBAL Connect': async () => {
    const { baseUrl, tokenUrl, clientId, clientSecret, journal, stop } = await startConnectSandbox();
    const fields = { apiVersion: 'v1', baseUrl, tokenUrl, clientId, clientSecret };
    const readable = '/v1/products';
    return { type: new OneGlobalConnectApi(), fields, requests: requestsOf(journal as Journal), readable, stop };
  },
  Gigs: async () => {
    const { url: baseUrl, projectId, apiToken, journal, stop } = await startGigsSandbox();
    const readable = `/projects/${projectId}/plans`;
    const fields = { baseUrl, projectId, apiToken };
    return { type: new GigsApi(), fields, requests: requestsOf(journal as Journal), readable, stop };
  },
};

/** Ways of writing the same, for people and expressions. */
const FORMS: Record<string, (value: string, name: string) => string> = {
  'as it is': (value) => value,
  'with blanks around': (value) => ` ${value}\n`,
  'with characters around that nobody sees': (value) => `\u200E${value}\u200B`,
  'with a hard space and a byte order mark': (value) => `\uFEFF${value}\u00A0`,
  'with invisible characters inside': (value) => `${value.slice(0, 3)}\u200B${value.slice(3)}`,
  'with slashes behind addresses': (value, name) => (/url$/i.test(name) ? `${value}//` : value),
  'with the scheme in capitals': (value) => value.replace(/^http:/, 'HTTP:'),
};

describe.each(Object.keys(ACCOUNTS))('a credential for %s', (provider) => {
  let account: Account;
  beforeEach(async () => {
    account = await (ACCOUNTS[provider] as () => Promise<Account>)();
  });
  afterEach(async () => {
    await account.stop();
  });

  it.each(Object.keys(FORMS))('is accepted when saved and in a run, its fields written %s', async (form) => {
    const { type, fields, readable } = account;
    const write = FORMS[form] as (value: string, name: string) => string;
    const typed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, write(value, name)]));

    expect(await problemWhenSaved(type, typed)).toBeNull();
    const session = await sessionWith(type, withDefaults(type, typed));
    await session.http.read({ method: 'GET', path: readable });

    const reads = account.requests().filter(({ path }) => !/token|authenticate/.test(path));
    expect(reads.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(reads.map(({ path }) => path.split('?')[0])).size).toBe(1);
    for (const [name, value] of Object.entries(session.settings)) {
      if (name in fields) expect(value).toBe(fields[name]);
    }
  });

  it.each([
    ['api.example.com', /^Base URL came as "api.example.com", which is no web address/],
    ['ftp://api.example.com', /^Base URL came as/],
    ['https://api example.com', /^Base URL came as/],
    ['https://api.example.com/?key=1', /^Base URL came as .* and has something behind its path/],
  ])('names a base URL %s as what is to be corrected, when saved and in a run', async (baseUrl, problem) => {
    const { type, fields, requests } = account;
    const typed = { ...fields, baseUrl };
    expect(await problemWhenSaved(type, typed)).toMatch(problem);
    await expect(sessionWith(type, withDefaults(type, typed))).rejects.toMatchObject({
      kind: 'credential',
      message: expect.stringMatching(problem) as string,
      description: expect.stringMatching(/^Open the credential and correct Base URL\. \S/) as string,
    });
    expect(requests()).toEqual([]);
  });

  it('names each required field that is empty once it is clean', async () => {
    const { type, fields } = account;
    for (const { name, displayName } of type.properties.filter((one) => one.required && one.default === '')) {
      const typed = { ...fields, [name]: ' \u200B' };
      expect(await problemWhenSaved(type, typed)).toBe(`${displayName} is empty in the credential`);
      await expect(sessionWith(type, withDefaults(type, typed))).rejects.toMatchObject({
        kind: 'credential',
        message: `${displayName} is empty in the credential`,
        description: `Open the credential and fill in ${displayName}.`,
      });
    }
  });

  it('never shows a secret that does not fit', async () => {
    const { type, fields } = account;
    for (const { name } of type.properties.filter((one) => one.typeOptions?.password)) {
      const typed = { ...fields, [name]: { hidden: 'in-an-object' } };
      const problem = await sessionWith(type, withDefaults(type, typed)).then(
        () => '',
        (error: Error) => error.message,
      );
      expect(problem).toContain('is an object');
      expect(problem).not.toContain('in-an-object');
    }
  });

  it('tells apart what is wrong from what cannot be read', async () => {
    const { type, fields } = account;
    const secret = type.properties.find(({ required, typeOptions }) => required && typeOptions?.password);
    const typed = { ...fields, [secret?.name ?? '']: 'another-secret-than-that' };
    const problem = await problemWhenSaved(type, typed);
    expect(problem).not.toBeNull();
    expect(problem).not.toContain('another-secret-than-that');
  });
});

describe('choices and switches of a credential', () => {
  it.each([
    [' V1 ', 'v1'],
    ['v\u200B2', 'v2'],
    ['', 'v2'],
  ])('an API version %j is read as %s', async (apiVersion, read) => {
    const type = new OneGlobalConnectApi();
    const session = await sessionWith(type, withDefaults(type, { clientId: 'a', clientSecret: 'b', apiVersion }));
    expect(session.settings.apiVersion).toBe(read);
  });

  it('one that is none of the choices is refused, not taken for the default', async () => {
    const type = new OneGlobalConnectApi();
    const data = withDefaults(type, { clientId: 'a', clientSecret: 'b', apiVersion: 'v3' });
    await expect(sessionWith(type, data)).rejects.toMatchObject({
      kind: 'credential',
      message: expect.stringContaining('API Version came as "v3"') as string,
    });
  });

  it.each([
    ['false', false],
    [' FALSE', false],
    [0, false],
    ['true', true],
    [undefined, true],
  ])('a switch that came as %j is read as %s', async (sendIdempotencyKey, read) => {
    const type = new GigsApi();
    const session = await sessionWith(type, withDefaults(type, { projectId: 'p', apiToken: 't', sendIdempotencyKey }));
    expect(session.settings.sendIdempotencyKey).toBe(read);
  });
});
