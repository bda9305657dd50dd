/**
 * Purchases that this process has sent, whichever workflow or node did: those that went through and those whose outcome
 * is open. The ledger belongs to one node; where a provider's books show a purchase late, this keeps another node from
 * sending it as well.
 */
import { BoundedMap } from '../providers/kit/memory';
import type { Attempt } from './notes';

export interface Sender {
  /** The account at the provider that pays. */
  account: string;
  /** The node that sends. */
  node: string;
}

interface Known {
  content: string;
  node: string;
  wentThrough: boolean;
}

/** What this process knows of an attempt. */
export type Here =
  | 'nothing'
  /** This node has sent it. */
  | 'sent'
  /** Another node of this process has sent it: only that node may send it again. */
  | 'sentByAnotherNode'
  /** The key was sent for something else. */
  | 'sentForOther';

/** A few megabytes. */
const MOST = 20_000;
const sent = new BoundedMap<Known>(MOST);

export function recallSent(sender: Sender, attempt: Attempt): Here {
  const known = sent.get(nameOf(sender, attempt));
  if (known === undefined) return 'nothing';
  if (known.content !== attempt.content) return 'sentForOther';
  return known.node === sender.node ? 'sent' : 'sentByAnotherNode';
}

export function noteSent(sender: Sender, attempt: Attempt): void {
  sent.set(nameOf(sender, attempt), { content: attempt.content, node: sender.node, wentThrough: false });
}

export function noteThrough(sender: Sender, attempt: Attempt): void {
  sent.set(nameOf(sender, attempt), { content: attempt.content, node: sender.node, wentThrough: true });
}

/** Whether it is known here that it was bought. */
export function isThrough(sender: Sender, attempt: Attempt): boolean {
  return sent.get(nameOf(sender, attempt))?.wentThrough ?? false;
}

/** It is certain that nothing was bought. */
export function forgetSent(sender: Sender, attempt: Attempt): void {
  sent.delete(nameOf(sender, attempt));
}

function nameOf({ account }: Sender, { key }: Attempt): string {
  return `${account} ${key}`;
}
