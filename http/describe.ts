/** Says what a provider's answer means, in the provider's words, safe to show. */
import type { Answer } from './client';
import { ProviderError, type ProviderErrorKind } from './errors';
import { redact } from './redact';
import { isPage, type ProviderWords, providerWords } from './words';

const LONGEST = 500;

interface Meaning {
  kind: ProviderErrorKind;
  says: string;
  todo: string;
}

function meaningOf({ status, json }: Answer, words: ProviderWords | null, page: boolean): Meaning {
  const isSuccess = status >= 200 && status < 300;
  // a provider may put its refusal into a success
  if (isSuccess && json !== undefined)
    return { kind: 'refused', says: 'refused the request', todo: todoAfterRefusal(words) };
  if (isSuccess)
    return {
      kind: 'unreachable',
      says: 'answered with something that is not JSON',
      todo: 'Check the base URL in the credential. If it is right, the provider may be having trouble: try again later.',
    };
  if (status === 401)
    return {
      kind: 'credential',
      says: 'did not accept the credential',
      todo: 'Open the credential, check id, secret and base URL, and save it: n8n tries it out then.',
    };
  if (status === 403)
    return {
      kind: 'refused',
      says: 'does not allow this with your account',
      todo: 'Check with the provider that your account may do this, and that the id belongs to your account.',
    };
  // whoever gives a page knows nothing of the provider's orders and eSIMs: that nothing is there must come from the API
  if (status === 404 && page)
    return {
      kind: 'unreachable',
      says: 'answered with a web page that says "not found"',
      todo: 'Check the base URL in the credential. If it is right, somebody between n8n and the provider may be having trouble: try again later.',
    };
  if (status === 404)
    return {
      kind: 'notFound',
      says: 'did not find it',
      todo: 'Check the id in this item, and the base URL in the credential.',
    };
  if (status === 429)
    return {
      kind: 'rateLimited',
      says: 'is receiving too many requests',
      todo: 'Lower Items in Parallel, or run again in a minute.',
    };
  if (status === 402)
    return {
      kind: 'refused',
      says: 'wants to be paid first',
      todo: 'Check your credit or payment method at the provider, then run again.',
    };
  if (status >= 400 && status < 500)
    return {
      kind: 'refused',
      says: 'refused the request',
      todo: todoAfterRefusal(words),
    };
  if (status >= 300 && status < 400)
    return {
      kind: 'unreachable',
      says: 'sent us to another address',
      todo: 'Check the base URL in the credential: it should be the address of the API itself.',
    };
  return {
    kind: 'unreachable',
    says: 'is having trouble',
    todo: 'This is on the provider’s side. Run again later; look at the provider’s status page if it lasts.',
  };
}

function todoAfterRefusal(words: ProviderWords | null): string {
  if (words === null)
    return 'The provider does not say why. Check the fields of this item, and your credit at the provider.';
  return words.namesObjections
    ? 'Correct what the provider names, then run again.'
    : 'Check the fields of this item by what the provider says, then run again.';
}

/** The wait that the provider asked for (`Retry-After` in seconds or as a date), in milliseconds. */
export function retryAfterMs(answer: Answer, now: number = Date.now()): number | undefined {
  const value = answer.headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/**
 * @param provider the provider's name, for the message
 * @param secrets the credential's secrets, to be hidden should the provider repeat them
 */
export function describeAnswer(answer: Answer, provider: string, secrets: readonly string[]): ProviderError {
  const words = providerWords(answer);
  const meaning = meaningOf(answer, words, isPage(answer));
  const message = `${provider} ${meaning.says}${inItsWords(answer, secrets)}`;
  return new ProviderError(meaning.kind, message, {
    description: meaning.todo,
    status: answer.status,
    retryAfterMs: retryAfterMs(answer),
  });
}

/** What follows one's own words: ": the provider's, safe to show (HTTP 422)". */
export function inItsWords(answer: Answer, secrets: readonly string[]): string {
  const words = providerWords(answer);
  const said = words === null ? '' : `: ${shortened(redact(words.words, secrets))}`;
  return `${said} (HTTP ${answer.status})`;
}

/** Only once it holds no secrets: half of one would not be recognized. */
function shortened(words: string): string {
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
