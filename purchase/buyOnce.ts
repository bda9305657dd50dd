/**
 * Buying at most once, and in the end exactly once: a purchase goes from state to state until it is bought or stopped.
 *
 *   looking ──found──► is it what was asked for? ──yes──► bought (alreadyExisted)
 *    │ │                                         └─no───► stopped: taken
 *    │ └──several / unreadable / one under way──► stopped, nothing sent
 *    ▼
 *   noting ──used for something else, or by another item / no ledger, no books──► stopped, nothing sent
 *    │ ├──noted already──► sentBefore ──found──► bought (alreadyExisted)
 *    │ │                      ├──not found──► stopped: outcome unknown
 *    │ │                      └──certain, or checked by a person──► claiming ──won──► sending
 *    │ │                                                              └─lost──► stopped: outcome unknown
 *    │ └──slow database──► doubting ──found──► bought, else sending
 *    ▼
 *   sending ──done──► bought
 *    │ ▲ │ ├──refused──► stopped with the provider's words
 *    │ │ │ ├──the run was stopped──► stopped, not sent
 *    │ │ │ └──note too old──► renewing ──► sending
 *    │ │ └──too many requests──► sending after a wait (it proves that nothing was bought)
 *    ▼ └────repeatable (the provider promises to carry the same request out once)
 *   unclear ──found──► bought
 *      ├──it said no, and complete books agree──► stopped with the provider's words
 *      └──not found──► stopped: outcome unknown, the note stays
 *
 * The note is made before sending. Whoever ends without having sent anything, or was refused for certain, takes it off
 * again: a crash at any point leaves either nothing bought and nothing noted, or a note that makes the next run look
 * before it leaps. `states.ts` names the states, `transitions.ts` does what is to be done in each, `endings.ts` how it
 * ends by what the books say, `decide.ts` decides what comes next.
 */
import { ProviderError } from '../http/errors';
import type { PreparedPurchase, Result } from '../providers/provider';
import { isFresh, isPassing } from './decide';
import { type Bought, wasSentBefore } from './endings';
import { oneAtATime } from './oneAtATime';
import { recallSent } from './sentHere';
import type { BuyOnceOptions, State, Walk, Wanted } from './states';
import { attempted } from './steps';
import { claiming, doubting, looking, noting, renewing, sending, sentBefore, unclear } from './transitions';
import * as words from './words';

/**
 * Buys unless it is bought already.
 * @throws ProviderError `refused`, `badInput`, `rateLimited`…: certainly nothing bought now; `notSent`: the run was
 *   stopped; `outcomeUnknown`: a person has to look, and running again is safe
 */
export async function buyOnce<T extends Bought>(wanted: Wanted<T>, options: BuyOnceOptions): Promise<Result<T>> {
  const { key } = wanted.attempt;
  const walk = async (): Promise<Result<T>> => {
    const purchase = await preparing(wanted, options);
    const known = { ...wanted, whereToCheck: purchase.whereToCheck };
    return await toItsEnd({
      wanted: known,
      purchase,
      options,
      note: null,
      hasSent: false,
      isOpen: false,
      facts: new Set(),
    });
  };
  // what is found out while preparing must not be older than the purchase that went before
  return await oneAtATime(key, async () =>
    wanted.alone === null ? await walk() : await oneAtATime(`${options.sender.account} ${wanted.alone}`, walk),
  );
}

/**
 * What fails here fails for free, unless it was sent before: then the outcome is unknown, since whoever reads only the
 * last error must not take it for "not bought".
 */
async function preparing<T>(wanted: Wanted<T>, options: BuyOnceOptions): Promise<PreparedPurchase<T>> {
  const prepared = await attempted(async () => await wanted.prepare());
  if (prepared.ok) return prepared.value;
  const { error } = prepared;
  const known = error instanceof ProviderError ? error : null;
  // a plain no is about this purchase, and not about one of the same name for something else
  const isPlainNo = known !== null && !isPassing(known);
  const isForOther = recallSent(options.sender, wanted.attempt) === 'sentForOther';
  if ((isPlainNo && isForOther) || !(await wasSentBefore(wanted, options))) return await Promise.reject(error);
  throw words.outcomeUnknown(wanted, words.sentBefore(known));
}

async function toItsEnd<T extends Bought>(walk: Walk<T>): Promise<Result<T>> {
  const walked = await attempted(async () => await walkOn(walk));
  const left = await attempted(async () => await takeNoteOff(walk));
  if (!walked.ok) return await Promise.reject(walked.error);
  const { value: end } = walked;
  if (end.at === 'bought') return end.result;
  const error = left.ok ? end.error : words.stillNoted(walk.wanted, end.error);
  walk.options.run.noteFailed(error, !walk.hasSent);
  throw error;
}

/** A note that nothing was sent under, or only what was refused for certain. */
async function takeNoteOff<T>({ note, options }: Walk<T>): Promise<void> {
  if (note === null) return;
  const { ledger, clock, waitingMs } = options;
  await ledger.erase(note, !isFresh(clock.now() - note.at, waitingMs));
}

async function walkOn<T extends Bought>(walk: Walk<T>): Promise<Extract<State<T>, { at: 'bought' | 'stopped' }>> {
  let state: State<T> = { at: 'looking' };
  for (;;) {
    switch (state.at) {
      case 'looking':
        state = await looking(walk);
        break;
      case 'noting':
        state = await noting(walk, state.books);
        break;
      case 'sentBefore':
        state = await sentBefore(walk, state.byAnotherNode);
        break;
      case 'claiming':
        state = await claiming(walk, state.how);
        break;
      case 'doubting':
        state = await doubting(walk);
        break;
      case 'renewing':
        state = await renewing(walk);
        break;
      case 'sending':
        state = await sending(walk, state.sendsLeft);
        break;
      case 'unclear':
        state = await unclear(walk, state);
        break;
      case 'bought':
      case 'stopped':
        return state;
    }
  }
}
