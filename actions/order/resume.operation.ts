import { orderId, options, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const resume: Operation = {
  resource: 'order',
  value: 'resume',
  name: 'Resume',
  action: 'Resume order',
  description: 'Undo a cancellation while the paid period still runs',
  fields: () => [orderId('The order to keep'), simplify(), options('reading')],
  async execute(turn) {
    const change = turn.provider.order.resume ?? notOffered(turn, resume);
    const id = required(turn, 'orderId', 'Order ID');
    return [turn.output(await change(await turn.session(), id, turn.providerFields()))];
  },
};
