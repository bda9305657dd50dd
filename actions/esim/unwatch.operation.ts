import { options, simplify } from '../shared/fields';
import { requiredIccid } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';
import { iccidField, watchedItem } from './watch.operation';

export const unwatch: Operation = {
  resource: 'esim',
  value: 'unwatch',
  name: 'Unwatch',
  action: 'Unwatch eSIM',
  description: 'Stop the provider from calling a URL when something happens with an eSIM',
  fields: () => [iccidField(), simplify(), options('reading')],
  async execute(turn) {
    const change = turn.provider.esim.unwatch ?? notOffered(turn, unwatch);
    const iccid = requiredIccid(turn);
    return watchedItem(turn, iccid, await change(await turn.session(), iccid, turn.providerFields()));
  },
};
