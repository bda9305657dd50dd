/** "Is this reference in these rows, and were they all of them?" The same question and the same answers at every provider. */
import { ProviderError } from '../../http/errors';
import type { Found } from '../provider';
import { notThere } from './errors';

/** The rows that carry a reference, and whether the books that were looked through are all there are. */
export interface Carriers<Row> {
  rows: readonly Row[];
  complete: boolean;
  /** Why not all of them could be seen, when that may pass. */
  error: ProviderError | null;
}

export const nobody: Carriers<never> = { rows: [], complete: true, error: null };

/**
 * What the books say to a purchase that asks for its reference.
 * @param shown what there is, for the only one
 * @param nameOf names each of several: its order id
 */
export async function foundAmong<Row, T>(
  { rows, complete, error }: Carriers<Row>,
  shown: (only: Row) => Promise<Found<T>>,
  nameOf: (row: Row) => string | null,
  advice?: string,
): Promise<Found<T>> {
  const [only, ...others] = rows;
  if (only === undefined) return complete ? { outcome: 'absent' } : { outcome: 'cannotTell', error };
  if (others.length === 0) return await shown(only);
  const explanation = `several orders carry it (${rows.map(nameOf).join(', ')})`;
  return { outcome: 'conflict', explanation, ...(advice === undefined ? {} : { advice }) };
}

/** How a provider speaks of orders that are looked up by their reference. */
export interface ReferenceWords<Row> {
  provider: string;
  nameOf(row: Row): string | null;
  /** What to do when complete books hold none. */
  none: string;
  /** What to do when not all of them could be seen. */
  notAllSeen: string;
}

/**
 * The one order that carries a reference.
 * @throws ProviderError `notFound`, `badInput` when several carry it, and why the books could not be read
 */
export function onlyOrder<Row>(
  { rows, complete, error }: Carriers<Row>,
  reference: string,
  { provider, nameOf, none, notAllSeen }: ReferenceWords<Row>,
): Row {
  const [only, ...others] = rows;
  if (others.length > 0) {
    throw new ProviderError('badInput', `Several orders carry the client reference "${reference}"`, {
      description: `Get one of them by its order ID: ${rows.map(nameOf).join(', ')}.`,
    });
  }
  if (only !== undefined) return only;
  if (error !== null) throw error;
  if (complete) throw notThere(`${provider} shows no order with the client reference "${reference}"`, none);
  throw new ProviderError(
    'notFound',
    `No order with the client reference "${reference}" was found, but not all could be seen`,
    { description: notAllSeen },
  );
}
