/**
 * A purchase as every provider makes it: prepared, looked for, sent once, judged. A provider gives the request, its table of
 * refusals, and where the result stands in the answer; `purchase/buyOnce.ts` decides what is done when.
 */
import type { Answer, Exchange, HttpClient } from '../../http/client';
import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import type { Certainty, Found, Notes, PreparedPurchase, Sent } from '../provider';
import { attempt } from './attempt';
import { changed } from './errors';

/** What this run has done about a purchase so far. */
export interface Progress {
  /** How often it has been looked for before. */
  readonly looks: number;
  /** When it was sent, in milliseconds since 1970; null while it was not. */
  readonly sentAt: number | null;
  /** A sending of it got no clear answer. */
  readonly isOpen: boolean;
}

/** A purchase that is ready to go, told what has been done so far. */
export interface Steps<T> extends Omit<PreparedPurchase<T>, 'certainty' | 'find' | 'send'> {
  /** Asked for after `find`. */
  certainty: Certainty | (() => Certainty);
  find(progress: Progress): Promise<Found<T>>;
  send(progress: Progress): Promise<Sent<T>>;
}

export function purchase<T>(steps: Steps<T>): PreparedPurchase<T> {
  const { certainty, find, send, mayRepeat } = steps;
  const progress = { looks: 0, sentAt: null as number | null, isOpen: false };
  return {
    ...steps,
    get certainty() {
      return typeof certainty === 'function' ? certainty() : certainty;
    },
    async find() {
      const found = await find({ ...progress });
      progress.looks++;
      return found;
    },
    async send() {
      progress.sentAt = Date.now();
      const sent = await send({ ...progress });
      progress.isOpen ||= sent.outcome === 'unknown';
      return sent;
    },
    ...(mayRepeat && {
      async mayRepeat(notes: Notes) {
        // it is asked only of a purchase that was sent before
        progress.isOpen = true;
        return await mayRepeat(notes);
      },
    }),
  };
}

/** The endings of a purchase that brought no result. */
export type Unsettled = Exclude<Sent<never>, { outcome: 'done' }>;

/** `accepted` means a 2xx status only: whether something was bought is for the provider's code to read in the body. */
export type Judged = { outcome: 'accepted'; answer: Answer } | Unsettled;

/**
 * One row of a provider's table of refusals: an answer that proves that nothing was bought, and where that is known from.
 * What no row fits proves nothing.
 */
export interface Refusal {
  /** Absent: whatever the status, of a provider that puts its refusals into any. */
  status?: number;
  /** Only if the body says so, in its text or its codes. */
  words?: RegExp;
  /**
   * - `refused`: it proves that nothing was bought (the usual).
   * - `saidNo`: said of what is there already, too: complete books decide (docs/buying-once.md).
   */
  proves?: 'refused' | 'saidNo';
  kind?: ProviderErrorKind;
  /** What to do about it, instead of what the status alone suggests. */
  advice?: string;
  /** What may be behind it, said after what the status suggests. */
  hint?: string;
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
  const row = [...refusals, ...EVERYWHERE].find((one) => fits(one, exchange));
  if (row === undefined && status >= 200 && status < 300) return { outcome: 'accepted', answer: exchange };
  const described = http.describe(exchange);
  if (row === undefined) return { outcome: 'unknown', error: described };
  const description = row.advice ?? [described.description, row.hint].filter(Boolean).join(' ');
  const error = changed(described, { kind: row.kind ?? described.kind, description });
  return row.proves === 'saidNo' ? { outcome: 'unknown', error, saidNo: true } : { outcome: 'refused', error };
}

/** A web page is the word of somebody in between, not of the provider. */
function fits({ status, words }: Refusal, answer: Answer): boolean {
  if (status !== undefined && answer.status !== status) return false;
  const isPage = /^\s*</.test(answer.text) || /html/i.test(answer.headers['content-type'] ?? '');
  if (isPage && status !== 429) return false;
  return words === undefined || words.test(answer.text);
}

/** Rows of statuses that one page of the documentation lists together. @param more what else all of them say */
export function refusalsAs(statuses: readonly number[], source: string, more: Partial<Refusal> = {}): Refusal[] {
  return statuses.map((status) => ({ ...more, status, source }));
}

/** A 2xx answer from which nobody can tell whether something was bought. `what` names what is odd, without quoting it. */
export function unclear(answer: Answer, what: string): Unsettled {
  const error = new ProviderError('unreachable', `It was answered with HTTP ${answer.status}, but ${what}`, {
    status: answer.status,
  });
  return { outcome: 'unknown', error };
}

/**
 * Judges the exchange, and reads what was bought from the answer to a success.
 * @param read the result; or, in words that follow "It was answered with HTTP 200, but", why nobody can tell what it means
 */
export async function settle<T>(
  exchange: Exchange,
  http: HttpClient,
  refusals: readonly Refusal[],
  read: (answer: Answer) => Promise<Sent<T> | string> | Sent<T> | string,
): Promise<Sent<T>> {
  const judged = judge(exchange, http, refusals);
  if (judged.outcome !== 'accepted') return judged;
  const sent = await read(judged.answer);
  return typeof sent === 'string' ? unclear(judged.answer, sent) : sent;
}

/** Books that exist and cannot be read stop a purchase, whatever the reason: without them it could be bought twice. */
export function unreadable(error: ProviderError): Found<never> {
  return { outcome: 'cannotTell', error: changed(error, { kind: 'unreachable', description: undefined }) };
}

/** Looks into books; those that cannot be read stop the purchase. */
export async function found<T>(look: () => Promise<Found<T>>): Promise<Found<T>> {
  const looked = await attempt(look);
  return looked.ok ? looked.value : unreadable(looked.error);
}
