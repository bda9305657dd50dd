/**
 * Buying at most once: a purchase goes from state to state until it is bought or stopped.
 *
 *   looking ──found──────────────────────────────────────────────► bought (alreadyExisted)
 *    │ │                    └──for something else──► stopped
 *    │ └──conflict / books unreadable──► stopped, nothing bought
 *    ▼
 *   noting ──used for something else / no ledger, no books──► stopped, nothing bought
 *    │ ├──noted already──► sentBefore ──found──► bought (alreadyExisted)
 *    │ │                      └──not found──► stopped: outcome unknown  (Send Again if Unconfirmed: sending, once an execution)
 *    │ └──slow database──► doubting ──found──► bought, else sending
 *    ▼
 *   sending ──done──► bought
 *    │ ▲ ├──refused──► stopped with the provider's words, the note is taken off
 *    │ │ └──too many requests──► sending after a wait (it proves that nothing was bought)
 *    ▼ └────repeatable (the provider promises to carry the same request out once)
 *   unclear ──found──► bought
 *      └──not found──► stopped: outcome unknown, the note stays
 *
 * The note is made right before sending and is only taken off when it is certain that nothing was bought: a crash at any
 * point leaves either nothing bought and nothing noted, or a note that makes the next run look before it leaps.
 * `states.ts` names the states, `transitions.ts` does what is to be done in each, `decide.ts` decides what comes next.
 */
import type { Result } from '../providers/provider';
import { oneAtATime } from './oneAtATime';
import { preparing } from './preparing';
import type { BuyOnceOptions, State, Walk, Wanted } from './states';
import { doubting, looking, noting, sending, sentBefore, unclear } from './transitions';

/**
 * Buys unless it is bought already.
 * @throws ProviderError `refused`, `badInput`, `rateLimited`…: certainly nothing bought now;
 *   `outcomeUnknown`: a person has to look, and running again is safe
 */
export async function buyOnce<T extends { orderId: string; alreadyExisted: boolean }>(
  wanted: Wanted<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  const first = { key: `${options.scope}/${wanted.key}`, content: options.content };
  const walk = async (): Promise<Result<T>> => {
    const purchase = await preparing(wanted, first, options);
    const attempt = { ...first, key: `${options.scope}/${purchase.key}` };
    return await toItsEnd({ purchase, attempt, first, options });
  };
  // what is found out while preparing must not be older than the purchase that went before
  return await oneAtATime(first.key, async () =>
    wanted.alone === null ? await walk() : await oneAtATime(`${options.account} ${wanted.alone}`, walk),
  );
}

async function toItsEnd<T extends { orderId: string; alreadyExisted: boolean }>(walk: Walk<T>): Promise<Result<T>> {
  // a provider that promises to buy a repeated reference once needs no look before the first attempt
  const { providerDeduplicates } = walk.purchase;
  let state: State<T> = providerDeduplicates ? { at: 'noting', books: 'cannotTell' } : { at: 'looking' };
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
      case 'doubting':
        state = await doubting(walk);
        break;
      case 'sending':
        state = await sending(walk, state);
        break;
      case 'unclear':
        state = await unclear(walk, state);
        break;
      case 'bought':
        return state.result;
      case 'stopped':
        throw state.error;
    }
  }
}
