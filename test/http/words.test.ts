/** What a provider says and objects to, from every documented place, in the message that a person reads. */
import { parseJson } from '../../esim/json';
import type { Answer } from '../../http/client';
import { describeAnswer } from '../../http/describe';
import { redact } from '../../http/redact';

const answer = (body: unknown, status = 422): Answer => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { answered: true, status, headers: {}, text, json: parseJson(text) };
};
const described = (body: unknown, status = 422, secrets: string[] = []) =>
  describeAnswer(answer(body, status), 'Example', secrets);

describe('what a provider objects to is in the message', () => {
  it.each<[string, object, string]>([
    [
      'Gigs’ details',
      {
        object: 'error',
        type: 'invalid',
        code: 'userAddressInvalid',
        message: 'The address is not valid.',
        details: [
          {
            code: 'addressPropertyInvalid',
            message: 'It has five digits.',
            property: 'postalCode',
            suggestion: '10024',
          },
          { code: 'propertyRequired', message: 'It is required.', property: 'state', suggestion: null },
        ],
      },
      'The address is not valid: postalCode (It has five digits, it suggests 10024), state (It is required)',
    ],
    [
      'details that give a code only',
      { message: 'Invalid.', details: [{ property: 'birthday', code: 'propertyRequired' }] },
      'Invalid: birthday (propertyRequired)',
    ],
    [
      'problem+json with pointers (1GLOBAL, dated API)',
      {
        title: 'Bad Request',
        detail: 'Constraints are violated',
        errors: [{ code: 'constraint_validation_error', detail: 'must not be blank', pointer: '/customer/email' }],
      },
      'Bad Request: Constraints are violated: customer.email (must not be blank)',
    ],
    [
      'problem+json with JSON paths (1GLOBAL, older page)',
      { title: 'Bad Request', errors: [{ code: 'X', detail: 'unknown country', json_path: '$.country' }] },
      'Bad Request: country (unknown country)',
    ],
    [
      'problem+json by RFC 9457',
      { title: 'Your request is not valid.', errors: [{ detail: 'must be positive', pointer: '#/age' }] },
      'Your request is not valid: age (must be positive)',
    ],
    [
      'problem+json by RFC 7807',
      { title: 'Not valid', 'invalid-params': [{ name: 'color', reason: 'must be green' }] },
      'Not valid: color (must be green)',
    ],
    [
      'lists of field and message',
      { errors: [{ field: 'email', message: 'is taken' }, { field: 'name' }] },
      'email (is taken), name',
    ],
    [
      'errors by field',
      { message: 'The given data was invalid.', errors: { email: ['is no address', 'is too long'], iccid: 'unknown' } },
      'The given data was invalid: email (is no address, is too long), iccid (unknown)',
    ],
    [
      'Airalo’s data by field',
      { data: { 'request_ids.1': 'It must have 25 characters.' }, meta: { message: 'the parameter is invalid' } },
      'the parameter is invalid: request_ids.1 (It must have 25 characters)',
    ],
  ])('%s', (_name, body, words) => {
    expect(described(body)).toMatchObject({
      message: `Example refused the request: ${words} (HTTP 422)`,
      description: 'Correct what the provider names, then run again.',
    });
  });

  it('names the first eight, and how many there are more', () => {
    const details = Array.from({ length: 11 }, (_, index) => ({ property: `p${index}`, message: 'no' }));
    expect(described({ message: 'No', details }).message).toContain('p7 (no), and 3 more (HTTP 422)');
  });
});

