/** Beside the usual rooms: orders whose eSIM was deleted afterwards, as a refund does: their code leads nowhere. */
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, Order } from '../../esim/model';
import { memoryOfProcess } from '../kit/memory';
import type { Session } from '../provider';
import { PROVIDER_ID } from './wire';

const DELETED =
  '1GLOBAL no longer has this eSIM: it was deleted, as Refund does, and cannot be installed. For a new eSIM, order with a new client reference.';

/** Said where it may be a card, or the package of one: how 1GLOBAL shows those is unknown (section 3.5). */
const NOT_SHOWN =
  '1GLOBAL does not show the SIM of this order. If it is an eSIM, it was deleted, as Refund does, and cannot be installed.';

/** Said of an order so young that its eSIM may just not be shown yet. */
const NOT_YET =
  '1GLOBAL does not show the eSIM of this order yet. Get the order again later, before you order another one; if it has been refunded, its code cannot be used any more.';

/** How soon an eSIM is shown after its order is unknown. */
const YOUNG_FOR_MS = 15 * 60_000;

/** The eSIMs that this process has deleted. */
const deleted = memoryOfProcess<true>(({ settings }) => [settings.baseUrl]);

export function noteDeleted(session: Session, iccid: string): void {
  deleted.set(session, iccid, true);
}

/** Whether an eSIM that is not shown has been deleted, and is not only too young to be shown. */
function isGone(session: Session, iccid: string | null, orderedAt: string | null): boolean {
  if (iccid !== null && deleted.get(session, iccid)) return true;
  return orderedAt !== null && Date.now() - Date.parse(orderedAt) > YOUNG_FOR_MS;
}

/**
 * An order whose eSIM is not shown.
 * @param orderedAt v1 says it of the subscription only
 * @param isCertain it can only be an eSIM: a card may not be shown at all
 * @returns the order: `cancelled` and without a code when its eSIM is certainly gone, with a warning when it may be
 */
export function withUnseenEsim(
  session: Session,
  order: Order,
  esim: Esim,
  { orderedAt, isCertain }: { orderedAt: string | null; isCertain: boolean },
): Order {
  if (!isGone(session, esim.iccid, orderedAt)) return warned(order, esim, NOT_YET);
  return isCertain ? withoutEsim(order, esim.iccid) : warned(order, esim, NOT_SHOWN);
}

export function warned(order: Order, esim: Esim, warning: string): Order {
  return { ...order, esim: { ...esim, warnings: [...esim.warnings, warning] } };
}

function withoutEsim(order: Order, iccid: string | null): Order {
  const gone = makeEsim({ provider: PROVIDER_ID, state: 'deleted', iccid });
  return { ...order, status: 'cancelled', esim: { ...gone, warnings: [DELETED] } };
}
