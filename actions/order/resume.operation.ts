import { shownAs } from '../../input';
import type { Operation } from '../operation';
import { orderId, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const resume: Operation = {
  resource: 'order',
  value: 'resume',
  name: 'Resume',
  action: 'Resume order',
  description: 'Undo a cancellation while the paid period still runs',
  changes: true,
  fields: () => [shownAs(orderId, { description: 'The order to keep' }), simplify, options('reading')],
  read(turn) {
    const change = turn.provider.order.resume ?? notOffered(turn, resume);
    const id = turn.values.need(orderId);
    return { carryOut: async () => turn.output(await change(await turn.session(), id, turn.values)) };
  },
};
