/** What was asked for, or not: a success may hold an error, or the page of somebody in between. */
import { ProviderError } from '../http/errors';

/**
 * @param isThere whether the answer holds what tells such a thing from another: its id
 * @throws ProviderError `unreachable`
 */
export function askedFor<T>(value: T, isThere: boolean, provider: string, what: string): T {
  if (isThere) return value;
  throw new ProviderError('unreachable', `${provider} answered, but without the ${what} that was asked for`, {
    description: 'This is on the provider’s side. Try again later.',
  });
}
