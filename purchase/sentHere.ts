/**
 * Purchases that this process has sent, whichever workflow or node did: those that went through and those whose outcome
 * is open. The ledger belongs to one node; where a provider's books show a purchase late, this keeps another node from
 * sending it as well.
 */
import { BoundedMap } from '../providers/boundedMap';
import type { Attempt, Past } from './ledger';

/** A few megabytes. */
const MOST = 20_000;
const sent = new BoundedMap<{ content: string; wentThrough: boolean }>(MOST);

export function recallSent(account: string, { key, content }: Attempt): Past {
  const known = sent.get(nameOf(account, key));
  if (known === undefined) return 'never';
  return known.content === content ? 'seen' : 'seenForOther';
}

export function noteSent(account: string, { key, content }: Attempt): void {
  sent.set(nameOf(account, key), { content, wentThrough: false });
}

export function noteThrough(account: string, { key, content }: Attempt): void {
  sent.set(nameOf(account, key), { content, wentThrough: true });
}

/** Whether it is known here that it was bought. */
export function isThrough(account: string, { key }: Attempt): boolean {
  return sent.get(nameOf(account, key))?.wentThrough ?? false;
}

/** It is certain that nothing was bought. */
export function forgetSent(account: string, { key }: Attempt): void {
  sent.delete(nameOf(account, key));
}

function nameOf(account: string, key: string): string {
  return `${account} ${key}`;
}
