import { shownAs } from '../../input';
import type { Operation } from '../operation';
import { orderId, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { buy, checking } from '../shared/purchase';
import { saleOfRefund } from '../shared/sale';

export const refund: Operation = {
  resource: 'order',
  value: 'refund',
  name: 'Refund',
  action: 'Refund order',
  description: 'Ask the provider for the money back. The result says what the provider really did.',
  changes: true,
  fields: () => [shownAs(orderId, { description: 'The order to refund' }), simplify, options('refund')],
  read(turn) {
    const { provider, values } = turn;
    const operation = provider.order.refund ?? notOffered(turn, refund);
    const input = { orderId: values.need(orderId), fields: values };
    const sale = saleOfRefund(provider.id, input.orderId, operation.partOf?.(input) ?? []);
    return {
      sale,
      check: checking(operation, input),
      carryOut: async () => turn.output(await buy(turn, operation, input, sale)),
    };
  },
};
