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

const SWITCH = 'Send Idempotency Key';

/** Only false switches it off: an old credential has no value. */
export function sendsKey({ settings }: Session): boolean {
  return settings.sendIdempotencyKey !== false;
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

/** Sends once and reads what it created. */
export async function spend(
  session: Session,
  name: Parameters<typeof api.spend>[1],
  body: object,
  key: string,
): Promise<Spent> {
  const keyed = sendsKey(session);
  const exchange = await api.spend(session, name, body, keyed ? { 'Idempotency-Key': key } : undefined);
  if (exchange.answered) {
    const refusal = keyed ? keyRefusal(exchange, session) : null;
    if (refusal) return { outcome: 'refused', error: refusal };
    // "operation not supported" (section 4): a refusal, although it is a 5xx
    if (exchange.status === 501 && text(record(exchange.json).type) === 'notImplemented') {
      return { outcome: 'refused', error: refused(session, exchange) };
    }
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

/** Older copies: projects outside a beta refuse the header (section 5). 409 is about another request, not about it. */
function keyRefusal(answer: Answer, session: Session): ProviderError | null {
  const refused = (answer.status >= 400 && answer.status < 500) || answer.status === 501;
  if (!refused || answer.status === 409 || !/idempoten/i.test(answer.text)) return null;
  const { message, status } = session.http.describe(answer);
  return new ProviderError('refused', `Gigs refused the Idempotency-Key header. ${message}`, {
    description: `Nothing was bought. If your project does not have this feature, open the Gigs credential, switch off "${SWITCH}" and run again.`,
    status,
  });
}

function refused(session: Session, answer: Answer): ProviderError {
  const { message, status } = session.http.describe(answer);
  return new ProviderError('refused', message, {
    description: 'Nothing was bought. Your Gigs project does not offer this.',
    status,
  });
}
