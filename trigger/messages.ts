/**
 * Signed messages that a trigger has taken, so that one that somebody recorded on its way cannot start the workflow a
 * second time while its signature is still young enough.
 *
 * A sender that got no 2xx tries again, under the same message id and signed anew: that is never taken for a replay, and
 * starts the workflow unless the attempt before did. n8n says only with its answer whether an execution was made, so
 * what counts is the status that went out.
 *
 * This is the memory of one process: a trigger has none that is shared between processes, or survives a restart, and
 * could be written without losing something (facts/n8n.md, sections 6.4 and 6.6). What was signed before this process
 * began may have been taken by the one before; its sender is told to come again, and signs anew then (Standard
 * Webhooks: over days, while a signature holds for minutes). A recorded message keeps its time and never gets in.
 * Several processes that receive webhooks side by side do not know of each other's messages.
 */
import type { MessageName } from '../providers/provider';

/** Signatures are accepted for 5 minutes before and after their time: after that they are stale anyway. */
const REMEMBERED_MS = 11 * 60 * 1000;

export type Standing =
  /** Signed while another process may have taken it. */
  | 'beforeMemory'
  /** Not taken before, or not with success. */
  | 'new'
  /** The same attempt once more: byte for byte what was signed. */
  | 'replayed'
  /** Another attempt while the one before is not answered yet. */
  | 'underWay'
  /** Another attempt after one that was answered with 2xx: the sender never saw that answer. */
  | 'acknowledged';

interface Taken {
  attempts: Set<string>;
  acknowledged: boolean;
  since: number;
}

const taken = new Map<string, Taken>();

/** The part of Express' response that tells how it ended. */
export interface Ending {
  readonly statusCode: number;
  once(event: 'finish' | 'close', listener: () => void): unknown;
}

/** While nobody remembers what was taken, in milliseconds: from when the trigger was published to when the process began. */
export interface Forgotten {
  from: number | null;
  to: number;
}

/** @param scope the trigger: another one may get the same message, over a webhook of its own */
export function keepMessage(scope: string, forgotten: Forgotten = { from: null, to: 0 }) {
  let held: string | null = null;
  return {
    /** Takes a new message; `settle` decides whether it stays taken. */
    meet: ({ message, attempt }: MessageName, now: number = Date.now()): Standing => {
      forget(now);
      if (wasBefore(attempt, forgotten, now)) return 'beforeMemory';
      const key = JSON.stringify([scope, message]);
      const before = taken.get(key);
      if (!before) {
        held = key;
        taken.set(key, { attempts: new Set([attempt]), acknowledged: false, since: now });
        return 'new';
      }
      if (before.attempts.has(attempt)) return 'replayed';
      if (!before.acknowledged) return 'underWay';
      before.attempts.add(attempt);
      return 'acknowledged';
    },
    /** @param accepted whether the delivery is taken, as far as the trigger knows; n8n may still fail to start */
    settle: (accepted: boolean, response: Ending): void => {
      const key = held;
      if (key === null) return;
      if (!accepted) return void taken.delete(key);
      response.once('finish', () => {
        const entry = taken.get(key);
        if (entry && response.statusCode < 300) entry.acknowledged = true;
      });
      // nobody was told that it is taken: whoever sent it will try again
      response.once('close', () => {
        if (!taken.get(key)?.acknowledged) taken.delete(key);
      });
    },
  };
}

/** @param attempt the second in which it was signed */
function wasBefore(attempt: string, { from, to }: Forgotten, now: number): boolean {
  const signed = Number(attempt) * 1000;
  // a clock that was set back since the process began says nothing
  return from !== null && to <= now && signed >= Math.floor(from / 1000) * 1000 && signed < to;
}

/** Entries are in the order of their time. */
function forget(now: number): void {
  for (const [key, { since }] of taken) {
    if (now - since < REMEMBERED_MS) return;
    taken.delete(key);
  }
}
