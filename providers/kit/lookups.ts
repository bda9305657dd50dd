/** The ways in which a provider finds a thing: what the editor offers is read off them. */
import { ProviderError } from '../../http/errors';
import type { Finder, Lookup } from '../provider';

type Ways<By extends Lookup, T> = {
  [Way in By['by']]?: (session: Parameters<Finder<By, T>>[0], lookup: Extract<By, { by: Way }>) => Promise<T>;
};

const WORDS: Readonly<Record<string, string>> = {
  iccid: 'ICCID',
  customerId: 'Customer',
  esimId: 'eSIM ID',
  orderId: 'Order ID',
  clientReference: 'Client Reference',
};

/**
 * One function out of one for each way.
 * @throws ProviderError `badInput` for a way that the provider does not have: an expression may name it
 */
export function findBy<By extends Lookup, T>(ways: Ways<By, T>): Finder<By, T> {
  const offered = Object.keys(ways) as Array<By['by']>;
  const find = async (session: Parameters<Finder<By, T>>[0], lookup: By): Promise<T> => {
    const way = ways[lookup.by as By['by']] as ((session: unknown, lookup: By) => Promise<T>) | undefined;
    if (way) return await way(session, lookup);
    const words = offered.map((one) => WORDS[one] ?? one).join(' or ');
    throw new ProviderError('badInput', `Find By cannot be ${WORDS[lookup.by] ?? lookup.by} at this provider`, {
      description: `Set Find By to ${words}.`,
    });
  };
  return Object.assign(find, { ways: offered });
}
