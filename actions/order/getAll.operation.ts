import { listFields, options, simplify } from '../shared/fields';
import { collect } from '../shared/list';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const getAll: Operation = {
  resource: 'order',
  value: 'getAll',
  name: 'Get Many',
  action: 'Get many orders',
  description: 'List orders, newest first where the provider sorts them',
  fields: () => [...listFields(), simplify(), options('reading')],
  async execute(turn) {
    const list = turn.provider.order.getMany ?? notOffered(turn, getAll);
    return await collect(turn, list(await turn.session(), turn.providerFields()));
  },
};
