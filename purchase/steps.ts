/** Asking the books and sending, with whatever goes wrong as a value. */
import { ProviderError } from '../http/errors';
import type { Found, PreparedPurchase, Sent } from '../providers/provider';
import { booksOf } from './decide';
import type { Patience } from './patience';

/** Waits before each look at the books while an outcome is unknown. A purchase may show up a little late. */
const LOOK_AGAIN_AFTER_MS = [0, 1_000, 2_000, 4_000, 6_000];

/** Between two looks at an order that is under way and may be this one. */
const UNDER_WAY_PAUSE_MS = 3_000;

const NOT_LONG_ENOUGH: Found<never> = {
  outcome: 'cannotTell',
  error: new ProviderError('unreachable', 'the time for waiting was used up before the books could show it'),
};

/** A look that breaks off has shown nothing: neither that it was bought nor that it was not. */
async function lookOnce<T>(purchase: PreparedPurchase<T>): Promise<Found<T>> {
  const looked = await attempted(async () => await purchase.find());
  return looked.ok ? looked.value : { outcome: 'cannotTell', error: broken(looked.error) };
}

/** An order that is under way and may be this one is waited for, as long as there is patience. */
export async function look<T>(purchase: PreparedPurchase<T>, patience: Patience): Promise<Found<T>> {
  for (;;) {
    const found = await lookOnce(purchase);
    if (found.outcome !== 'underWay' || !(await patience.wait(UNDER_WAY_PAUSE_MS))) return found;
  }
}

/**
 * Looks until the books tell, a few times in growing intervals.
 * @param showsWithinMs the last look is not before this time has passed: the books may be as late as that
 */
export async function lookAgain<T>(
  purchase: PreparedPurchase<T>,
  patience: Patience,
  showsWithinMs: number = 0,
): Promise<Found<T>> {
  let found: Found<T> = { outcome: 'absent' };
  const planned = LOOK_AGAIN_AFTER_MS.reduce((sum, pause) => sum + pause, 0);
  const pauses = planned >= showsWithinMs ? LOOK_AGAIN_AFTER_MS : [...LOOK_AGAIN_AFTER_MS, showsWithinMs - planned];
  for (const pause of pauses) {
    // books that were not looked at as late as that have not shown that it is not there
    if (pause > 0 && !(await patience.wait(pause))) return showsWithinMs > 0 ? NOT_LONG_ENOUGH : found;
    found = await look(purchase, patience);
    // books that do not exist will not appear by waiting
    if (found.outcome === 'found' || found.outcome === 'conflict' || booksOf(found) === 'cannotTell') break;
  }
  return found;
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
