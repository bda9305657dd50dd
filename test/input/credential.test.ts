import type { INodeProperties } from 'n8n-workflow';

import * as input from '../../input';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
  displayName: name,
  name,
  type: 'string',
  default: '',
  ...more,
});

const PROPERTIES = [
  field('baseUrl', { default: 'https://api.example.com' }),
  field('projectId', { required: true }),
  field('token', { required: true, typeOptions: { password: true } }),
  field('version', { type: 'options', default: 'v2', options: ['v1', 'v2'].map((value) => ({ name: value, value })) }),
  field('active', { type: 'boolean', default: true }),
  field('urlNote'),
];
const WHOLE = { projectId: 'p-1', token: 't-1' };

describe('the fields of a credential', () => {
  test('are read by their type, text that is not filled in is empty, and what n8n keeps beside them stays', () => {
    const data = { projectId: ' \uff50-1\u200b', version: 'V1', active: 'false', accessToken: ' a ', n: { b: 1 } };
    expect(input.readCredential(PROPERTIES, data as never)).toEqual({
      baseUrl: 'https://api.example.com',
      projectId: 'p-1',
      token: '',
      version: 'v1',
      active: false,
      urlNote: '',
      accessToken: ' a ',
      n: { b: 1 },
    });
  });

  test('keep a secret as it was typed, but for what cannot be seen', () => {
    const { token } = input.readCredential(PROPERTIES, { token: ' \uff50ass\u200b ' });
    expect(token).toBe('\uff50ass');
  });

  test.each([
    ['HTTPS://Api.Example.com/v1//', 'https://Api.Example.com/v1'],
    ['http://localhost:5678', 'http://localhost:5678'],
    ['HTTP://a.bc/http://d', 'http://a.bc/http://d'],
    ['[api.example.com](https://api.example.com)', null],
    ['<https://api.example.com>', 'https://api.example.com'],
    ['https://a.bc?x=1', null],
    ['https://a.bc/#x', null],
    [7, null],
    [{ url: 'https://a.bc' }, null],
  ])('take the address %j as %j', (baseUrl, expected) => {
    const read = () => input.readCredential<'baseUrl'>(PROPERTIES, { baseUrl } as never).baseUrl;
    if (expected === null) expect(read).toThrow(/^baseUrl .* \(in the credential\)$/);
    else expect(read()).toBe(expected);
  });

  test('tell an address by the end of its name', () => {
    const url = [field('url'), field('tokenUrl'), field('callbackURL')];
    for (const { name } of url) expect(() => input.readCredential(url, { [name]: 'x' })).toThrow('no web address');
    expect(input.readCredential(PROPERTIES, { urlNote: 'x' })).toMatchObject({ urlNote: 'x' });
  });

  test('that do not fit are named with what to do', () => {
    expect(() => input.readCredential(PROPERTIES, { active: 'maybe' })).toThrow(
      expect.objectContaining({
        kind: 'credential',
        message: 'active came as "maybe", which is neither yes nor no (in the credential)',
        description: 'Open the credential and correct active. Use true or false.',
      }),
    );
    const broken = [field('count', { type: 'options', options: [] })];
    expect(() => input.readCredential(broken, {})).toThrow(
      expect.objectContaining({ kind: 'credential', description: 'Open the credential and correct count.' }),
    );
  });

  test('that are required may be empty while it is read, and not when it is used', () => {
    expect(input.readWholeCredential(PROPERTIES, WHOLE)).toMatchObject(WHOLE);
    expect(() => input.readWholeCredential(PROPERTIES, { ...WHOLE, token: '\u200b' })).toThrow(
      expect.objectContaining({
        kind: 'credential',
        message: 'token is empty in the credential',
        description: 'Open the credential and fill in token.',
      }),
    );
  });
});

describe('the request that tests a credential', () => {
  test('goes where a run would send it', () => {
    const request = { baseURL: 'typed', url: '/projects/{projectId}/plans/{nothing}', headers: { a: 'b' } };
    expect(input.asInRun(request, PROPERTIES, { ...WHOLE, projectId: 'p/1', baseUrl: 'HTTPS://a.bc/' })).toEqual({
      baseURL: 'https://a.bc',
      url: '/projects/p%2F1/plans/',
      headers: { a: 'b' },
    });
  });

  test('is left alone when it is one of a run', () => {
    const request = { url: 'https://a.bc/{projectId}' };
    expect(input.asInRun(request, PROPERTIES, {})).toBe(request);
  });
});
