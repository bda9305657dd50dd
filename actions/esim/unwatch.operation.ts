import type { Operation } from '../operation';
import { iccid } from '../shared/esimLookup';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { watchedItem } from './watch.operation';

export const unwatch: Operation = {
  resource: 'esim',
  value: 'unwatch',
  name: 'Unwatch',
  action: 'Unwatch eSIM',
  description: 'Stop the provider from calling a URL when something happens with an eSIM',
  changes: true,
  fields: () => [iccid, simplify, options('reading')],
  read(turn) {
    const change = turn.provider.esim.unwatch ?? notOffered(turn, unwatch);
    const sim = turn.values.need(iccid);
    return { carryOut: async () => watchedItem(turn, sim, await change(await turn.session(), sim, turn.values)) };
  },
};
