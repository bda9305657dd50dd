import { shownAs } from '../../input';
import type { Operation } from '../operation';
import { packageId, simplify } from '../shared/fields';
import { options } from '../shared/options';

export const get: Operation = {
  resource: 'package',
  value: 'get',
  name: 'Get',
  action: 'Get package',
  description: 'Read one package: price, data, validity, countries',
  changes: false,
  fields: () => [shownAs(packageId, { description: 'Which package to read' }), simplify, options('reading')],
  read(turn) {
    const { provider, values } = turn;
    const id = values.need(packageId);
    return { carryOut: async () => turn.output(await provider.package.get(await turn.session(), id, values)) };
  },
};
