import type { Operation } from '../operation';
import { esimLookupFields, esimLookupOf } from '../shared/esimLookup';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const get: Operation = {
  resource: 'esim',
  value: 'get',
  name: 'Get',
  action: 'Get eSIM',
  description: 'Read an eSIM: state, activation code and install links',
  changes: false,
  fields: (providers) => [...esimLookupFields(providers), simplify, options('reading')],
  read(turn) {
    const read = turn.provider.esim.get ?? notOffered(turn, get);
    const lookup = esimLookupOf(turn.values);
    return {
      carryOut: async () => (await read(await turn.session(), lookup)).flatMap((result) => turn.output(result)),
    };
  },
};
