/** The purchases that a provider offers, each with a way to make ready a number of them. */
import { operationsOf } from '../../../providers/capabilities';
import { Sales } from './sales';
import { providerOf, type Shop } from './shop';
import { type Purchase, PURCHASES, type Stand } from './stand';

export interface Offered<P extends Purchase = Purchase> {
  operation: P;
  sales(count?: number): Promise<Sales>;
  /** The stand-in's call that spends, or gives back. */
  spends: string;
}

/** @param shop gives the opened shop, inside a test */
export function purchasesOf<P extends Purchase = Purchase>(
  stand: Stand,
  shop: () => Shop,
  among: readonly P[] = PURCHASES as unknown as readonly P[],
): Array<Offered<P>> {
  const offered = operationsOf(providerOf(stand));
  return among
    .filter((operation) => offered.includes(operation))
    .map((operation) => ({
      operation,
      sales: async (count) => await Sales.of(shop(), operation, count),
      spends: stand.calls.spends[operation],
    }));
}
