import type { Operation } from '../operation';
import { limit, returnAll, simplify } from '../shared/fields';
import { collect } from '../shared/list';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const getAll: Operation = {
  resource: 'order',
  value: 'getAll',
  name: 'Get Many',
  action: 'Get many orders',
  description: 'List orders, newest first where the provider sorts them',
  changes: false,
  fields: () => [returnAll, limit, simplify, options('reading')],
  read(turn) {
    const list = turn.provider.order.getMany ?? notOffered(turn, getAll);
    return { carryOut: async () => await collect(turn, list(await turn.session(), turn.values)) };
  },
};
