import { options, simplify } from '../shared/fields';
import { requiredIccid } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';
import { iccidField, watchedItem } from './watch.operation';

export const getWatched: Operation = {
  resource: 'esim',
  value: 'getWatched',
  name: 'Get Watched',
  action: 'Get watched notifications of eSIM',
  description: 'List the URLs that the provider calls when something happens with an eSIM',
  fields: () => [iccidField(), simplify(), options('reading')],
  async execute(turn) {
    const read = turn.provider.esim.getWatched ?? notOffered(turn, getWatched);
    const iccid = requiredIccid(turn);
    return watchedItem(turn, iccid, await read(await turn.session(), iccid));
  },
};
