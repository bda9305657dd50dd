/**
 * A request that is answered with 401 although its token was given out a moment ago. Under load tokens die sooner than
 * they say, or are not known everywhere yet; id and secret are right then, since signing in with them has just worked.
 */
import { createHash } from 'crypto';
import { sleep } from 'n8n-workflow';

import type { Answer, Exchange } from './client';
import type { NodeCredential } from './credential';
import { inItsWords } from './describe';
import { ProviderError } from './errors';
import { pauseBefore } from './retry';

/**
 * Each of them is two requests: n8n itself renews the token after the first 401. The first of the next goes with the
 * token that was refused last, which may only have been too new.
 */
const TRIES = 3;

/** Credentials with which a request was answered otherwise in this process, by a hash. */
const accepted = new Set<string>();

/**
 * @param send signs in anew when the token that n8n holds is refused. A request that is answered with 401 was not
 *   carried out (RFC 9110, 15.5.2), so a purchase may be sent again as well.
 */
export async function withFreshTokens(credential: NodeCredential, send: () => Promise<Exchange>): Promise<Exchange> {
  for (let current = 1; ; current++) {
    const exchange = await send();
    const key = keyOf(credential);
    if (exchange.answered) accepted.add(key);
    if (exchange.answered || !exchange.unauthenticated) return exchange;
    if (current >= TRIES) {
      return { ...exchange, error: refusedTokens(credential, exchange.unauthenticated, accepted.has(key)) };
    }
    await sleep(pauseBefore(current + 1));
  }
}

function keyOf({ identity }: NodeCredential): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

/** @param othersWereAccepted it passes then, and nobody has to look at the credential */
function refusedTokens(
  { provider, secrets }: NodeCredential,
  answer: Answer,
  othersWereAccepted: boolean,
): ProviderError {
  const message = `${provider} did not accept ${TRIES} tokens that it had just given out${inItsWords(answer, secrets)}`;
  return new ProviderError(othersWereAccepted ? 'unreachable' : 'credential', message, {
    description: othersWereAccepted
      ? 'Id and secret are right: signing in works, and other requests were accepted. Lower Items in Parallel, or run again later.'
      : 'Id and secret are right, since signing in works. Check that all addresses in the credential are of the same environment, and ask the provider whether your account may use its API.',
    status: answer.status,
  });
}
