import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { OrderLookup, Provider } from '../../providers/provider';
import { customerEmailOfOrder, orderId, options, simplify } from '../shared/fields';
import { required } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation, Turn } from '../operation';

function lookupFields(providers: readonly Provider[]): INodeProperties[] {
  const byReference = providers.filter(({ orderLookups }) => orderLookups.includes('clientReference'));
  const reference: INodePropertyOptions = {
    name: 'Client Reference',
    value: 'clientReference',
    description: 'Your own name for the purchase: use it to find out what became of an unknown outcome',
    ...(byReference.length === providers.length
      ? {}
      : { displayOptions: { show: { provider: byReference.map(({ id }) => id) } } }),
  };
  return [
    {
      displayName: 'Find By',
      name: 'orderLookup',
      type: 'options',
      noDataExpression: true,
      default: 'orderId',
      options: [...(byReference.length > 0 ? [reference] : []), { name: 'Order ID', value: 'orderId' }],
    },
    { ...orderId('The provider’s ID of the order'), displayOptions: { show: { orderLookup: ['orderId'] } } },
    {
      displayName: 'Client Reference',
      name: 'clientReference',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. {{ $json.shopOrderId }}',
      description: 'The reference that was given when the order was created',
      displayOptions: { show: { orderLookup: ['clientReference'] } },
    },
    ...customerEmailOfOrder(providers),
  ];
}

function lookupOf(turn: Turn): OrderLookup {
  if (turn.parameter<OrderLookup['by']>('orderLookup', 'orderId') === 'orderId') {
    return { by: 'orderId', orderId: required(turn, 'orderId', 'Order ID') };
  }
  return {
    by: 'clientReference',
    clientReference: required(turn, 'clientReference', 'Client Reference'),
    customerEmail: turn.optional('customerEmail'),
  };
}

export const get: Operation = {
  resource: 'order',
  value: 'get',
  name: 'Get',
  action: 'Get order',
  description: 'Read one order back, by its ID or by your client reference',
  fields: (providers) => [...lookupFields(providers), simplify(), options('reading')],
  async execute(turn) {
    const read = turn.provider.order.get ?? notOffered(turn, get);
    const lookup = lookupOf(turn);
    return [turn.output(await read(await turn.session(), lookup))];
  },
};
