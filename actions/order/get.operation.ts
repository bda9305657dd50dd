import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, type Field, type Values, shownAs } from '../../input';
import type { OrderLookup, Provider } from '../../providers/provider';
import type { Operation } from '../operation';
import { customerEmail, emailsOfOrder, orderId, shownWhen, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { clientReference } from '../shared/reference';

const findBy = choice<OrderLookup['by']>({
  displayName: 'Find By',
  name: 'orderLookup',
  type: 'options',
  noDataExpression: true,
  default: 'orderId',
  options: [
    {
      name: 'Client Reference',
      value: 'clientReference',
      description: 'Your own name for the purchase: use it to find out what became of an unknown outcome',
    },
    { name: 'Order ID', value: 'orderId' },
  ],
});

function lookupFields(providers: readonly Provider[]): Array<Field<unknown>> {
  const byReference = providers.filter(({ order }) => order.get?.ways.includes('clientReference'));
  const show = { provider: byReference.map(({ id }) => id) };
  const ways = (findBy.property.options ?? []) as INodePropertyOptions[];
  const offered = ways
    .filter(({ value }) => value === 'orderId' || byReference.length > 0)
    .map((way) =>
      way.value === 'orderId' || byReference.length === providers.length ? way : { ...way, displayOptions: { show } },
    );
  return [
    shownAs(findBy, { options: offered }),
    shownWhen(orderId, { orderLookup: ['orderId'] }),
    shownWhen(shownAs(clientReference, { description: 'The reference that was given when the order was created' }), {
      orderLookup: ['clientReference'],
    }),
    ...emailsOfOrder(providers),
  ];
}

function lookupOf(values: Values): OrderLookup {
  if (values.get(findBy) !== 'clientReference') return { by: 'orderId', orderId: values.need(orderId) };
  const by = 'clientReference';
  return { by, clientReference: values.need(clientReference), customerEmail: values.get(customerEmail) };
}

export const get: Operation = {
  resource: 'order',
  value: 'get',
  name: 'Get',
  action: 'Get order',
  description: 'Read one order back, by its ID or by your client reference',
  changes: false,
  fields: (providers) => [...lookupFields(providers), simplify, options('reading')],
  read(turn) {
    const read = turn.provider.order.get ?? notOffered(turn, get);
    const lookup = lookupOf(turn.values);
    return { carryOut: async () => turn.output(await read(await turn.session(), lookup)) };
  },
};
