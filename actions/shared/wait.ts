/** Waiting for an order that is not ready at once. */
import { type Field, whole, yesNo } from '../../input';
import type { Order, OrderStatus } from '../../esim/model';
import type { Provider, Result } from '../../providers/provider';
import { Patience } from '../../purchase/patience';
import type { Turn } from '../operation';
import { shownWhen } from './fields';

const waitForCompletion = yesNo({
  displayName: 'Wait for Completion',
  name: 'waitForCompletion',
  type: 'boolean',
  default: true,
  description: 'Whether to ask until the order is ready, so that the eSIM comes with it',
});

const waitTimeout = whole({
  displayName: 'Timeout',
  name: 'waitTimeout',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 3600 },
  default: 120,
  description:
    'How many seconds to wait. An order that is not ready by then comes back as it stands, with status processing or pending.',
});

/** Among the Options, only where orders are not ready at once. */
export function waitOptions(all: readonly Provider[]): Array<Field<unknown>> {
  const slow = all.filter(({ ordersAreAsynchronous }) => ordersAreAsynchronous);
  const where: Record<string, string[]> = slow.length === all.length ? {} : { '/provider': slow.map(({ id }) => id) };
  return slow.length === 0 ? [] : [waitTimeout, waitForCompletion].map((field) => shownWhen<unknown>(field, where));
}

/** How long one item may wait altogether: for an order that may be its own, for books that are late, for its completion. */
export function waitingBoundMs({ provider, values }: Turn): number {
  const seconds = provider.ordersAreAsynchronous ? values.get(waitTimeout) : null;
  return (seconds ?? 120) * 1_000;
}

const STILL_WORKING: readonly OrderStatus[] = ['pending', 'processing'];
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** Looks in a row that may fail before the waiting is given up. */
const FAILED_LOOKS = 3;

/**
 * Asks again with growing pauses until the order is settled or the time is up.
 * @returns the order as it stands; `processing` is a result, not an error. Reads that fail on the way end the waiting in
 *   the end, never the purchase: the order is given back as last seen.
 */
export async function waitForOrder(turn: Turn, order: Result<Order>): Promise<Result<Order>> {
  const { provider, values, context, place, clock } = turn;
  const waits = provider.ordersAreAsynchronous && (values.get(waitForCompletion) ?? true);
  if (!waits || !provider.order.get) return order;
  const working = provider.waitWhile ?? STILL_WORKING;
  const patience = new Patience(place, waitingBoundMs(turn), clock, context.getExecutionCancelSignal());
  let last = order;
  let failed = 0;
  for (
    let pause = FIRST_PAUSE_MS;
    working.includes(last.value.status) || lacksItsEsim(last.value);
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)
  ) {
    if (!(await patience.wait(pause))) return last;
    const seen = await lookQuietly(turn, order.value.orderId);
    if (seen === null) {
      if (++failed === FAILED_LOOKS) return last;
      continue;
    }
    failed = 0;
    last = {
      ...seen,
      value: completedBy(order.value, seen.value),
      others: seen.others?.map((one) => completedBy(order.value, one)),
    };
  }
  return last;
}

/** A provider may show less of an order than was known when it was placed. */
function completedBy(placed: Order, seen: Order): Order {
  const { type, alreadyExisted } = placed;
  return {
    ...seen,
    type,
    alreadyExisted,
    clientReference: seen.clientReference ?? placed.clientReference,
    createdAt: seen.createdAt ?? placed.createdAt,
    package: {
      packageId: seen.package.packageId ?? placed.package.packageId,
      name: seen.package.name ?? placed.package.name,
    },
  };
}

/** A new eSIM that is ready and not shown could not be read: nobody can make a QR code of that. */
function lacksItsEsim({ type, status, esim }: Order): boolean {
  return type === 'newEsim' && status === 'completed' && esim === null;
}

async function lookQuietly(turn: Turn, orderId: string): Promise<Result<Order> | null> {
  const session = await turn.session();
  try {
    return (await turn.provider.order.get?.(session, { by: 'orderId', orderId })) ?? null;
  } catch (error) {
    session.log(`order ${orderId} was placed but could not be read while waiting: ${(error as Error).message}`);
    return null;
  }
}
