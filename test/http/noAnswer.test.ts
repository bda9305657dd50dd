/** What n8n's error proves about a request that got no answer. */
import { describeAnswer } from '../../http/describe';
import { describeNoAnswer } from '../../http/noAnswer';

const told = (failure: unknown) =>
  describeNoAnswer(failure, 'Example', ['hush-hush'], (answer) => describeAnswer(answer, 'Example', ['hush-hush']));
const failed = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });
const wrapped = (cause: unknown) => Object.assign(new Error('n8n wraps it'), { cause });

it.each([
  ['a refused connection', failed('ECONNREFUSED', 'connect')],
  ['an unknown host', failed('ENOTFOUND', 'getaddrinfo')],
  ['a certificate that has ended', Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' })],
  ['every address refused', new AggregateError([failed('ECONNREFUSED', 'connect'), failed('EHOSTUNREACH', 'connect')])],
])('%s proves that nothing was sent', (_what, failure) => {
  expect(told(wrapped(wrapped(failure)))).toMatchObject({
    answered: false,
    sent: 'no',
    error: { kind: 'unreachable' },
  });
});

it.each([
  ['a connection that was cut', failed('ECONNRESET', 'read')],
  ['a failed writing', failed('EPIPE', 'write')],
  [
    'one failed connect among others',
    new AggregateError([failed('ECONNREFUSED', 'connect'), failed('ECONNRESET', 'read')]),
  ],
  ['a code without the call that failed', Object.assign(new Error(), { code: 'ECONNREFUSED' })],
  ['an error that says nothing', new Error('canceled')],
  ['something that is no error', 'broken'],
])('%s proves nothing: it may have been sent', (_what, failure) => {
  expect(told(wrapped(failure))).toMatchObject({ answered: false, sent: 'maybe' });
  expect(told(failure)).toMatchObject({ answered: false, sent: 'maybe' });
});

it.each(['ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED'])('%s means that we stopped waiting', (code) => {
  expect(told(Object.assign(new Error(), { code }))).toMatchObject({ sent: 'maybe', timedOut: true });
});

it('a cut connection is not our own giving up', () => {
  expect(told(failed('ECONNRESET', 'read'))).toMatchObject({ timedOut: false });
});

it('a 401 is the one status that n8n throws, and proves that the request was not carried out', () => {
  const failure = { httpCode: '401', context: { data: { message: 'bad hush-hush' } } };
  expect(told(failure)).toMatchObject({
    answered: false,
    sent: 'no',
    unauthenticated: { status: 401 },
    error: { kind: 'credential', message: 'Example did not accept the credential: bad [hidden] (HTTP 401)' },
  });
});

it('another status that comes as an error is an answer', () => {
  expect(told({ response: { status: 422, data: '{"message":"no"}' } })).toMatchObject({
    answered: true,
    status: 422,
    json: { message: 'no' },
  });
});

it('hides secrets in words that nobody has seen before', () => {
  expect(told(new Error('odd: hush-hush'))).toMatchObject({
    error: { message: 'Example could not be asked: odd: [hidden]' },
  });
});
