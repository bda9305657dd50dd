import { esimLookup, options, simplify } from '../shared/fields';
import { esimLookupOf } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const getUsage: Operation = {
  resource: 'esim',
  value: 'getUsage',
  name: 'Get Usage',
  action: 'Get eSIM usage',
  description: 'See how much data is used and left, and until when',
  fields: (providers) => [...esimLookup(providers, (provider) => provider.esimLookups), simplify(), options('reading')],
  async execute(turn) {
    const read = turn.provider.esim.getUsage ?? notOffered(turn, getUsage);
    const lookup = esimLookupOf(turn);
    return [turn.output(await read(await turn.session(), lookup))];
  },
};
