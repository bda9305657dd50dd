/** Orders whose eSIM was deleted afterwards, as a refund does: their activation code leads nowhere. */
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, Order } from '../../esim/model';
import { attempt } from '../attempt';
import { BoundedMap } from '../boundedMap';
import type { Result, Session } from '../provider';
import type { ConnectApi } from './api';
import { esimStateFrom, PROVIDER_ID, UNAVAILABLE_RULE } from './mapping';

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
const deleted = new BoundedMap<true>(5_000);

export function noteDeleted({ settings }: Session, iccid: string): void {
  deleted.set(`${String(settings.baseUrl)} ${iccid}`, true);
}

/** Whether an eSIM that is not shown has been deleted, and is not only too young to be shown. */
export function isGone({ settings }: Session, iccid: string | null, orderedAt: string | null): boolean {
  if (iccid !== null && deleted.has(`${String(settings.baseUrl)} ${iccid}`)) return true;
  return orderedAt !== null && Date.now() - Date.parse(orderedAt) > YOUNG_FOR_MS;
}

/**
 * An order may stay COMPLETED, and keep showing its code, whatever becomes of the eSIM: so the eSIM itself is asked for
 * (providers/1global-connect.md, sections 2.5.3 and 3.5).
 * @param orderedAt v1 says it of the subscription only
 * @returns the order: `cancelled` and without a code when its eSIM is certainly gone, with a warning when it may be.
 *   Never fails for want of an answer.
 */
export async function unlessDeleted(
  session: Session,
  api: ConnectApi,
  order: Result<Order>,
  orderedAt: string | null,
): Promise<Result<Order>> {
  const { esim, status, orderId } = order.value;
  if (status !== 'completed' || esim === null) return order;
  const { iccid, activationCode } = esim;
  if (iccid === null) return order;
  const sim = await attempt(async () => await api.sim(session, iccid));
  if (!sim.ok && sim.error.kind === 'notFound') {
    if (!isGone(session, iccid, orderedAt)) return { ...order, value: warned(order.value, esim, NOT_YET) };
    // cards have no code, and v1 has no cards
    const certain = activationCode !== null || api.version === 'v1';
    return { ...order, value: certain ? withoutEsim(order.value, iccid) : warned(order.value, esim, NOT_SHOWN) };
  }
  if (!sim.ok) {
    session.log(`the eSIM of order ${orderId} could not be read: ${sim.error.message}`);
    return order;
  }
  if (esimStateFrom(sim.value.status) !== 'unavailable') return order;
  return { ...order, value: warned(order.value, { ...esim, state: 'unavailable' }, UNAVAILABLE_RULE) };
}

function warned(order: Order, esim: Esim, warning: string): Order {
  return { ...order, esim: { ...esim, warnings: [...esim.warnings, warning] } };
}

export function withoutEsim(order: Order, iccid: string | null): Order {
  const gone = makeEsim({ provider: PROVIDER_ID, state: 'deleted', iccid });
  return { ...order, status: 'cancelled', esim: { ...gone, warnings: [DELETED] } };
}
