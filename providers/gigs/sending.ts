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
import { aboutTheKey, refusesKeys, sendsKey, stopSendingKeys } from './idempotency';

export type Spent = { outcome: 'accepted'; answer: Answer; object: Record<string, unknown>; id: string } | Unsettled;

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
      return open(describe(session, exchange), true);
    case 'keyInUse':
      return open(describe(session, exchange), false);
    case 'nothing': {
      const spent = read(session, exchange, true);
      if (spent.outcome !== 'unknown' || !(await refusesKeys(session))) return spent;
      stopSendingKeys(session);
      return open(spent.error, true);
    }
  }
}

function describe(session: Session, exchange: Exchange): ProviderError {
  return exchange.answered ? session.http.describe(exchange) : exchange.error;
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
