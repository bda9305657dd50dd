import { orderId, options, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const cancel: Operation = {
  resource: 'order',
  value: 'cancel',
  name: 'Cancel',
  action: 'Cancel order',
  description: 'End the subscription when its paid period is over',
  fields: () => [orderId('The order to end'), simplify(), options('reading')],
  async execute(turn) {
    const change = turn.provider.order.cancel ?? notOffered(turn, cancel);
    const id = required(turn, 'orderId', 'Order ID');
    return [turn.output(await change(await turn.session(), id, turn.providerFields()))];
  },
};
