/** The errors that every provider has, in the same words. */
import { ProviderError } from '../../http/errors';

/**
 * The provider does not know what was asked for.
 * @param what the whole sentence: "Gigs knows no SIM with the ID "x" in this project"
 */
export function notThere(what: string, advice: string): ProviderError {
  return new ProviderError('notFound', what, { description: advice, status: 404 });
}

/**
 * What was asked for, or not: a success may hold an error, or the page of somebody in between.
 * @param isThere whether the answer holds what tells such a thing from another: its id
 * @throws ProviderError `unreachable`
 */
export function askedFor<T>(value: T, isThere: boolean, provider: string, what: string): T {
  if (isThere) return value;
  throw new ProviderError('unreachable', `${provider} answered, but without the ${what} that was asked for`, {
    description: 'This is on the provider’s side. Try again later.',
  });
}

/** An answer of another kind is no empty list. @param check what in the credential may be wrong: "the base URL" */
export function noList(provider: string, name: string, check = 'the base URL'): ProviderError {
  const are = check.includes(' and ') ? 'they are' : 'it is';
  return new ProviderError('unreachable', `${provider} answered without a list of ${name}`, {
    description: `Check ${check} in the credential. If ${are} right, the provider may be having trouble: try again later.`,
  });
}

/** The same error with another advice for the person. */
export function describedAs(error: ProviderError, description: string | undefined): ProviderError {
  return changed(error, { description });
}

/** The same error with another message, kind or advice. */
export function changed(
  error: ProviderError,
  change: { kind?: ProviderError['kind']; message?: string; description?: string | undefined },
): ProviderError {
  const { kind, message, description, status, retryAfterMs } = { ...pick(error), ...change };
  return new ProviderError(kind, message, { description, status, retryAfterMs });
}

function pick({ kind, message, description, status, retryAfterMs }: ProviderError) {
  return { kind, message, description, status, retryAfterMs };
}
