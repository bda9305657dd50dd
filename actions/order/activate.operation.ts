import { shownAs } from '../../input';
import type { Operation } from '../operation';
import { orderId, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const activate: Operation = {
  resource: 'order',
  value: 'activate',
  name: 'Activate',
  action: 'Activate order',
  description: 'Start a package now that was bought to start later',
  changes: true,
  fields: () => [shownAs(orderId, { description: 'The order whose package starts now' }), simplify, options('reading')],
  read(turn) {
    const change = turn.provider.order.activate ?? notOffered(turn, activate);
    const id = turn.values.need(orderId);
    return { carryOut: async () => turn.output(await change(await turn.session(), id, turn.values)) };
  },
};
