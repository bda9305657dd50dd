import { shownAs } from '../../input';
import type { Operation } from '../operation';
import { orderId, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const cancel: Operation = {
  resource: 'order',
  value: 'cancel',
  name: 'Cancel',
  action: 'Cancel order',
  description: 'End the subscription when its paid period is over',
  changes: true,
  fields: () => [shownAs(orderId, { description: 'The order to end' }), simplify, options('reading')],
  read(turn) {
    const change = turn.provider.order.cancel ?? notOffered(turn, cancel);
    const id = turn.values.need(orderId);
    return { carryOut: async () => turn.output(await change(await turn.session(), id, turn.values)) };
  },
};
