/** The request that spends money, and what its answer proves (providers/gigs.md, sections 4 and 5). */
import { createHash } from 'crypto';

import { record, text } from '../../esim/read';
import type { Answer, Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import type { Session } from '../provider';
import { judge, unclear } from '../spending';
import type { Unsettled } from '../spending';
import * as api from './api';
import { inProject } from './api';

export type Spent = { outcome: 'accepted'; answer: Answer; object: Record<string, unknown>; id: string } | Unsettled;

/** Executions in which Gigs has refused the header. */
const withoutKeys = new WeakSet<Session>();

/** Only false switches it off: an old credential has no value. */
function sendsKey(session: Session): boolean {
  return session.settings.sendIdempotencyKey !== false && !withoutKeys.has(session);
}

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
 * Sends once and reads what it created. Where Gigs refuses the header as such (older copies: projects outside a beta,
 * section 5), nothing was bought, and the request goes out once more without it.
 *
 * @param isOpen an earlier sending of this purchase got no clear answer: then it is never sent without the key, since
 * only the key keeps it from being carried out twice
 */
export async function spend(
  session: Session,
  name: Parameters<typeof api.spend>[1],
  body: object,
  key: string,
  isOpen: boolean,
): Promise<Spent> {
  const keyed = sendsKey(session);
  const exchange = await api.spend(session, name, body, keyed ? { 'Idempotency-Key': key } : undefined);
  if (!keyed || !refusesKey(exchange)) return read(session, exchange, keyed);
  if (isOpen) return { outcome: 'refused', error: session.http.describe(exchange) };
  if (!withoutKeys.has(session)) session.log(KEY_REFUSED);
  withoutKeys.add(session);
  return read(session, await api.spend(session, name, body, undefined), false);
}

const KEY_REFUSED =
  'Gigs refuses the Idempotency-Key header in this project, so purchases go out without it. Switch off "Send Idempotency Key" in the Gigs credential to save the attempt.';

/** 409 is about another request with the same key, not about the header. */
function refusesKey(exchange: Exchange): exchange is Answer {
  if (!exchange.answered || exchange.status === 409) return false;
  const refused = (exchange.status >= 400 && exchange.status < 500) || exchange.status === 501;
  return refused && /idempoten/i.test(exchange.text);
}

function read(session: Session, exchange: Exchange, keyed: boolean): Spent {
  // "operation not supported" (section 4): a refusal, although it is a 5xx
  if (exchange.answered && exchange.status === 501 && text(record(exchange.json).type) === 'notImplemented') {
    return { outcome: 'refused', error: refused(session, exchange) };
  }
  const judged = judge(exchange, session.http);
  if (judged.outcome === 'refused') return judged;
  if (judged.outcome === 'unknown') return open(judged.error, keyed && isRepeatable(exchange));
  const object = record(judged.answer.json);
  const id = text(object.id);
  if (id !== null) return { ...judged, object, id };
  // the answer was spoilt on its way: under the same key Gigs gives it again
  return open(unclear(judged.answer, 'the answer holds no id').error, keyed);
}

function open(error: ProviderError, repeatable: boolean): Unsettled {
  return { outcome: 'unknown', error, repeatable };
}

/**
 * Under a live key a lost answer may be asked for again, but not after a 500 ("not guaranteed free of side effects"),
 * nor while the first request may still be at work: what two at once do is not known (section 5).
 */
function isRepeatable(exchange: Exchange): boolean {
  return exchange.answered ? exchange.status === 502 || exchange.status === 503 : exchange.timedOut === false;
}

function refused(session: Session, answer: Answer): ProviderError {
  const { message, status } = session.http.describe(answer);
  return new ProviderError('refused', message, {
    description: 'Nothing was bought. Your Gigs project does not offer this.',
    status,
  });
}
