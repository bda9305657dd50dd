import { orderId, options, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const activate: Operation = {
  resource: 'order',
  value: 'activate',
  name: 'Activate',
  action: 'Activate order',
  description: 'Start a package now that was bought to start later',
  fields: () => [orderId('The order whose package starts now'), simplify(), options('reading')],
  async execute(turn) {
    const change = turn.provider.order.activate ?? notOffered(turn, activate);
    const id = required(turn, 'orderId', 'Order ID');
    return [turn.output(await change(await turn.session(), id, turn.providerFields()))];
  },
};
