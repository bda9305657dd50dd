/**
 * Buying at most once, and in the end exactly once: a purchase goes from state to state until it is bought or stopped.
 *
 *   looking ──found──► is it what was asked for? ──yes──► bought (alreadyExisted)
 *    │ │                                         └─no───► stopped: taken
 *    │ └──several / unreadable / one under way──► stopped, nothing sent
 *    ▼
 *   noting ──used for something else / no ledger, no books──► stopped, nothing sent
 *    │ ├──noted already──► sentBefore ──found──► bought (alreadyExisted)
 *    │ │                      ├──not found──► stopped: outcome unknown
 *    │ │                      └──certain, or checked by a person──► claiming ──won──► looked up, then sending
 *    │ │                                                              └─lost──► stopped: outcome unknown
 *    │ └──slow database──► doubting ──found──► bought, else sending
 *    ▼
 *   sending ──done──► bought
 *    │ ▲ │ ├──refused──► stopped with the provider's words
 *    │ │ │ ├──the run was stopped──► stopped, not sent
 *    │ │ │ └──note too old──► renewing ──► looked up, then sending
 *    │ │ └──too many requests──► sending after a wait (it proves that nothing was bought)
 *    ▼ └────repeatable (the provider promises to carry the same request out once)
 *   unclear ──found──► bought
 *      ├──it said no, and complete books agree──► stopped with the provider's words
 *      └──not found──► stopped: outcome unknown, the note stays
 *
 * The note is made before sending. Whoever ends without having sent anything, or was refused for certain, takes it off
 * again: a crash at any point leaves either nothing bought and nothing noted, or a note that makes the next run look
 * before it leaps. `states.ts` names the states, `beforeSending.ts` and `sending.ts` do what is to be done in each,
 * `endings.ts` how it ends by what the books say, `decide.ts` decides what comes next.
 */
import { ProviderError } from '../http/errors';
import type { PreparedPurchase, Result } from '../providers/provider';
import { claiming, doubting, looking, noting, renewing, sentBefore } from './beforeSending';
import { isPassing } from './decide';
import { type Bought, wasSentBefore } from './endings';
import { brokenOff, leaveNote, withNoteLeft } from './leaving';
import { oneAtATime } from './oneAtATime';
import { sending, unclear } from './sending';
import { recallSent } from './sentHere';
import { type BuyOnceOptions, newWalk, type State, type Walk, type Wanted } from './states';
import { attempted } from './steps';
import * as words from './words';

/**
 * Buys unless it is bought already.
 * @throws ProviderError `refused`, `badInput`, `rateLimited`…: certainly nothing bought now; `notSent`: the run was
 *   stopped; `outcomeUnknown`: a person has to look, and running again is safe
 */
export async function buyOnce<T extends Bought>(wanted: Wanted<T>, options: BuyOnceOptions): Promise<Result<T>> {
  const walk = async (): Promise<Result<T>> => {
    const stop = options.run.wasStopped();
    if (stop) return await Promise.reject(stop);
    const purchase = await preparing(wanted, options);
    const known = { ...wanted, whereToCheck: purchase.whereToCheck };
    return await toItsEnd(newWalk(known, purchase, options));
  };
  // what is found out while preparing must not be older than the purchase that went before
  return await oneAtATime(wanted.attempt.key, async () =>
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
  const known = prepared.error instanceof ProviderError ? prepared.error : null;
  // a plain no is about this purchase, and not about one of the same name for something else
  const isPlainNo = known !== null && !isPassing(known);
  const isForOther = recallSent(options.sender, wanted.attempt) === 'sentForOther';
  const isOpen = !(isPlainNo && isForOther) && (await wasSentBefore(wanted, options));
  const error = isOpen ? words.outcomeUnknown(wanted, words.sentBefore(known)) : prepared.error;
  options.run.noteFailed(error, true);
  return await Promise.reject(error);
}

async function toItsEnd<T extends Bought>(walk: Walk<T>): Promise<Result<T>> {
  const walked = await attempted(async () => await walkOn(walk));
  const end = walked.ok ? walked.value : { at: 'brokenOff' as const, error: brokenOff(walk, walked.error) };
  await leaveNote(walk, end.at === 'bought');
  if (end.at === 'bought') return end.result;
  const error = withNoteLeft(walk, end.error);
  walk.options.run.noteFailed(error, walk.unanswered === null);
  return await Promise.reject(error);
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
        state = await claiming(walk, state.claimFor);
        break;
      case 'doubting':
        state = await doubting(walk);
        break;
      case 'renewing':
        state = await renewing(walk, state.sendsLeft);
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
