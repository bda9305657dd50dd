/** Asking the books and sending, with whatever goes wrong as a value. */
import { ProviderError } from '../http/errors';
import type { Found, PreparedPurchase, Sent } from '../providers/provider';
import { booksOf } from './decide';

/** Waits before each look at the books while an outcome is unknown. A purchase may show up a little late. */
const LOOK_AGAIN_AFTER_MS = [0, 1_000, 2_000, 4_000, 6_000];

/** A look that breaks off has shown nothing: neither that it was bought nor that it was not. */
export async function look<T>(purchase: PreparedPurchase<T>): Promise<Found<T>> {
  const looked = await attempted(async () => await purchase.find());
  return looked.ok ? looked.value : { outcome: 'cannotTell', error: broken(looked.error) };
}

/** What breaks off behind the sending may have bought it. */
export async function send<T>(purchase: PreparedPurchase<T>): Promise<Sent<T>> {
  const sent = await attempted(async () => await purchase.send());
  return sent.ok ? sent.value : { outcome: 'unknown', error: broken(sent.error) };
}

export async function attempted<T>(
  act: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: unknown }> {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    return { ok: false, error };
  }
}

function broken(error: unknown): ProviderError {
  // only our own words are safe to show
  if (!(error instanceof ProviderError)) return new ProviderError('unreachable', `it was stopped by ${nameOf(error)}`);
  const { message, status, retryAfterMs } = error;
  return new ProviderError('unreachable', message, { status, retryAfterMs });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'something that is no error';
}

export async function lookAgain<T>(
  purchase: PreparedPurchase<T>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<Found<T>> {
  let found: Found<T> = { outcome: 'absent' };
  for (const wait of LOOK_AGAIN_AFTER_MS) {
    if (wait > 0) await sleep(wait);
    found = await look(purchase);
    // books that do not exist will not appear by waiting
    if (found.outcome === 'found' || found.outcome === 'conflict' || booksOf(found) === 'cannotTell') break;
  }
  return found;
}
