/** Keeping to what a provider takes: so many requests a second from an account, over everything that this process does. */
import { sleep } from 'n8n-workflow';

/** A little slower than allowed: requests do not arrive as evenly as they are sent. */
const MARGIN = 1.05;

/** By account: when its latest request went out, or will, in milliseconds since 1970. */
const latest = new Map<string, number>();

/**
 * Takes the account's next turn: the one after it comes later.
 * @param account what tells accounts apart
 * @returns when the request may go out, in milliseconds since 1970
 */
export function takeTurn(account: string, perSecond: number, now: number = Date.now()): number {
  const turn = Math.max(now, (latest.get(account) ?? -Infinity) + (1_000 / perSecond) * MARGIN);
  latest.set(account, turn);
  return turn;
}

/** Waits for the account's next turn; not at all where the provider has no such limit. */
export async function paced(account: string, perSecond: number | undefined): Promise<void> {
  if (perSecond === undefined) return;
  const wait = takeTurn(account, perSecond) - Date.now();
  if (wait > 0) await sleep(wait);
}
