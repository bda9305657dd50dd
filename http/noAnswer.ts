/** Tells from n8n's error whether a request reached the provider, and says so in words. */
import { list, record, text } from '../esim/read';
import { parseJson } from '../esim/json';
import type { Answer, Exchange } from './client';
import { ProviderError } from './errors';
import { redact } from './redact';

/** A certificate is judged before the request is sent. */
const BAD_CERTIFICATE = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_INVALID_URL',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** While these system calls fail, not a single byte of the request has left. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/** n8n was told to stop, or the workflow's time-out has passed. */
const CUT_BY_STOP = 'ERR_CANCELED';

/** We gave up: whoever received the request may still be working on it. */
const STOPPED_WAITING = new Set(['ECONNABORTED', 'ETIMEDOUT', CUT_BY_STOP]);

const IN_WORDS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its address was not found',
  EAI_AGAIN: 'its address could not be looked up',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ECONNABORTED: 'it did not answer in time',
  ETIMEDOUT: 'it did not answer in time',
  [CUT_BY_STOP]: 'the execution was stopped while waiting for it',
};

/** Everything that an error and its causes carry, outermost first. n8n wraps what the network said several times. */
function layersOf(failure: unknown): Array<Record<string, unknown>> {
  const layers: Array<Record<string, unknown>> = [];
  let current: unknown = failure;
  while (typeof current === 'object' && current !== null && layers.length < 6) {
    const layer = current as Record<string, unknown>;
    layers.push(layer);
    current = layer.cause ?? layer.errorResponse ?? layer.error;
  }
  return layers;
}

interface NetworkFailure {
  code: string;
  neverSent: boolean;
}

function networkFailureOf(layers: Array<Record<string, unknown>>): NetworkFailure | null {
  // when several addresses were tried, an AggregateError holds one error each
  const all = layers.flatMap((layer) => [layer, ...list(layer.errors).map(record)]);
  const code = all.map((layer) => text(layer.code)).find((value) => value !== null && /^[A-Z][A-Z0-9_]+$/.test(value));
  if (!code) return null;
  const calls = all.map((layer) => text(layer.syscall)).filter((call) => call !== null);
  const neverSent = calls.length > 0 && calls.every((call) => BEFORE_SENDING.has(call));
  return { code, neverSent: neverSent || BAD_CERTIFICATE.has(code) };
}

function statusOf(layers: Array<Record<string, unknown>>): number | null {
  for (const layer of layers) {
    const response = layer.response as Record<string, unknown> | undefined;
    const status = Number(layer.httpCode ?? response?.status ?? NaN);
    if (Number.isInteger(status) && status >= 100) return status;
  }
  return null;
}

function answerFrom(layers: Array<Record<string, unknown>>, status: number): Answer {
  for (const layer of layers) {
    const response = layer.response as Record<string, unknown> | undefined;
    const data = response?.data ?? record(layer.context).data;
    if (data === undefined) continue;
    const body = typeof data === 'string' ? data : JSON.stringify(data);
    return { answered: true, status, headers: {}, text: body, json: parseJson(body) };
  }
  return { answered: true, status, headers: {}, text: '', json: undefined };
}

/**
 * @param failure what `httpRequestWithAuthentication` threw
 * @param describe puts an answer into words; used for 401, the one status that n8n throws
 */
export function describeNoAnswer(
  failure: unknown,
  provider: string,
  secrets: readonly string[],
  describe: (answer: Answer) => ProviderError,
): Exchange {
  // sign-in failed in the credential, which already says what happened in words meant for the person
  if (failure instanceof ProviderError) return { answered: false, sent: 'no', error: failure };
  const layers = layersOf(failure);
  for (const layer of layers) {
    if (layer instanceof ProviderError) return { answered: false, sent: 'no', error: layer };
  }
  const status = statusOf(layers);
  if (status !== null && status >= 200 && status < 300) {
    // n8n throws no success: what came with this one could not be read to its end
    const message = `${provider} answered (HTTP ${status}), but the answer broke off or could not be decompressed`;
    return { answered: false, sent: 'maybe', error: new ProviderError('unreachable', message, { status }) };
  }
  if (status !== null) {
    const answer = answerFrom(layers, status);
    if (status !== 401) return answer;
    return { answered: false, sent: 'no', unauthenticated: answer, error: describe(answer) };
  }
  const network = networkFailureOf(layers);
  if (network === null) {
    const message = failure instanceof Error ? failure.message : String(failure);
    const error = new ProviderError('unreachable', `${provider} could not be asked: ${redact(message, secrets)}`);
    return { answered: false, sent: 'maybe', error };
  }
  const words = IN_WORDS[network.code] ?? network.code;
  const error = new ProviderError('unreachable', `${provider} could not be reached: ${words}`, {
    description: 'Check the base URL in the credential and that this n8n can reach it, then run again.',
  });
  const timedOut = STOPPED_WAITING.has(network.code);
  const stopped = network.code === CUT_BY_STOP;
  return { answered: false, sent: network.neverSent ? 'no' : 'maybe', timedOut, stopped, error };
}
