import type { Operation } from '../operation';
import { limit, returnAll, simplify } from '../shared/fields';
import { collect } from '../shared/list';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const getAll: Operation = {
  resource: 'package',
  value: 'getAll',
  name: 'Get Many',
  action: 'Get many packages',
  description: 'List what can be bought, with prices, data, validity and countries',
  changes: false,
  fields: () => [returnAll, limit, simplify, options('reading')],
  read(turn) {
    const list = turn.provider.package.getMany ?? notOffered(turn, getAll);
    return { carryOut: async () => await collect(turn, list(await turn.session(), turn.values)) };
  },
};
