import type { Operation } from '../operation';
import { iccid } from '../shared/esimLookup';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { watchedItem } from './watch.operation';

export const getWatched: Operation = {
  resource: 'esim',
  value: 'getWatched',
  name: 'Get Watched',
  action: 'Get watched notifications of eSIM',
  description: 'List the URLs that the provider calls when something happens with an eSIM',
  changes: false,
  fields: () => [iccid, simplify, options('reading')],
  read(turn) {
    const read = turn.provider.esim.getWatched ?? notOffered(turn, getWatched);
    const sim = turn.values.need(iccid);
    return { carryOut: async () => watchedItem(turn, sim, await read(await turn.session(), sim)) };
  },
};
