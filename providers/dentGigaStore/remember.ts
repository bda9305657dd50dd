/**
 * Which eSIM came with an order, for the orders that this process has placed. Where a customer has several, nothing in
 * the answers says so afterwards (facts/providers/dent-giga-store.md, section 11.2), and a second run would give the
 * order back without its eSIM.
 */
import { BoundedMap } from '../kit/memory';
import type { Session } from '../provider';

const iccidOf = new BoundedMap<string>(5_000);

export function rememberEsim(session: Session, orderId: string, iccid: string): void {
  iccidOf.set(keyOf(session, orderId), iccid);
}

/** The ICCID of the eSIM that came with an order; null when that is not known here. */
export function recallEsim(session: Session, orderId: string | null): string | null {
  return orderId === null ? null : (iccidOf.get(keyOf(session, orderId)) ?? null);
}

function keyOf({ settings }: Session, orderId: string): string {
  return JSON.stringify([settings.baseUrl, orderId]);
}
