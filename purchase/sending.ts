/** Sending, and what becomes of an answer that does not tell. */
import { LONGEST_WAIT_MS, ProviderError } from '../http/errors';
import type { Result } from '../providers/provider';
import type { Unsettled } from '../providers/kit/purchases';
import * as decide from './decide';
import { booksOf } from './decide';
import { type Bought, judged, stopped } from './endings';
import { noteEnd } from './sentBefore';
import { noteSent, noteThrough } from './sentHere';
import { SENDS, type State, type Walk } from './states';
import { lookAgain, send } from './steps';
import * as words from './words';

const INTERRUPTED = new ProviderError('unreachable', 'it was interrupted while it was sent');

export async function sending<T extends Bought>(walk: Walk<T>, sendsLeft: number): Promise<State<T>> {
  const { purchase, wanted, note, unanswered, options } = walk;
  const { sender, clock, waitingMs, run } = options;
  const stop = run.mayNotSend();
  if (stop) return unanswered ? stayedOpen(walk, unanswered) : stopped(stop);
  if (note && !decide.isFresh(clock.now() - note.at, waitingMs)) {
    return unanswered ? stayedOpen(walk, unanswered) : { at: 'renewing', sendsLeft };
  }
  if (!wanted.repeatsAreHarmless) noteSent(sender, wanted.attempt);
  walk.hasSent = true;
  // until an answer says otherwise
  walk.unanswered = INTERRUPTED;
  const sent = await send(purchase);
  if (sent.outcome === 'done') return await wentThrough(walk, sent.result);
  walk.unanswered = sent.outcome === 'unknown' ? sent.error : unanswered;
  if (sent.outcome === 'unknown') for (const fact of sent.facts ?? []) walk.facts.add(fact);
  const wasOpen = unanswered !== null || walk.openBefore;
  switch (decide.afterSending(sent, sendsLeft, wasOpen)) {
    case 'waitAndSend':
      if (await options.patience.wait(waitFor(sent.error, sendsLeft)))
        return { at: 'sending', sendsLeft: sendsLeft - 1 };
      return wasOpen ? { at: 'unclear', sendsLeft: 0, sent, wasOpen } : stopped(sent.error);
    case 'eraseAndRefuse':
      return stopped(sent.error);
    case 'lookAgain':
      return { at: 'unclear', sendsLeft, sent, wasOpen };
  }
}

export async function unclear<T extends Bought>(
  walk: Walk<T>,
  { sendsLeft, sent, wasOpen }: Extract<State<T>, { at: 'unclear' }>,
): Promise<State<T>> {
  const { purchase, wanted, note, options } = walk;
  const found = await lookAgain(purchase, options.patience, saidNo(sent) ? wanted.showsWithinMs : 0);
  if (found.outcome === 'found') {
    const end = await judged(walk, found, 'judge');
    return end.at === 'bought' ? await wentThrough(walk, end.result) : stayedOpen(walk, sent.error);
  }
  // a claim says that it was sent before
  const mayMeanAnother = wasOpen || (note !== null && note.round > 1);
  switch (decide.afterLookingAgain(booksOf(found), sent, sendsLeft, mayMeanAnother)) {
    case 'eraseAndRefuse':
      walk.unanswered = null;
      return stopped(sent.error);
    case 'sendAgain':
      if (await options.patience.wait(waitFor(sent.error, sendsLeft)))
        return { at: 'sending', sendsLeft: sendsLeft - 1 };
      return stayedOpen(walk, sent.error);
    default:
      return stayedOpen(walk, sent.error);
  }
}

function saidNo(sent: Unsettled): boolean {
  return sent.outcome === 'unknown' && sent.saidNo === true;
}

/** Sent by this run, and bought. */
async function wentThrough<T extends Bought>(walk: Walk<T>, result: Result<T>): Promise<State<T>> {
  const { wanted, options } = walk;
  const { orderId, alreadyExisted } = result.value;
  if (!wanted.repeatsAreHarmless) noteThrough(options.sender, wanted.attempt);
  if (!alreadyExisted) options.run.noteBought(orderId);
  await noteEnd(walk, orderId);
  return { at: 'bought', result };
}

/** Nobody knows: the note stays. */
function stayedOpen<T extends Bought>({ wanted }: Walk<T>, error: ProviderError): State<T> {
  return stopped(words.outcomeUnknown(wanted, error.message));
}

function waitFor(error: ProviderError, sendsLeft: number): number {
  return Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? 1_000 * 2 ** (SENDS - 1 - sendsLeft));
}
