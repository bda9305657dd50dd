import { listFields, options, simplify } from '../shared/fields';
import { collect } from '../shared/list';
import type { Operation } from '../operation';

export const getAll: Operation = {
  resource: 'package',
  value: 'getAll',
  name: 'Get Many',
  action: 'Get many packages',
  description: 'List what can be bought, with prices, data, validity and countries',
  fields: () => [...listFields(), simplify(), options('reading')],
  async execute(turn) {
    return await collect(turn, turn.provider.package.getMany(await turn.session(), turn.providerFields()));
  },
};
