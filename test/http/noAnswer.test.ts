/** Whether a request that got no answer can have reached the provider. */
import type { Answer } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { describeNoAnswer } from '../../http/noAnswer';

const describeAnswer = ({ status }: Answer) => new ProviderError('credential', `HTTP ${status}`, { status });
const seen = (failure: unknown) => describeNoAnswer(failure, 'Example', [], describeAnswer);
const failed = (code: string, syscall?: string, more: object = {}) =>
  Object.assign(new Error(code), { code, ...(syscall && { syscall }), ...more });

describe('nothing was sent', () => {
  it.each([
    ['a connection is refused', failed('ECONNREFUSED', 'connect')],
    ['a connection is not made in time', failed('ETIMEDOUT', 'connect')],
    ['a name has no address', failed('ENOTFOUND', 'getaddrinfo')],
    ['a certificate has expired', failed('CERT_HAS_EXPIRED')],
    [
      'every address of a host refuses',
      failed('ECONNREFUSED', undefined, {
        errors: [failed('ECONNREFUSED', 'connect'), failed('EHOSTUNREACH', 'connect')],
      }),
    ],
    ['n8n wraps what happened', { message: 'wrapped', cause: { error: failed('ECONNREFUSED', 'connect') } }],
    ['signing in failed', new ProviderError('credential', 'no')],
    ['signing in failed, as n8n wraps it', { message: 'wrapped', cause: new ProviderError('credential', 'no') }],
  ])('when %s', (_name, failure) => {
    expect(seen(failure)).toMatchObject({ answered: false, sent: 'no' });
  });

  it('when n8n says that it was answered with 401', () => {
    expect(seen({ httpCode: '401' })).toMatchObject({ answered: false, sent: 'no', error: { kind: 'credential' } });
  });
});

describe('it may have been sent', () => {
  it.each([
    ['a connection is cut', failed('ECONNRESET', 'read')],
    ['nothing tells at what it failed', failed('ECONNREFUSED')],
    [
      'one connection was not made, and another was cut',
      failed('ECONNREFUSED', undefined, {
        errors: [failed('ECONNREFUSED', 'connect'), failed('ECONNRESET', 'read')],
      }),
    ],
    [
      'it failed at something else around a connection that was not made',
      failed('EPIPE', 'write', {
        cause: failed('ECONNREFUSED', 'connect'),
      }),
    ],
    ['nothing is known', new Error('odd')],
    ['what was thrown is no error', 'odd'],
    ['a success could not be read', { httpCode: '200' }],
  ])('when %s', (_name, failure) => {
    expect(seen(failure)).toMatchObject({ answered: false, sent: 'maybe', error: { kind: 'unreachable' } });
  });

  it.each([
    ['ECONNABORTED', true],
    ['ETIMEDOUT', true],
    ['ERR_CANCELED', true],
    ['ECONNRESET', false],
  ])('and %s tells whether we stopped waiting (%s)', (code, timedOut) => {
    expect(seen(failed(code))).toMatchObject({ sent: 'maybe', timedOut });
  });
});

it('any other status that n8n throws is an answer', () => {
  const data = { message: 'no' };
  expect(seen({ response: { status: 422, data } })).toMatchObject({ answered: true, status: 422, json: data });
});
