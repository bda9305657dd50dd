/**
 * Whether a project takes the Idempotency-Key header (facts/providers/gigs.md, section 5). Older copies of the page say that
 * requests with it fail in projects outside a beta; newer ones dropped that.
 */
import { randomUUID } from 'crypto';

import type { Exchange } from '../../http/client';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';

/** Executions in which Gigs has refused the header. */
const withoutKeys = new WeakSet<Session>();

const KEY_REFUSED =
  'Gigs refuses the Idempotency-Key header in this project, so purchases go out without it. Switch off "Send Idempotency Key" in the Gigs credential to save the attempt.';

/** Only false switches it off: an old credential has no value. */
export function sendsKey(session: Session): boolean {
  return session.settings.sendIdempotencyKey !== false && !withoutKeys.has(session);
}

export function stopSendingKeys(session: Session): void {
  if (!withoutKeys.has(session)) session.log(KEY_REFUSED);
  withoutKeys.add(session);
}

/** How a refusal may speak of a key that is taken; then there may be a purchase under it. Nothing of this is documented. */
const TAKEN =
  /\b(in (progress|use)|already|(re)?used|same|another|differ\w*|(mis)?match\w*|conflict\w*|processing|concurrent\w*|duplicate\w*)\b/i;

/** What a refusal says of the header; `nothing` also for every answer that is none. */
export function aboutTheKey(exchange: Exchange): 'headerRefused' | 'keyInUse' | 'nothing' {
  if (!exchange.answered) return 'nothing';
  const { status, text } = exchange;
  const isRefusal = (status >= 400 && status < 500) || status === 501;
  if (!isRefusal || status === 429 || !/idempoten/i.test(text)) return 'nothing';
  return status === 409 || TAKEN.test(text) ? 'keyInUse' : 'headerRefused';
}

const asked = new WeakMap<Session, Promise<boolean>>();

/**
 * Asks Gigs, once in an execution, by a search with a key that nobody has used. A project that refuses it there did not
 * carry out the purchase that got no clear answer either.
 */
export async function refusesKeys(session: Session): Promise<boolean> {
  const asking = asked.get(session) ?? ask(session);
  asked.set(session, asking);
  return await asking;
}

async function ask(session: Session): Promise<boolean> {
  const email = 'nobody@example.com';
  const answered = await attempt(
    async () => await api.searchUsers(session, email, { 'Idempotency-Key': randomUUID() }),
  );
  if (answered.ok) return false;
  const { message, status = 0 } = answered.error;
  return aboutTheKey({ answered: true, status, text: message, headers: {}, json: undefined }) === 'headerRefused';
}
