/** The request that turns a client id and secret into a token, for the credentials' `preAuthentication`. */
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { parseJson } from '../esim/json';
import type { Answer, Exchange } from './client';
import { describeAnswer, inItsWords } from './describe';
import { ProviderError } from './errors';
import { describeNoAnswer } from './noAnswer';
import { pauseBefore } from './retry';

export interface SignIn {
  /** The provider's name, for messages. */
  provider: string;
  request: IHttpRequestOptions;
  /** The credential's secrets: never shown, should the provider repeat them. */
  secrets: readonly string[];
  /**
   * The same credential was accepted earlier: a refusal is then tried again, since a provider under load may refuse
   * what is right.
   */
  workedBefore: boolean;
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
  { provider, request, secrets, workedBefore, readToken }: SignIn,
): Promise<{ token: string; expiresInSeconds: number | null }> {
  for (let current = 1; ; current++) {
    const exchange = await ask(helper, request, provider, secrets);
    if (exchange.answered && exchange.status >= 200 && exchange.status < 300) {
      const token = readToken(exchange.json);
      if (token) return token;
    }
    const isRefused = refuses(exchange);
    const again = isRefused ? workedBefore : isPassing(exchange);
    if (again && current < TRIES) await sleep(pauseBefore(current + 1));
    else throw isRefused ? refusal(exchange, provider, secrets, workedBefore) : failure(exchange, provider, secrets);
  }
}

function refuses(exchange: Exchange): exchange is Answer {
  return exchange.answered && exchange.status >= 400 && exchange.status < 500 && exchange.status !== 429;
}

function isPassing(exchange: Exchange): boolean {
  return !exchange.answered || exchange.status === 429 || exchange.status >= 500;
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

function failure(exchange: Exchange, provider: string, secrets: readonly string[]): ProviderError {
  const error = exchange.answered ? describeAnswer(exchange, provider, secrets) : exchange.error;
  return new ProviderError(error.kind, `${error.message}, when signing in`, {
    description: 'No token could be fetched, so the request behind it was not sent. Run again later.',
    status: error.status,
    retryAfterMs: error.retryAfterMs,
  });
}

const REFUSED = 'did not accept the credential when signing in';
const WHEN_REFUSED =
  'Open the credential and check id, secret and address, all of the same environment. Saving it tries it out.';
const REFUSED_NOW = `refused to sign in ${TRIES} times, after it had accepted the same credential`;
const WHEN_REFUSED_NOW =
  'Id and secret were right a while ago, so run again later. If it stays so, they may have been replaced or blocked: open the credential and save it, which tries it out.';

/** A 404 is one as well: the address stands in the credential. */
function refusal(answer: Answer, provider: string, secrets: readonly string[], workedBefore: boolean): ProviderError {
  const seen = workedBefore ? REFUSED_NOW : REFUSED;
  return new ProviderError('credential', `${provider} ${seen}${inItsWords(answer, secrets)}`, {
    description: workedBefore ? WHEN_REFUSED_NOW : WHEN_REFUSED,
    status: answer.status,
  });
}
