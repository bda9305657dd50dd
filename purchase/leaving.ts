/** What a purchase leaves behind when it ends: in n8n's notes, in this process, and in the error that a person sees. */
import { ProviderError } from '../http/errors';
import { isFresh } from './decide';
import { forgetSent } from './sentHere';
import type { Walk } from './states';
import { attempted } from './steps';
import * as words from './words';

/**
 * A note stays while something may have been bought under it. It is written once more then, since another worker may have
 * written over it. One that nothing was sent under, or only what was refused for certain, is taken off.
 */
export async function leaveNote<T>(walk: Walk<T>, isBought: boolean): Promise<void> {
  const { wanted, note, facts, options } = walk;
  const { ledger, sender, clock, waitingMs } = options;
  if (isBought && walk.hasSent) return;
  if (walk.unanswered === null) {
    if (walk.hasSent) forgetSent(sender, wanted.attempt);
    if (note) await attempted(async () => await ledger.erase(note, !isFresh(clock.now() - note.at, waitingMs)));
    return;
  }
  if (note) await attempted(async () => await ledger.leaveOpen(note, [...facts]));
}

/** What broke off where something is open must not be taken for "not bought" by whoever reads only the last error. */
export function brokenOff<T>({ wanted, openBefore, unanswered }: Walk<T>, error: unknown): unknown {
  if (unanswered !== null) return words.outcomeUnknown(wanted, unanswered.message);
  const known = error instanceof ProviderError ? error : null;
  return openBefore ? words.outcomeUnknown(wanted, words.sentBefore(known)) : error;
}

/** The error, with a note that should be gone and is not. */
export function withNoteLeft<T>({ wanted, options }: Walk<T>, error: unknown): unknown {
  const isPlain = error instanceof ProviderError && error.kind !== 'outcomeUnknown';
  return isPlain && options.ledger.hasLeft(wanted.attempt) ? words.stillNoted(wanted, error) : error;
}
