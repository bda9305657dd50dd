import type { Operation } from '../operation';
import { customerEmail, customerEmails, customerId, existingCustomers, packageId, simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { buy, checking } from '../shared/purchase';
import { clientReference, referenceNotice, referenceOf } from '../shared/reference';
import { saleByReference } from '../shared/sale';
import { waitForOrder, waitOptions } from '../shared/wait';

export const create: Operation = {
  resource: 'order',
  value: 'create',
  name: 'Create',
  action: 'Create order',
  description: 'Buy a package with a new eSIM. Never buys twice for one client reference.',
  changes: true,
  fields: (providers) => [
    packageId,
    ...customerEmails(providers),
    ...existingCustomers(providers),
    referenceNotice,
    clientReference,
    simplify,
    options('purchase', waitOptions(providers)),
  ],
  read(turn) {
    const { provider, values } = turn;
    const operation = provider.order.create ?? notOffered(turn, create);
    const input = {
      packageId: values.need(packageId),
      clientReference: referenceOf(turn),
      customerEmail: values.get(customerEmail),
      customerId: values.get(customerId),
      fields: values,
    };
    const whom = [input.customerId, input.customerEmail?.toLowerCase() ?? null];
    const content = [input.packageId, ...whom, ...(operation.alsoAsks?.(input) ?? [])];
    const sale = saleByReference(provider.id, 'order', input.clientReference, content);
    return {
      sale,
      check: checking(operation, input),
      carryOut: async () => turn.output(await waitForOrder(turn, await buy(turn, operation, input, sale))),
    };
  },
};
