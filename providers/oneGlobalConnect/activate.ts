/**
 * Beside the usual rooms, since a lost answer is looked after: starts a package early that was bought for later (facts/providers/1global-connect.md,
 * sections 2.4.5, 3.6).
 */
import type { Order } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { attempt, readIfPossible } from '../kit/attempt';
import type { Result, Session } from '../provider';
import { describedAs } from '../kit/errors';
import { judge } from '../kit/purchases';
import { apiOf } from './api';
import { NOTHING_KNOWN, orderFrom, packageStatusFrom } from './mapping';
import { completedOrder, get, nothingIn } from './orders';
import { CHANGE_REFUSALS } from './purchases';

/** Before each look at what became of a lost answer, in milliseconds: 1GLOBAL may still be at work. */
const PAUSES_MS = [500, 2_000, 5_000];

/**
 * Starts the package and reads its order back. When the answer was lost, or 1GLOBAL says no (as it may of a package that
 * an earlier try has started), the subscription tells: one that is ACTIVE has been started.
 * @throws ProviderError what 1GLOBAL answered, when the package is not shown as active
 */
export async function activate(session: Session, orderId: string): Promise<Result<Order>> {
  const { subscriptionId } = await completedOrder(session, orderId);
  if (subscriptionId === null) throw nothingIn(orderId, 'package to start');
  const exchange = await apiOf(session).activate(session, subscriptionId);
  const judged = judge(exchange, session.http, CHANGE_REFUSALS);
  if (judged.outcome !== 'accepted') {
    if (!exchange.answered && exchange.sent === 'no') throw judged.error;
    const lost = judged.outcome === 'unknown';
    const status = await statusAfter(session, subscriptionId, lost);
    if (!isActive(status)) throw notStarted(judged.error, lost, status);
  }
  const read = await attempt(async () => await get(session, { by: 'orderId', orderId }));
  if (read.ok) return read.value;
  session.log(`order ${orderId} was activated, but could not be read back: ${read.error.message}`);
  const value = orderFrom(apiOf(session).orderFrom({}), NOTHING_KNOWN);
  return { value: { ...value, orderId, subscriptionId }, raw: exchange.answered ? (exchange.json ?? null) : null };
}

/** The word for the subscription's state; null when it could not be read. One look is enough after a refusal. */
async function statusAfter(session: Session, subscriptionId: string, lost: boolean): Promise<string | null> {
  let status: string | null = null;
  for (const pause of lost ? PAUSES_MS : [0]) {
    if (pause > 0) await session.sleep(pause);
    const read = await readIfPossible(async () => await apiOf(session).subscription(session, subscriptionId));
    status = read?.status ?? status;
    if (isActive(status)) break;
  }
  return status;
}

function isActive(status: string | null): boolean {
  return packageStatusFrom(status) === 'active';
}

function notStarted(error: ProviderError, lost: boolean, status: string | null): ProviderError {
  const shown =
    status === null
      ? '1GLOBAL could not be asked for its state'
      : `1GLOBAL shows the package as ${status} at the moment`;
  if (lost) {
    return describedAs(error, `Whether the package was started is unknown: ${shown}. Run again: that does no harm.`);
  }
  if (error.kind === 'rateLimited') return error;
  return describedAs(error, `The package was not started now: ${shown}. Ask 1GLOBAL whether it can be started early.`);
}
