/**
 * Purchases of this process whose outcome is open, whichever workflow or node sent them. The ledger belongs to one node;
 * where a provider's books show a purchase late, this keeps another node from sending it as well.
 */
import type { Attempt, Past } from './ledger';

const MOST = 10_000;
const open = new Map<string, string>();

export function recallOpen(account: string, { key, content }: Attempt): Past {
  const known = open.get(nameOf(account, key));
  if (known === undefined) return 'never';
  return known === content ? 'seen' : 'seenForOther';
}

export function noteOpen(account: string, { key, content }: Attempt): void {
  open.set(nameOf(account, key), content);
  // a Map keeps its order: the oldest goes first
  const [oldest] = open.keys();
  if (open.size > MOST && oldest !== undefined) open.delete(oldest);
}

export function closeHere(account: string, { key }: Attempt): void {
  open.delete(nameOf(account, key));
}

function nameOf(account: string, key: string): string {
  return `${account} ${key}`;
}
