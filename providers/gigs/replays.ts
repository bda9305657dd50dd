/**
 * Deliveries that were accepted before, so that one that somebody recorded cannot start a workflow a second time while
 * its signature is still young enough. A sender that tries again signs anew: a retry is never taken for a replay.
 */
import { createHash } from 'crypto';

/** Signatures are accepted for 5 minutes before and after their time (section 18): after that they are stale anyway. */
const REMEMBERED_MS = 11 * 60 * 1000;

const accepted = new Map<string, number>();

/** @returns true the first time, false when exactly this was seen before */
export function isFirstTime(parts: readonly string[], now: number = Date.now()): boolean {
  forget(now);
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('base64');
  if (accepted.has(key)) return false;
  accepted.set(key, now);
  return true;
}

/** Entries are in the order of their time. */
function forget(now: number): void {
  for (const [key, time] of accepted) {
    if (now - time < REMEMBERED_MS) return;
    accepted.delete(key);
  }
}
