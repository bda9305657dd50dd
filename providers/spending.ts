/** What an answer says about money, for every provider: nothing bought, bought, or nobody can tell. */
import type { Answer, Exchange, HttpClient } from '../http/client';
import { ProviderError, type ProviderErrorKind } from '../http/errors';
import type { Found, Sent } from './provider';

/** The endings of a purchase that brought no result. */
export type Unsettled = Exclude<Sent<never>, { outcome: 'done' }>;

/** `accepted` means a 2xx status only: whether something was bought is for the provider's code to read in the body. */
export type Judged = { outcome: 'accepted'; answer: Answer } | Unsettled;

/**
 * One row of a provider's table of refusals: an answer that proves that nothing was bought, and where that is known from.
 * What no row fits proves nothing.
 */
export interface Refusal {
  status: number;
  /** Only if the body says so, in its text or its codes. */
  words?: RegExp;
  /**
   * - `refused`: it proves that nothing was bought (the usual).
   * - `saidNo`: said of what is there already, too: complete books decide (docs/buying-once.md).
   */
  proves?: 'refused' | 'saidNo';
  kind?: ProviderErrorKind;
  /** Where it is documented: facts/providers/…, section. */
  source: string;
}

/** True for every provider: the request was turned away before anybody looked at what it asks for. */
const EVERYWHERE: readonly Refusal[] = [
  { status: 401, kind: 'credential', source: 'RFC 9110, 15.5.2: not authenticated, so not carried out' },
  { status: 429, kind: 'rateLimited', source: 'RFC 6585, 4: too many requests, this one was not carried out' },
];

/**
 * Sorts the exchange of `HttpClient.spend` by the provider's table of refusals.
 * @param refusals the first row that fits decides; the rows that hold everywhere come last
 */
export function judge(exchange: Exchange, http: HttpClient, refusals: readonly Refusal[]): Judged {
  if (!exchange.answered) {
    return { outcome: exchange.sent === 'no' ? 'refused' : 'unknown', error: exchange.error };
  }
  const { status } = exchange;
  if (status >= 200 && status < 300) return { outcome: 'accepted', answer: exchange };
  const row = [...refusals, ...EVERYWHERE].find((one) => fits(one, exchange));
  const described = http.describe(exchange);
  const error = row?.kind === undefined ? described : ofKind(row.kind, described);
  if (row === undefined) return { outcome: 'unknown', error };
  return row.proves === 'saidNo' ? { outcome: 'unknown', error, saidNo: true } : { outcome: 'refused', error };
}

/** A web page is the word of somebody in between, not of the provider. */
function fits({ status, words }: Refusal, answer: Answer): boolean {
  if (answer.status !== status) return false;
  const isPage = /^\s*</.test(answer.text) || /html/i.test(answer.headers['content-type'] ?? '');
  if (isPage && status !== 429) return false;
  return words === undefined || words.test(answer.text);
}

/** Rows of statuses that one page of the documentation lists together. */
export function refusalsAs(statuses: readonly number[], source: string): Refusal[] {
  return statuses.map((status) => ({ status, source }));
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
export function describedAs(error: ProviderError, description: string | undefined): ProviderError {
  const { status, retryAfterMs } = error;
  return new ProviderError(error.kind, error.message, { description, status, retryAfterMs });
}

function ofKind(kind: ProviderErrorKind, error: ProviderError): ProviderError {
  const { description, status, retryAfterMs } = error;
  return new ProviderError(kind, error.message, { description, status, retryAfterMs });
}