describe('where nothing is named, nobody is told to correct what the provider names', () => {
  it.each<[string, unknown, string]>([
    [
      'Gigs’ message and hint',
      { message: 'Invalid ICCID format.', hint: 'Use 19 digits.' },
      'Invalid ICCID format. Use 19 digits.',
    ],
    ['Gigs’ empty details', { message: 'The SIM is in use.', details: [] }, 'The SIM is in use.'],
    ['1GLOBAL’s messages', { type: 'INVALID_REQUEST_PARAMS', messages: ['one', 'two'] }, 'one; two'],
    ['Airalo’s reason', { code: 34, reason: 'package invalid or out of stock' }, 'package invalid or out of stock'],
    [
      'Airalo’s meta',
      { data: [], meta: { message: 'The iccids field is required.' } },
      'The iccids field is required.',
    ],
    ['eSIM Access’ errorMsg', { success: false, errorCode: '000105', errorMsg: 'null check', obj: null }, 'null check'],
    ['eSIM Access’ errorMessage', { success: 'false', errorCode: '000105', errorMessage: 'null check' }, 'null check'],
    ['eSIM Go’s message', { message: 'incompatible bundle' }, 'incompatible bundle'],
    ['errors without a place', { errors: [{ message: 'one' }, 'two'] }, 'one; two'],
    ['plain text', 'Out of stock', 'Out of stock'],
  ])('%s', (_name, body, words) => {
    const error = described(body);
    expect(error.message).toBe(`Example refused the request: ${words} (HTTP 422)`);
    expect(error.description).toBe('Check the fields of this item by what the provider says, then run again.');
  });

  it('nor is what was asked for taken for an objection', () => {
    const error = described({ data: { iccid: '8997', email: 'x' }, message: 'No' });
    expect(error.message).toBe('Example refused the request: No (HTTP 422)');
  });
});

it('what a success holds is no objection', () => {
  const order = { data: { id: 9666, code: 'SECRET' }, meta: { message: 'success' } };
  expect(described(order, 200).message).not.toContain('SECRET');
});

describe('secrets in a provider’s words', () => {
  it.each([
    [
      'an install link of Apple',
      'see https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$h.io$SECRET-1 now',
      'see [install link] now',
    ],
    [
      'an install link with a token',
      'see https://dent.giga.store#/esim/profile?token=SECRET-1 now',
      'see [install link] now',
    ],
    ['a picture of a code', 'see https://files.example.com/qrcode/SECRET-1.png now', 'see [install link] now'],
    ['an activation code', 'see LPA:1$smdp.example.com$SECRET-1 now', 'see [activation code] now'],
    ['an activation code without its prefix', 'see 1$smdp.example.com$SECRET-1 now', 'see [activation code] now'],
    ['an encoded activation code', 'see LPA%3A1%24smdp.example.com%24SECRET-1 now', 'see [activation code] now'],
    ['a matching id by name', 'matchingId: SECRET-1, now', 'matchingId: [hidden], now'],
    ['an activation code by name', '"activation_code":"SECRET-1","x":1', '"activation_code":"[hidden]","x":1'],
    ['a bearer token', 'sent Bearer SECRET-1-abcdef now', 'sent [credential] now'],
    ['a basic sign-in', 'sent Basic U0VDUkVULTE6eA== now', 'sent [credential] now'],
    ['a token of JSON', 'sent eyJTRUNSRVQxMjM.SECRET-1.SECRET-2 now', 'sent [token] now'],
    ['a token of JSON in two parts', 'sent eyJTRUNSRVQxMjM.SECRET-1 now', 'sent [token] now'],
    ['an access token by name', 'access_token=SECRET-1&x=1', 'access_token=[hidden]&x=1'],
    ['a refresh token by name', 'refreshToken: SECRET-1', 'refreshToken: [hidden]'],
    ['a client secret by name', '{"client_secret":"SECRET-1"}', '{"client_secret":"[hidden]"}'],
    ['a password by name', 'password=SECRET-1', 'password=[hidden]'],
    ['an API key by name', 'apiKey=SECRET-1', 'apiKey=[hidden]'],
  ])('%s is hidden', (_name, words, safe) => {
    expect(redact(words)).toBe(safe);
    expect(described({ message: words }).message).toContain(safe);
  });

  it('are hidden where they are the credential’s own, wherever the message is cut', () => {
    const secret = 'own-secret-of-the-credential';
    for (const before of [0, 470, 480, 490]) {
      const { message } = described({ message: `${'x'.repeat(before)} ${secret} ${'y'.repeat(200)}` }, 422, [secret]);
      expect(message).not.toContain('own-');
    }
    expect(redact('abc is short', ['abc'])).toBe('abc is short');
  });

  it('are hidden among the objections', () => {
    const details = [{ property: 'sim', message: 'has LPA:1$smdp.example.com$SECRET-1 already' }];
    expect(described({ message: 'No', details }).message).toContain('sim (has [activation code] already)');
  });
});
