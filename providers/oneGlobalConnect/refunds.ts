/**
 * "Refund": deleting an eSIM that nobody has used, the one thing of this kind that is documented. Whether the price
 * comes back is not (facts/providers/1global-connect.md, sections 2.5.3, 3.5, 7).
 */
import { iccidFrom } from '../../esim/identifiers';
import { makeRefund } from '../../esim/make';
import type { Refund, RefundState } from '../../esim/model';
import type { Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { judge, purchase, unclear } from '../kit/purchases';
import type { Found, PurchaseOperation, RefundInput, Result, Sent, Session } from '../provider';
import { apiOf } from './api';
import { noteDeleted } from './deleted';
import { subscriptionsOf } from './esims';
import { completedOrder, nothingIn } from './orders';
import { CHANGE_REFUSALS } from './purchases';
import { PROVIDER_ID } from './wire';

const MONEY = 'Whether 1GLOBAL gives the price back is not documented: check your next invoice, or ask 1GLOBAL.';
const NOT_204 = 'not in the documented way';
const DELETED = `The unused eSIM was deleted and can no longer be installed. ${MONEY}`;
const GONE = `1GLOBAL no longer has this eSIM: it was deleted before. ${MONEY}`;
const CONDITIONS =
  '1GLOBAL deletes an eSIM only as long as it is not installed and none of its packages has been used.';

/** Said of what is there or not there already, too: the eSIM itself tells. */
const AMBIGUOUS = [404, 409];

/** How late a deletion shows is unknown (section 2.5.3): long enough for what lags behind. */
const SHOWS_WITHIN_MS = 15_000;

export const refund: PurchaseOperation<RefundInput, Refund> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  // an eSIM is deleted once
  repeatsAreHarmless: true,
  async prepare(session, { orderId }) {
    const { iccid: sent, subscriptionId } = await completedOrder(session, orderId);
    const iccid = iccidFrom(sent);
    if (iccid === null) throw nothingIn(orderId, 'eSIM');
    return purchase({
      whereToCheck: `eSIM → Get of this node (ICCID ${iccid})`,
      asked: {},
      certainty: 'never',
      find: async ({ sentAt }) => await find(session, orderId, iccid, sentAt !== null),
      async send() {
        const stop = await attempt(async () => await checkOtherPackages(session, iccid, subscriptionId));
        if (!stop.ok) return { outcome: 'refused', error: stop.error };
        return await settle(session, await apiOf(session).deleteSim(session, iccid), orderId, iccid);
      },
    });
  },
};

/**
 * An eSIM that 1GLOBAL no longer knows has been deleted; one that it shows has not.
 * @param byUs this run has sent the deletion
 */
async function find(session: Session, orderId: string, iccid: string, byUs: boolean): Promise<Found<Refund>> {
  const sim = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (sim.ok) return { outcome: 'absent' };
  if (sim.error.kind !== 'notFound') return { outcome: 'cannotTell', error: sim.error };
  if (byUs) noteDeleted(session, iccid);
  return { outcome: 'found', result: refundOf(orderId, 'cancelled', byUs ? DELETED : GONE, null), traits: {} };
}

/** Deleting takes everything on the eSIM: a top-up must not be given back that way, nor an eSIM that was topped up. */
async function checkOtherPackages(session: Session, iccid: string, subscriptionId: string | null): Promise<void> {
  const others = (await subscriptionsOf(session, iccid)).filter(({ id }) => id !== subscriptionId);
  if (others.length === 0) return;
  throw new ProviderError(
    'refused',
    `The eSIM ${iccid} carries ${others.length} more package${others.length === 1 ? '' : 's'} than this order`,
    {
      description:
        'A refund at 1GLOBAL deletes the whole eSIM, with all its packages, so it is not done here. Ask 1GLOBAL about a single package.',
    },
  );
}

async function settle(session: Session, exchange: Exchange, orderId: string, iccid: string): Promise<Sent<Refund>> {
  const judged = judge(exchange, session.http, CHANGE_REFUSALS);
  switch (judged.outcome) {
    case 'accepted': {
      // only 204 is documented (sections 2.5.3 and 3.5): whatever else it is, the eSIM tells
      if (judged.answer.status !== 204) return unclear(judged.answer, NOT_204);
      noteDeleted(session, iccid);
      return { outcome: 'done', result: refundOf(orderId, 'cancelled', DELETED, null) };
    }
    case 'unknown':
      return judged;
    case 'refused':
      return exchange.answered ? await refused(session, judged.error, orderId, iccid, exchange.json ?? null) : judged;
  }
}

/** A no to what was asked is a result; a no to whoever asks is an error. */
async function refused(
  session: Session,
  error: ProviderError,
  orderId: string,
  iccid: string,
  raw: unknown,
): Promise<Sent<Refund>> {
  if (error.kind === 'rateLimited' || error.kind === 'credential' || error.status === 403)
    return { outcome: 'refused', error };
  if (!AMBIGUOUS.includes(error.status ?? 0)) {
    return { outcome: 'done', result: refundOf(orderId, 'refused', `${error.message}. ${CONDITIONS}`, raw) };
  }
  const found = await find(session, orderId, iccid, true);
  if (found.outcome === 'found') return { outcome: 'done', result: found.result };
  if (found.outcome !== 'absent') return { outcome: 'unknown', error };
  const explanation = `${error.message}, but 1GLOBAL still shows the eSIM ${iccid}: it was not deleted. ${CONDITIONS}`;
  return { outcome: 'done', result: refundOf(orderId, 'refused', explanation, raw) };
}

function refundOf(orderId: string, state: RefundState, explanation: string, raw: unknown): Result<Refund> {
  return { value: makeRefund({ orderId, provider: PROVIDER_ID, state, explanation }), raw };
}
