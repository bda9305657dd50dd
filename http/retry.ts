/** When a read may be tried again. Purchases never pass through here. */
import { sleep } from 'n8n-workflow';

import type { Answer, Exchange, Takes } from './client';
import { retryAfterMs } from './describe';
import { LONGEST_WAIT_MS, type ProviderError } from './errors';

const WORTH_ANOTHER_TRY = [429, 502, 503, 504];

/** Waits 0.5 s, 1 s, 2 s…, with jitter so that many items do not come back together; the provider's wish goes first. */
export function pauseBefore(nextTry: number, wishedMs = 0, random: () => number = Math.random): number {
  const ownMs = 500 * 2 ** (nextTry - 2) * (0.75 + random() / 2);
  return Math.max(wishedMs, ownMs);
}

/**
 * @param tries how often at most, the first time included
 * @param takes answers of other statuses that end the trying as well
 * @returns a 2xx answer, or one that `takes` takes
 * @throws ProviderError for anything else, after the last try
 */
export async function readWithRetries(
  attempt: () => Promise<Exchange>,
  describe: (answer: Answer) => ProviderError,
  tries: number,
  takes: Takes = () => false,
): Promise<Answer> {
  for (let current = 1; ; current++) {
    const exchange = await attempt();
    if (exchange.answered && ((exchange.status >= 200 && exchange.status < 300) || takes(exchange))) return exchange;
    const again = exchange.answered
      ? WORTH_ANOTHER_TRY.includes(exchange.status)
      : exchange.error.kind === 'unreachable' && !exchange.stopped;
    const wishedMs = (exchange.answered ? retryAfterMs(exchange) : undefined) ?? 0;
    if (!again || current >= tries || wishedMs > LONGEST_WAIT_MS)
      throw exchange.answered ? describe(exchange) : exchange.error;
    await sleep(pauseBefore(current + 1, wishedMs));
  }
}
