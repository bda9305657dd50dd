import { orderId, options, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import { buy } from '../shared/purchase';
import type { Operation } from '../operation';

export const refund: Operation = {
  resource: 'order',
  value: 'refund',
  name: 'Refund',
  action: 'Refund order',
  description: 'Ask the provider for the money back. The result says what the provider really did.',
  fields: () => [orderId('The order to refund'), simplify(), options('purchase')],
  async execute(turn) {
    const operation = turn.provider.order.refund ?? notOffered(turn, refund);
    const id = required(turn, 'orderId', 'Order ID');
    const input = { orderId: id, clientReference: turn.optional('clientReference'), fields: turn.providerFields() };
    const naming = { key: `refund/${id}`, what: 'refund', named: `order ID "${id}"`, content: [] };
    return [turn.output(await buy(turn, operation, input, naming))];
  },
};
