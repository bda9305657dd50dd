/**
 * "Refund": deleting an eSIM that nobody has used, the one thing of this kind that is documented. Whether the price comes
 * back is not (providers/1global-connect.md, sections 2.5.3, 3.5, 7).
 */
import { iccidFrom } from '../../esim/identifiers';
import type { Refund, RefundState } from '../../esim/model';
import { randomUUID } from 'crypto';
import type { Exchange } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, PurchaseOperation, RefundInput, Result, Sent, Session } from '../provider';
import { judge, unclear } from '../spending';
import { noteDeleted } from './deleted';
import { subscriptionsOf } from './esims';
import { nothingChanged } from './explain';
import { PROVIDER_ID } from './mapping';
import { completedOrder, nothingIn } from './orders';
import { apiOf } from './version';

const MONEY = 'Whether 1GLOBAL gives the price back is not documented: check your next invoice, or ask 1GLOBAL.';
const NOT_204 = 'not in the documented way';
const DELETED = `The unused eSIM was deleted and can no longer be installed. ${MONEY}`;
const GONE = `1GLOBAL no longer has this eSIM: it was deleted before. ${MONEY}`;
const CONDITIONS =
  '1GLOBAL deletes an eSIM only as long as it is not installed and none of its packages has been used. Nothing was changed.';

/** Before each look at what became of a lost answer, in milliseconds. */
const PAUSES_MS = [500, 2_000, 5_000, 8_000];

export const refund: PurchaseOperation<RefundInput, Refund> = {
  async prepare(session, { orderId }) {
    const { iccid: sent, subscriptionId } = await completedOrder(session, orderId);
    const iccid = iccidFrom(sent);
    if (iccid === null) throw nothingIn(orderId, 'eSIM');
    return {
      // deleting one eSIM twice deletes nothing more: each attempt stands for itself
      key: `refund/${iccid}/${randomUUID()}`,
      what: 'refund',
      whereToCheck: `the eSIM ${iccid} at 1GLOBAL Connect`,
      providerDeduplicates: false,
      find: async () => await find(session, orderId, iccid),
      async send() {
        const stop = await attempt(async () => await checkOtherPackages(session, iccid, subscriptionId));
        if (!stop.ok) return { outcome: 'refused', error: nothingChanged(stop.error) };
        return await settle(session, await apiOf(session).deleteSim(session, iccid), orderId, iccid);
      },
    };
  },
};

/** An eSIM that 1GLOBAL no longer knows has been deleted; one that it shows has not. */
async function find(session: Session, orderId: string, iccid: string): Promise<Found<Refund>> {
  const sim = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (sim.ok) return { outcome: 'absent' };
  if (sim.error.kind !== 'notFound') return { outcome: 'cannotTell', error: sim.error };
  return { outcome: 'found', result: refundOf(orderId, 'cancelled', GONE, null) };
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
        'A refund at 1GLOBAL deletes the whole eSIM, with all its packages, so it is not done here. Ask 1GLOBAL about a single package. Nothing was changed.',
    },
  );
}

async function settle(session: Session, exchange: Exchange, orderId: string, iccid: string): Promise<Sent<Refund>> {
  const judged = judge(exchange, session.http);
  switch (judged.outcome) {
    case 'accepted': {
      const { answer } = judged;
      // only 204 is documented (sections 2.5.3 and 3.5): whatever else it is, the eSIM tells
      if (answer.status === 204) noteDeleted(session, iccid);
      if (answer.status !== 204) return await lookAfter(session, unclear(answer, NOT_204).error, orderId, iccid);
      return { outcome: 'done', result: refundOf(orderId, 'cancelled', DELETED, null) };
    }
    case 'unknown':
      return await lookAfter(session, judged.error, orderId, iccid);
    case 'refused': {
      const error = nothingChanged(judged.error);
      if (!exchange.answered || error.kind === 'rateLimited' || error.status === 403) return { ...judged, error };
      if (error.kind === 'notFound') return await notFound(session, error, orderId, iccid);
      const explanation = `${error.message}. ${CONDITIONS}`;
      return { outcome: 'done', result: refundOf(orderId, 'refused', explanation, exchange.json ?? null) };
    }
  }
}

/** "Not found" may be said of the eSIM or of the address: the eSIM itself tells. */
async function notFound(session: Session, error: ProviderError, orderId: string, iccid: string): Promise<Sent<Refund>> {
  const found = await find(session, orderId, iccid);
  if (found.outcome === 'found') return { outcome: 'done', result: found.result };
  if (found.outcome !== 'absent') return { outcome: 'refused', error: unknownOutcome(error, orderId, iccid) };
  const explanation = `${error.message}, but 1GLOBAL still shows the eSIM ${iccid}: it was not deleted. Ask 1GLOBAL to delete it.`;
  return { outcome: 'done', result: refundOf(orderId, 'refused', explanation, null) };
}

/** The answer was lost. 1GLOBAL may still be at work. */
async function lookAfter(
  session: Session,
  error: ProviderError,
  orderId: string,
  iccid: string,
): Promise<Sent<Refund>> {
  for (const pause of PAUSES_MS) {
    await session.sleep(pause);
    const found = await find(session, orderId, iccid);
    if (found.outcome !== 'found') continue;
    noteDeleted(session, iccid);
    return { outcome: 'done', result: refundOf(orderId, 'cancelled', DELETED, null) };
  }
  // to those who buy, "refused" means that it may be sent again: deleting may
  return { outcome: 'refused', error: unknownOutcome(error, orderId, iccid) };
}

function unknownOutcome({ message, status }: ProviderError, orderId: string, iccid: string): ProviderError {
  return new ProviderError(
    'outcomeUnknown',
    `Outcome unknown: nobody can tell yet whether this refund went through (order ID "${orderId}"): ${message}`,
    {
      description: `Look in Get eSIM whether 1GLOBAL still has the eSIM ${iccid}, or just run again, as often as you like: it looks first, and an eSIM is deleted only once.`,
      status,
    },
  );
}

function refundOf(orderId: string, state: RefundState, explanation: string, raw: unknown): Result<Refund> {
  return {
    value: { orderId, provider: PROVIDER_ID, state, amount: null, alreadyExisted: false, explanation },
    raw,
  };
}
