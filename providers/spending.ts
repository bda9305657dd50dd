/** What an HTTP answer says about money, for every provider: nothing bought, bought, or nobody can tell. */
import type { Answer, Exchange, HttpClient } from '../http/client';
import { ProviderError } from '../http/errors';
import type { Found, Sent } from './provider';

/** The endings of a purchase that brought no result. */
export type Unsettled = Exclude<Sent<never>, { outcome: 'done' }>;

/** `accepted` means a 2xx status only: whether something was bought is for the provider's code to read in the body. */
export type Judged = { outcome: 'accepted'; answer: Answer } | Unsettled;

/** 4xx that do not prove a refusal: the server gave up waiting, or the same purchase is already there or under way. */
const NOT_A_REFUSAL = [408, 409];

/** Sorts the exchange of `HttpClient.spend` by its status alone (DESIGN, section 5). */
export function judge(exchange: Exchange, http: HttpClient): Judged {
  if (!exchange.answered) {
    return { outcome: exchange.sent === 'no' ? 'refused' : 'unknown', error: exchange.error };
  }
  const { status } = exchange;
  if (status >= 200 && status < 300) return { outcome: 'accepted', answer: exchange };
  const error = http.describe(exchange);
  if (status === 429) return { outcome: 'refused', error: ofKind('rateLimited', error) };
  const refused = status >= 400 && status < 500 && !NOT_A_REFUSAL.includes(status);
  return { outcome: refused ? 'refused' : 'unknown', error };
}

/** A 2xx answer from which nobody can tell whether something was bought. `what` names what is odd, without quoting it. */
export function unclear(answer: Answer, what: string): Unsettled {
  const error = new ProviderError('unreachable', `It was answered with HTTP ${answer.status}, but ${what}`, {
    status: answer.status,
  });
  return { outcome: 'unknown', error };
}

/** Books that exist and cannot be read stop a purchase, whatever the reason: without them it could be bought twice. */
export function unreadable({ message, status, retryAfterMs }: ProviderError): Found<never> {
  return { outcome: 'cannotTell', error: new ProviderError('unreachable', message, { status, retryAfterMs }) };
}

/** The same error with another advice for the person. */
export function withAdvice(error: ProviderError, description: string): ProviderError {
  const { status, retryAfterMs } = error;
  return new ProviderError(error.kind, error.message, { description, status, retryAfterMs });
}

function ofKind(kind: ProviderError['kind'], error: ProviderError): ProviderError {
  const { description, status, retryAfterMs } = error;
  return new ProviderError(kind, error.message, { description, status, retryAfterMs });
}
