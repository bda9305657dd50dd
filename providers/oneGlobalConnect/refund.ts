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
import { judge } from '../spending';
import { subscriptionsOf } from './esims';
import { PROVIDER_ID } from './mapping';
import { completedOrder, nothingIn } from './orders';
import { apiOf } from './version';

const MONEY = 'Whether 1GLOBAL gives the price back is not documented: check your next invoice, or ask 1GLOBAL.';
const DELETED = `The unused eSIM was deleted and can no longer be installed. ${MONEY}`;
const GONE = `1GLOBAL no longer has this eSIM: it was deleted before. ${MONEY}`;
const CONDITIONS =
  '1GLOBAL deletes an eSIM only as long as it is not installed and none of its packages has been used. Nothing was changed.';

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
        if (!stop.ok) return { outcome: 'refused', error: stop.error };
        return settle(session, await apiOf(session).deleteSim(session, iccid), orderId);
      },
    };
  },
};

/** An eSIM that 1GLOBAL no longer knows has been deleted; one that it shows has not. */
async function find(session: Session, orderId: string, iccid: string): Promise<Found<Refund>> {
  const sim = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (sim.ok) return { outcome: 'absent' };
  if (sim.error.status !== 404) return { outcome: 'cannotTell', error: sim.error };
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

function settle(session: Session, exchange: Exchange, orderId: string): Sent<Refund> {
  const judged = judge(exchange, session.http);
  switch (judged.outcome) {
    case 'accepted':
      return { outcome: 'done', result: refundOf(orderId, 'cancelled', DELETED, judged.answer.json ?? null) };
    case 'unknown':
      return judged;
    case 'refused': {
      const { error } = judged;
      if (!exchange.answered || error.kind === 'rateLimited' || error.status === 403) return judged;
      if (error.status === 404) return { outcome: 'done', result: refundOf(orderId, 'cancelled', GONE, null) };
      const explanation = `${error.message}. ${CONDITIONS}`;
      return { outcome: 'done', result: refundOf(orderId, 'refused', explanation, exchange.json ?? null) };
    }
  }
}

function refundOf(orderId: string, state: RefundState, explanation: string, raw: unknown): Result<Refund> {
  return {
    value: { orderId, provider: PROVIDER_ID, state, amount: null, alreadyExisted: false, explanation },
    raw,
  };
}
