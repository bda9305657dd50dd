/** Preparing a purchase: what fails here fails for free, unless it was sent before. */
import { ProviderError } from '../http/errors';
import type { PreparedPurchase } from '../providers/provider';
import type { BuyOnceOptions } from './states';
import { attempted } from './steps';
import { outcomeUnknown, sentBefore } from './words';

/**
 * Prepares a purchase. When that fails although it was sent before, its outcome is unknown: whoever reads only the last
 * error must not take it for "not bought".
 * @param key as the prepared purchase would have it
 * @throws ProviderError
 */
export async function prepareOnce<T>(
  key: string,
  prepare: () => Promise<PreparedPurchase<T>>,
  options: Omit<BuyOnceOptions, 'account'>,
): Promise<PreparedPurchase<T>> {
  const prepared = await attempted(prepare);
  if (prepared.ok) return prepared.value;
  const { error } = prepared;
  const past = await options.ledger.recall({ key: `${options.scope}/${key}`, content: options.content });
  if (past !== 'seen') throw error;
  throw outcomeUnknown(
    { what: 'purchase', whereToCheck: 'the records of the provider' },
    options,
    sentBefore(error instanceof ProviderError ? error : null),
  );
}
