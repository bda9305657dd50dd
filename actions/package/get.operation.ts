import { options, packagePicker, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import type { Operation } from '../operation';

export const get: Operation = {
  resource: 'package',
  value: 'get',
  name: 'Get',
  action: 'Get package',
  description: 'Read one package: price, data, validity, countries',
  fields: () => [packagePicker('searchPackages', 'Which package to read'), simplify(), options('reading')],
  async execute(turn) {
    const id = required(turn, 'packageId', 'Package');
    return [turn.output(await turn.provider.package.get(await turn.session(), id, turn.providerFields()))];
  },
};
