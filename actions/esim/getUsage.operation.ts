import type { Operation } from '../operation';
import { esimLookupFields, esimLookupOf } from '../shared/esimLookup';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const getUsage: Operation = {
  resource: 'esim',
  value: 'getUsage',
  name: 'Get Usage',
  action: 'Get eSIM usage',
  description: 'See how much data is used and left, and until when',
  changes: false,
  fields: (providers) => [...esimLookupFields(providers), simplify, options('reading')],
  read(turn) {
    const read = turn.provider.esim.getUsage ?? notOffered(turn, getUsage);
    const lookup = esimLookupOf(turn.values);
    return { carryOut: async () => turn.output(await read(await turn.session(), lookup)) };
  },
};
