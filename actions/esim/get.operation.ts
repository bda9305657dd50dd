import { esimLookup, options, simplify } from '../shared/fields';
import { esimLookupOf } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const get: Operation = {
  resource: 'esim',
  value: 'get',
  name: 'Get',
  action: 'Get eSIM',
  description: 'Read an eSIM: state, activation code and install links',
  fields: (providers) => [...esimLookup(providers, (provider) => provider.esimLookups), simplify(), options('reading')],
  async execute(turn) {
    const read = turn.provider.esim.get ?? notOffered(turn, get);
    const lookup = esimLookupOf(turn);
    return (await read(await turn.session(), lookup)).map((result) => turn.output(result));
  },
};
