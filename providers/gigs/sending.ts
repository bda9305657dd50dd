/** The request that spends money, and what its answer proves (facts/providers/gigs.md, sections 4 and 5). */
import { createHash } from 'crypto';

import { record, text } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import type { ProviderError } from '../../http/errors';
import type { Session } from '../provider';
import { describedAs } from '../kit/errors';
import { judge, type Refusal, refusalsAs, unclear, type Unsettled } from '../kit/purchases';
import * as api from './api';
import { inProject } from './api';
import { aboutTheKey, refusesKeys, sendsKey, stopSendingKeys } from './idempotency';

export type Spent = { outcome: 'accepted'; answer: Answer; object: Record<string, unknown>; id: string } | Unsettled;

/**
 * Gigs does not say how late a purchase may show in its lists; its guide reads a subscription back at once (section 19).
 * A little longer than the books are looked at anyway.
 */
export const SHOWS_WITHIN_MS = 15_000;

/** What is noted of a sending whose outcome is unknown: section 5 promises nothing more for either of them. */
export const A_5XX_WAS_ANSWERED = 'a 5xx was answered';
export const SENT_WITHOUT_A_KEY = 'sent without a key';

const SECTION_4 = 'facts/providers/gigs.md, section 4';

/** The same for all three requests: section 4 says of each status what it means, and section 5 that no failure is kept. */
const REFUSALS: readonly Refusal[] = [
  ...refusalsAs([400, 403, 404, 422], `${SECTION_4}: malformed, not allowed, no such resource, invalid`),
  { status: 409, proves: 'saidNo', source: `${SECTION_4}: conflicts with another request` },
  {
    status: 501,
    words: /"type"\s*:\s*"notImplemented"/,
    kind: 'refused',
    source: `${SECTION_4}: operation not supported`,
  },
];

/**
 * At most 255 characters, the same for the same reference (section 5). Whether Gigs tells keys apart by project or
 * endpoint is unknown, so both are in it.
 */
export function idempotencyKey(session: Session, purpose: string, reference: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([inProject(session), purpose, reference]))
    .digest('hex');
  return `n8n-esim-${purpose}-${digest}`;
}

/**
 * Sends once and reads what it created. Where Gigs refuses the Idempotency-Key as such, nothing was bought, and the
 * request goes out once more without it.
 *
 * @param isOpen an earlier sending of this purchase got no clear answer: then the books are read again first
 */
export async function spend(
  session: Session,
  name: Parameters<typeof api.spend>[1],
  body: object,
  key: string,
  isOpen: boolean,
): Promise<Spent> {
  if (!sendsKey(session)) return read(session, await api.spend(session, name, body, undefined), false);
  const exchange = await api.spend(session, name, body, { 'Idempotency-Key': key });
  switch (aboutTheKey(exchange)) {
    case 'headerRefused':
      stopSendingKeys(session);
      if (!isOpen) return read(session, await api.spend(session, name, body, undefined), false);
      // who refuses the header refused it before as well
      return open(describe(session, exchange), { repeatable: true });
    case 'keyInUse':
      return open(describe(session, exchange));
    case 'nothing': {
      const spent = read(session, exchange, true);
      if (spent.outcome !== 'unknown' || !(await refusesKeys(session))) return spent;
      stopSendingKeys(session);
      return open(spent.error, { repeatable: true });
    }
  }
}

function describe(session: Session, exchange: Exchange): ProviderError {
  return exchange.answered ? session.http.describe(exchange) : exchange.error;
}

function read(session: Session, exchange: Exchange, keyed: boolean): Spent {
  const facts = [...(isServerError(exchange) ? [A_5XX_WAS_ANSWERED] : []), ...(keyed ? [] : [SENT_WITHOUT_A_KEY])];
  const judged = judge(exchange, session.http, REFUSALS);
  if (judged.outcome === 'refused') return { ...judged, error: advised(judged.error) };
  if (judged.outcome === 'unknown') return { ...judged, repeatable: keyed && isRepeatable(exchange), facts };
  const object = record(judged.answer.json);
  const id = text(object.id);
  if (id !== null) return { ...judged, object, id };
  // the answer was spoilt on its way: under the same key Gigs gives it again
  return open(unclear(judged.answer, 'the answer holds no id').error, { repeatable: keyed, facts });
}

function open(error: ProviderError, more: { repeatable?: boolean; facts?: string[] } = {}): Unsettled {
  return { outcome: 'unknown', error, repeatable: false, ...more };
}

function isServerError(exchange: Exchange): boolean {
  return exchange.answered && exchange.status >= 500;
}

/**
 * Under a live key a lost answer may be asked for again, but not after a 500 ("not guaranteed free of side effects"),
 * nor while the first request may still be at work: what two at once do is not known (section 5).
 */
function isRepeatable(exchange: Exchange): boolean {
  return exchange.answered ? exchange.status === 502 || exchange.status === 503 : exchange.timedOut === false;
}

function advised(error: ProviderError): ProviderError {
  return error.status === 501 ? describedAs(error, 'Your Gigs project does not offer this.') : error;
}
