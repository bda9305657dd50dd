import { waitForOrder } from '../shared/wait';
import { buy, namedByReference } from '../shared/purchase';
import { required } from '../shared/lookups';
import {
  clientReference,
  customerEmail,
  existingCustomer,
  options,
  packagePicker,
  simplify,
  waitFields,
} from '../shared/fields';
import type { Operation } from '../operation';
import { notOffered } from '../shared/notOffered';

export const create: Operation = {
  resource: 'order',
  value: 'create',
  name: 'Create',
  action: 'Create order',
  description: 'Buy a package with a new eSIM. Never buys twice for one client reference.',
  fields: (providers) => [
    packagePicker('searchPackages', 'What to buy, from what the provider has enabled for your account'),
    ...customerEmail(providers),
    ...existingCustomer(providers),
    clientReference(),
    ...waitFields(providers),
    simplify(),
    options('purchase'),
  ],
  async execute(turn) {
    const operation = turn.provider.order.create ?? notOffered(turn, create);
    const reference = required(turn, 'clientReference', 'Client Reference');
    const input = {
      packageId: required(turn, 'packageId', 'Package'),
      clientReference: reference,
      customerEmail: turn.optional('customerEmail'),
      customerId: turn.optional('customerId'),
      fields: turn.providerFields(),
    };
    const content = [input.packageId, input.customerId, input.customerEmail?.toLowerCase() ?? null];
    const order = await buy(turn, operation, input, { ...namedByReference('order', reference), content });
    return [turn.output(await waitForOrder(turn, order))];
  },
};
