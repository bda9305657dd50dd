/**
 * Beside the usual rooms, since orders, top-ups and refunds are sent alike: the request that spends money, and what its answer
 * proves (facts/providers/gigs.md, sections 4 and 5).
 */
import { createHash, randomUUID } from 'crypto';

import { record, text } from '../../esim/read';
import type { Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { memoryOfExecution, onceInExecution } from '../kit/memory';
import { judge, type Refusal, refusalsAs, unclear, type Unsettled } from '../kit/purchases';
import type { Session } from '../provider';
import * as api from './api';

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
    advice: 'Your Gigs project does not offer this.',
    source: `${SECTION_4}: operation not supported`,
  },
];

/** What was sent, and by which name: the same purpose and reference give the same Idempotency-Key. */
export interface Request {
  list: 'subscriptions' | 'subscriptionAddons' | 'creditNotes';
  body: object;
  purpose: 'order' | 'topUp' | 'refund';
  reference: string;
}

export type Spent = { outcome: 'accepted'; object: api.Row; id: string } | Unsettled;

/**
 * Sends once and reads what it created. Where Gigs refuses the Idempotency-Key as such, nothing was bought, and the
 * request goes out once more without it.
 *
 * @param isOpen an earlier sending of this purchase got no clear answer: then the books are read again first
 */
export async function spend(session: Session, request: Request, isOpen: boolean): Promise<Spent> {
  if (!sendsKey(session)) return await spendWithoutKey(session, request);
  const headers = { 'Idempotency-Key': idempotencyKey(session, request) };
  const exchange = await api.spend(session, request.list, request.body, headers);
  switch (aboutTheKey(exchange)) {
    case 'headerRefused':
      stopSendingKeys(session);
      if (!isOpen) return await spendWithoutKey(session, request);
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

async function spendWithoutKey(session: Session, { list, body }: Request): Promise<Spent> {
  return read(session, await api.spend(session, list, body, undefined), false);
}

function describe(session: Session, exchange: Exchange): ProviderError {
  return exchange.answered ? session.http.describe(exchange) : exchange.error;
}

function read(session: Session, exchange: Exchange, keyed: boolean): Spent {
  const is5xx = exchange.answered && exchange.status >= 500;
  const facts = [...(is5xx ? [A_5XX_WAS_ANSWERED] : []), ...(keyed ? [] : [SENT_WITHOUT_A_KEY])];
  const judged = judge(exchange, session.http, REFUSALS);
  if (judged.outcome === 'refused') return judged;
  if (judged.outcome === 'unknown') return { ...judged, repeatable: keyed && isRepeatable(exchange), facts };
  const object = record(judged.answer.json);
  const id = text(object.id);
  if (id !== null) return { outcome: 'accepted', object, id };
  // the answer was spoilt on its way: under the same key Gigs gives it again
  return open(unclear(judged.answer, 'the answer holds no id').error, { repeatable: keyed, facts });
}

function open(error: ProviderError, more: { repeatable?: boolean; facts?: string[] } = {}): Unsettled {
  return { outcome: 'unknown', error, repeatable: false, ...more };
}

/**
 * Under a live key a lost answer may be asked for again, but not after a 500 ("not guaranteed free of side effects"),
 * nor while the first request may still be at work: what two at once do is not known (section 5).
 */
function isRepeatable(exchange: Exchange): boolean {
  return exchange.answered ? exchange.status === 502 || exchange.status === 503 : exchange.timedOut === false;
}

/**
 * Under a key that was used before, Gigs answers with what was bought then: so nothing was bought now (section 5).
 * @param differences from what was asked for, each in words that follow "order sub_1 has it, "
 */
export function takenBy(
  { id }: { id: string },
  { reference }: Request,
  ...differences: Array<string | null | false>
): Unsettled | null {
  const difference = differences.find((one) => one);
  if (!difference) return null;
  const message = `Client Reference "${reference}" is taken: order ${id} has it, ${difference}`;
  const description = "Give every purchase a reference of its own, such as your shop's order or payment ID.";
  return { outcome: 'refused', error: new ProviderError('badInput', message, { description }) };
}

/**
 * At most 255 characters, the same for the same reference (section 5). Whether Gigs tells keys apart by project or
 * endpoint is unknown, so both are in it.
 */
function idempotencyKey(session: Session, { purpose, reference }: Request): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([api.inProject(session), purpose, reference]))
    .digest('hex');
  return `n8n-esim-${purpose}-${digest}`;
}

/** Whether Gigs has refused the header in this execution: older copies of section 5 say that it does outside a beta. */
const refusal = memoryOfExecution(() => ({ wasSeen: false }));

const KEY_REFUSED =
  'Gigs refuses the Idempotency-Key header in this project, so purchases go out without it. Switch off "Send Idempotency Key" in the Gigs credential to save the attempt.';

/** Only false switches it off: an old credential has no value. */
export function sendsKey(session: Session): boolean {
  return session.settings.sendIdempotencyKey !== false && !refusal(session).wasSeen;
}

function stopSendingKeys(session: Session): void {
  if (!refusal(session).wasSeen) session.log(KEY_REFUSED);
  refusal(session).wasSeen = true;
}

/** How a refusal may speak of a key that is taken; then there may be a purchase under it. Nothing of this is documented. */
const TAKEN =
  /\b(in (progress|use)|already|(re)?used|same|another|differ\w*|(mis)?match\w*|conflict\w*|processing|concurrent\w*|duplicate\w*)\b/i;

/** What a refusal says of the header; `nothing` also for every answer that is none. */
function aboutTheKey(exchange: Exchange): 'headerRefused' | 'keyInUse' | 'nothing' {
  if (!exchange.answered) return 'nothing';
  const { status, text: said } = exchange;
  const isRefusal = (status >= 400 && status < 500) || status === 501;
  if (!isRefusal || status === 429 || !/idempoten/i.test(said)) return 'nothing';
  return status === 409 || TAKEN.test(said) ? 'keyInUse' : 'headerRefused';
}

/**
 * Asks Gigs, once in an execution, by a search with a key that nobody has used. A project that refuses it there did not
 * carry out the purchase that got no clear answer either.
 */
export const refusesKeys = onceInExecution(async (session) => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const answered = await attempt(async () => await api.searchUsers(session, 'nobody@example.com', headers));
  if (answered.ok) return false;
  const { message, status = 0 } = answered.error;
  return aboutTheKey({ answered: true, status, text: message, headers: {}, json: undefined }) === 'headerRefused';
});
