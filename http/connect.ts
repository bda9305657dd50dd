/** Makes the signed-in `Session` that a provider's code works with. */
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { parseJson } from '../esim/json';
import type { CredentialValues } from '../input';
import type { Answer, Exchange, HttpClient, Request, Takes } from './client';
import { type Destination, type N8nContext, NodeCredential } from './credential';
import { describeAnswer } from './describe';
import type { ProviderError } from './errors';
import { withFreshTokens } from './freshToken';
import { describeNoAnswer } from './noAnswer';
import { paced } from './pace';
import { readWithRetries } from './retry';
import { makeSharing, type Sharing } from './sharing';
import { isAboutToExpire } from './token';

export interface ConnectOptions {
  /** How long a read or a change may take, in milliseconds. */
  readTimeoutMs?: number;
  /** How long a purchase may take: longer, since giving up early leaves its outcome unknown. */
  spendTimeoutMs?: number;
  /** Tries of a read, the first included. 1 where a caller is waiting, as in a webhook. */
  readTries?: number;
}

/** The same shape as `providers/provider.ts` Session; named there because providers are written against it. */
export interface Connection extends Sharing {
  http: HttpClient;
  settings: Readonly<Record<string, unknown>>;
  log(message: string): void;
  sleep(milliseconds: number): Promise<void>;
}

const READ_TIMEOUT_MS = 30_000;
const SPEND_TIMEOUT_MS = 90_000;
const READ_TRIES = 4;

/**
 * @throws ProviderError `credential` when a field of the credential is empty or does not fit
 * @throws n8n's own error when the node has no credential of this type
 */
export async function connect(
  context: N8nContext,
  destination: Destination,
  options: ConnectOptions = {},
): Promise<Connection> {
  const credential = new NodeCredential(context, destination);
  const values = await credential.read();
  return {
    http: makeClient(context, credential, values.baseUrl, options),
    settings: withoutSecrets(values, destination.secrets),
    ...makeSharing(),
    log: (message) => context.logger.info(`eSIM, ${destination.name}: ${message}`),
    sleep,
  };
}

function withoutSecrets(values: CredentialValues, secrets: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)));
}

function makeClient(
  context: N8nContext,
  credential: NodeCredential,
  baseUrl: string,
  options: ConnectOptions,
): HttpClient {
  const readTimeoutMs = options.readTimeoutMs ?? READ_TIMEOUT_MS;
  const spendTimeoutMs = options.spendTimeoutMs ?? SPEND_TIMEOUT_MS;

  async function once(caller: N8nContext, request: Request, timeoutMs: number): Promise<Exchange> {
    const values = await credential.read();
    // n8n renews an empty token before it sends; an ending one would cost a refused request first
    const stale = isAboutToExpire(values.tokenExpiresAt) ? { accessToken: '' } : {};
    const data = { ...values, ...stale } as ICredentialDataDecryptedObject;
    await paced(credential.account, credential.requestsPerSecond(values));
    const outcome = await send(caller, credential.type, data, toN8nRequest(request, baseUrl, timeoutMs));
    if ('response' in outcome) return toAnswer(outcome.response);
    return describeNoAnswer(outcome.failure, credential.provider, credential.secrets, describe);
  }

  async function exchange(request: Request, timeoutMs: number, caller = context): Promise<Exchange> {
    const sendOnce = async () => await once(caller, request, timeoutMs);
    return credential.isRenewed ? await withFreshTokens(credential, sendOnce) : await sendOnce();
  }

  const describe = (answer: Answer): ProviderError => describeAnswer(answer, credential.provider, credential.secrets);
  const readAnswer = async (request: Request, takes?: Takes): Promise<Answer> =>
    await readWithRetries(() => exchange(request, readTimeoutMs), describe, options.readTries ?? READ_TRIES, takes);

  return {
    describe,
    readAnswer,
    async read(request) {
      const answer = await readAnswer(request);
      if (answer.json === undefined) throw describe(answer);
      return answer.json;
    },
    async change(request) {
      const answer = await exchange(request, readTimeoutMs);
      if (!answer.answered) throw answer.error;
      if (answer.status < 200 || answer.status >= 300) throw describe(answer);
      return answer;
    },
    spend: async (request) => await exchange(request, spendTimeoutMs, deafToStop(context)),
  };
}

/**
 * n8n's Stop cuts the requests of a node that are under way (facts/n8n.md, section 8.2). A purchase is heard to its end:
 * cut, nobody would know its outcome.
 */
function deafToStop(context: N8nContext): N8nContext {
  const has = (target: N8nContext, member: string | symbol): boolean =>
    member !== 'getExecutionCancelSignal' && Reflect.has(target, member);
  return new Proxy(context, { has });
}

function toN8nRequest(request: Request, baseUrl: string, timeoutMs: number): IHttpRequestOptions {
  const hasBody = request.body !== undefined;
  return {
    method: request.method,
    url: `${baseUrl}${request.path}`,
    qs: Object.fromEntries(Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined)),
    headers: {
      Accept: 'application/json',
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
      ...request.headers,
    },
    ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
    timeout: timeoutMs,
    // the text itself: JSON.parse would round ICCIDs that came as numbers, and hide a truncated body
    encoding: 'text',
    returnFullResponse: true,
    // a redirect would turn a purchase into a read at another address
    disableFollowRedirect: true,
    // 401 must stay an error: n8n renews the token on it
    ignoreHttpStatusErrors: { ignore: true, except: [401] },
  };
}

interface FullResponse {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

async function send(
  context: N8nContext,
  type: string,
  data: ICredentialDataDecryptedObject,
  request: IHttpRequestOptions,
): Promise<{ response: FullResponse } | { failure: unknown }> {
  try {
    const response: unknown = await context.helpers.httpRequestWithAuthentication.call(context, type, request, {
      credentialsDecrypted: { id: '', name: type, type, data },
    });
    return { response: response as FullResponse };
  } catch (failure) {
    return { failure };
  }
}

function toAnswer(response: FullResponse): Answer {
  const text = typeof response.body === 'string' ? response.body : '';
  const headers = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]),
  );
  return { answered: true, status: response.statusCode, headers, text, json: parseJson(text) };
}
