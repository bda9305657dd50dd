/** Reads a listing only as far as the person asked. */
import type { INodeExecutionData } from 'n8n-workflow';

import type { Listing } from '../../providers/provider';
import type { Turn } from '../operation';

export async function collect<T extends object>(turn: Turn, listing: Listing<T>): Promise<INodeExecutionData[]> {
  const limit = turn.parameter('returnAll', false) ? Infinity : turn.parameter('limit', 50);
  const items: INodeExecutionData[] = [];
  if (limit <= 0) return items;
  for await (const result of listing) {
    items.push(turn.output(result));
    if (items.length >= limit) break;
  }
  return items;
}
