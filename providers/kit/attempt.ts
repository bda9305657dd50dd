/** Failure as a value, where a provider's code wants to go on in another way. */
import { ProviderError } from '../../http/errors';

export type Attempt<T> = { ok: true; value: T } | { ok: false; error: ProviderError };

/**
 * Runs a read and hands back what went wrong with it.
 * @throws whatever is not a `ProviderError`: that is a mistake in our own code, to be seen and not to be handled
 */
export async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  const settled = await caught(read);
  if (settled.ok) return settled;
  const { failure } = settled;
  if (failure instanceof ProviderError) return { ok: false, error: failure };
  throw failure;
}

async function caught<T>(read: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; failure: unknown }> {
  try {
    return { ok: true, value: await read() };
  } catch (failure) {
    return { ok: false, failure };
  }
}

/**
 * A read of one thing, in the provider's own words where it is not there.
 * @throws ProviderError `missing()` for "not found", and everything else that `read` throws
 */
export async function readOr<T>(read: () => Promise<T>, missing: () => ProviderError): Promise<T> {
  const tried = await attempt(read);
  if (tried.ok) return tried.value;
  throw tried.error.kind === 'notFound' ? missing() : tried.error;
}

/** A read that is only good to have. @returns null when it failed; `told` hears why, for the log */
export async function readIfPossible<T>(
  read: () => Promise<T>,
  told?: (why: ProviderError) => void,
): Promise<T | null> {
  const tried = await attempt(read);
  if (tried.ok) return tried.value;
  told?.(tried.error);
  return null;
}

/**
 * A read of what the provider may not have. @returns null where it is not offered
 * @throws ProviderError when the provider could not be asked
 */
export async function readIfOffered<T>(read: () => Promise<T>): Promise<T | null> {
  const tried = await attempt(read);
  if (tried.ok) return tried.value;
  if (isNotOffered(tried.error)) return null;
  throw tried.error;
}

/**
 * Whether a read failed because the provider does not have this endpoint, or not in this form or not for us: a reason
 * to ask in another way, where trying again later would be none. "Not found" may mean either, the endpoint or the thing.
 */
export function isNotOffered({ status }: ProviderError): boolean {
  if (status === undefined) return false;
  return status === 501 || (status >= 400 && status < 500 && ![401, 408, 429].includes(status));
}
