const DEFAULT_INTERVAL_MS = 100;

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again and again until the answer is something else than undefined, null or false.
 *
 * @param what what is waited for, as it reads in the error: "the webhook to answer"
 * @throws Error after `timeoutMs`; an error of `ask` itself ends the wait at once
 */
export async function until<T>(
  what: string | (() => string),
  ask: () => Promise<T | undefined | null | false>,
  { timeoutMs = 30_000, intervalMs = DEFAULT_INTERVAL_MS }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs / 1000} s for ${typeof what === 'string' ? what : what()}`);
    }
    await pause(intervalMs);
  }
}
