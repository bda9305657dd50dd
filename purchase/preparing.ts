/** Preparing a purchase: what fails here fails for free, unless it was sent before. */
import { ProviderError } from '../http/errors';
import type { PreparedPurchase } from '../providers/provider';
import { isPassing } from './decide';
import type { Attempt } from './ledger';
import { recallSent } from './sentHere';
import type { BuyOnceOptions, Wanted } from './states';
import { attempted } from './steps';
import { outcomeUnknown, sentBefore } from './words';

/**
 * When preparing fails although it was sent before, the outcome is unknown: whoever reads only the last error must not
 * take it for "not bought".
 * @throws ProviderError
 */
export async function preparing<T>(
  wanted: Wanted<T>,
  attempt: Attempt,
  options: BuyOnceOptions,
): Promise<PreparedPurchase<T>> {
  const prepared = await attempted(async () => await wanted.prepare());
  if (prepared.ok) return prepared.value;
  const { error } = prepared;
  const past = await options.ledger.recall(attempt);
  const wasSentHere = isAboutNothing(error) && recallSent(options.account, attempt) === 'seen';
  if (past !== 'seen' && !wasSentHere) throw error;
  throw outcomeUnknown(wanted, options, sentBefore(error instanceof ProviderError ? error : null));
}

/** Nothing was found out at all: a plain no would be about this purchase, and not about one of the same first name. */
function isAboutNothing(error: unknown): boolean {
  return !(error instanceof ProviderError) || isPassing(error);
}
