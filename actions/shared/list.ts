/** Reads a listing only as far as the person asked. */
import type { INodeExecutionData } from 'n8n-workflow';

import type { Listing } from '../../providers/provider';
import type { Turn } from '../operation';
import { limit, returnAll } from './fields';

export async function collect<T extends object>(turn: Turn, listing: Listing<T>): Promise<INodeExecutionData[]> {
  const most = turn.values.get(returnAll) ? Infinity : turn.values.need(limit);
  const items: INodeExecutionData[] = [];
  for await (const result of listing) {
    items.push(...turn.output(result));
    if (items.length >= most) break;
  }
  return items.slice(0, most);
}
