/** Sharing lists between items without ever judging a purchase by a list that is older than it. */
import type { Session } from '../provider';

/** How many purchases have been sent from this process: a list that was asked for earlier may not show the latest. */
let purchasesSent = 0;

export function notePurchase(): void {
  purchasesSent++;
}

/** Reads once for all who ask at the same time, unless a purchase has been sent since the reading began. */
export async function shareFresh<T>(session: Session, name: string, load: () => Promise<T>): Promise<T> {
  return await session.share(`${name} after ${purchasesSent} purchases`, load);
}
