/** The request that turns a client id and secret into a token, for the credentials' `preAuthentication`. */
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { parseJson } from '../esim/json';
import type { Answer, Exchange } from './client';
import { describeAnswer } from './describe';
import { ProviderError } from './errors';
import { describeNoAnswer } from './noAnswer';
import { pauseBefore } from './retry';

export interface SignIn {
  /** The provider's name, for messages. */
  provider: string;
  request: IHttpRequestOptions;
  /** The credential's secrets: never shown, should the provider repeat them. */
  secrets: readonly string[];
  /** Finds token and lifetime in the answer; null when there is no token in it. */
  readToken: (json: unknown) => { token: string; expiresInSeconds: number | null } | null;
}

const TRIES = 3;
const TIMEOUT_MS = 30_000;

/**
 * Asks for a token, again on 429, 5xx and broken connections: a token costs nothing.
 * @throws ProviderError `credential` when the provider refuses, `unreachable` when it cannot be asked. An error that
 *   n8n passes on from here proves that the request behind it was not sent (see `http/noAnswer.ts`).
 */
export async function signIn(
  helper: IHttpRequestHelper,
  { provider, request, secrets, readToken }: SignIn,
): Promise<{ token: string; expiresInSeconds: number | null }> {
  for (let current = 1; ; current++) {
    const exchange = await ask(helper, request, provider, secrets);
    if (exchange.answered && exchange.status >= 200 && exchange.status < 300) {
      const token = readToken(exchange.json);
      if (token) return token;
    }
    const passing = exchange.answered ? exchange.status === 429 || exchange.status >= 500 : true;
    if (!passing || current >= TRIES) throw failed(exchange, provider, secrets);
    await sleep(pauseBefore(current + 1));
  }
}

async function ask(
  helper: IHttpRequestHelper,
  request: IHttpRequestOptions,
  provider: string,
  secrets: readonly string[],
): Promise<Exchange> {
  const describe = (answer: Answer): ProviderError => describeAnswer(answer, provider, secrets);
  try {
    const response = (await helper.helpers.httpRequest({
      timeout: TIMEOUT_MS,
      ...request,
      encoding: 'text',
      returnFullResponse: true,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
    })) as { statusCode: number; body: unknown };
    const text = typeof response.body === 'string' ? response.body : '';
    return { answered: true, status: response.statusCode, headers: {}, text, json: parseJson(text) };
  } catch (failure) {
    return describeNoAnswer(failure, provider, secrets, describe);
  }
}

function failed(exchange: Exchange, provider: string, secrets: readonly string[]): ProviderError {
  const error = exchange.answered ? describeAnswer(exchange, provider, secrets) : exchange.error;
  const refused = exchange.answered && exchange.status >= 400 && exchange.status < 500 && exchange.status !== 429;
  return new ProviderError(refused ? 'credential' : error.kind, `Signing in failed: ${error.message}`, {
    description: refused
      ? 'Open the credential, check id, secret and base URL, and test it. Nothing was bought.'
      : 'No token could be fetched, so nothing was sent and nothing was bought. Run again later.',
    status: error.status,
    retryAfterMs: error.retryAfterMs,
  });
}
