/** Fields that several operations share. One internal name each, so that values survive switching operation. */
import type { INodeProperties } from 'n8n-workflow';

import { email, type Field, id, locator, shownAs, whole, yesNo } from '../../input';
import type { Provider } from '../../providers/provider';

/** A field that is shown only while others have certain values. */
export function shownWhen<T>(field: Field<T>, show: Record<string, string[] | boolean[]>): Field<T> {
  const { displayOptions } = field.property;
  return shownAs(field, { displayOptions: { ...displayOptions, show: { ...displayOptions?.show, ...show } } });
}

/** Limits a field to some providers; to all of them means no limit. */
export function onlyFor<T>(some: readonly Provider[], all: readonly Provider[], field: Field<T>): Array<Field<T>> {
  if (some.length === 0) return [];
  return [some.length === all.length ? field : shownWhen(field, { provider: some.map(({ id: name }) => name) })];
}

export const simplify = yesNo({
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
});

export const returnAll = yesNo({
  displayName: 'Return All',
  name: 'returnAll',
  type: 'boolean',
  default: false,
  description: 'Whether to return all results or only up to a given limit',
});

export const limit = whole({
  displayName: 'Limit',
  name: 'limit',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 50,
  displayOptions: { show: { returnAll: [false] } },
  description: 'Max number of results to return',
});

export const packageId = locator(
  id({
    displayName: 'Package',
    name: 'packageId',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    description: 'What to buy, from what the provider has enabled for your account',
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Select a package…',
        typeOptions: { searchListMethod: 'searchPackages', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. {{ $json.packageId }}' },
    ],
  }),
);

/** The same field with the list of packages that fit the eSIM named in the node. */
export const topUpPackageId = shownAs(packageId, {
  description: 'What to add to the eSIM',
  modes: packageId.property.modes?.map((mode) =>
    mode.type === 'list'
      ? { ...mode, typeOptions: { searchListMethod: 'searchTopUpPackages', searchable: true } }
      : mode,
  ),
});

/** A customer who exists at the provider, picked from a searchable list. */
export const customerId = locator(
  id({
    displayName: 'Customer',
    name: 'customerId',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    description: 'The customer at the provider',
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Select a customer…',
        typeOptions: { searchListMethod: 'searchCustomers', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. {{ $json.customerId }}' },
    ],
  }),
);

const existingCustomer = shownAs(customerId, {
  displayName: 'Existing Customer',
  default: { mode: 'id', value: '' },
  required: false,
  description:
    'Whom the new eSIM is for, if the provider knows the customer already. Leave empty to go by Customer Email.',
});

export function existingCustomers(all: readonly Provider[]): Array<Field<unknown>> {
  return onlyFor(
    all.filter(({ pickCustomer }) => pickCustomer),
    all,
    existingCustomer,
  );
}

export const customerEmail = email({
  displayName: 'Customer Email',
  name: 'customerEmail',
  type: 'string',
  placeholder: 'e.g. name@email.com',
  default: '',
  description:
    'The end customer’s email address, as it should stand in the provider’s records. Where each address is one customer, that customer is found by it or made. Not used for an existing customer.',
});

const emailWhereSearched: Partial<INodeProperties> = {
  hint: 'Give each customer’s own address: purchases are found again by it. With one address for all of them, that is slow, and beyond 100 incomplete.',
};

export function customerEmails(all: readonly Provider[]): Array<Field<unknown>> {
  return emailByProvider(all, 'order.create', customerEmail, emailWhereSearched);
}

const emailOfOrder = shownWhen(
  shownAs(customerEmail, {
    description: 'The email address that was given with the order. Makes the search faster and surer.',
  }),
  { orderLookup: ['clientReference'] },
);

/** The address by which an order is searched for, where its reference alone may not do. */
export function emailsOfOrder(all: readonly Provider[]): Array<Field<unknown>> {
  return emailByProvider(all, 'order.get', emailOfOrder, {
    description: 'The email address that was given with the order. The provider can only be searched by it.',
  });
}

/** One field for the providers that can do without an email address, one for those that need it. */
function emailByProvider(
  all: readonly Provider[],
  operation: string,
  field: Field<string>,
  whereNeeded: Partial<INodeProperties>,
): Array<Field<unknown>> {
  const demanding = all.filter(({ requiredFields }) => requiredFields?.[operation]?.includes('customerEmail'));
  const others = all.filter((provider) => !demanding.includes(provider));
  return [
    ...onlyFor(others, all, field),
    ...onlyFor(demanding, all, shownAs(field, { ...whereNeeded, required: true })),
  ];
}

export const orderId = id({
  displayName: 'Order ID',
  name: 'orderId',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.orderId }}',
  description: 'The provider’s ID of the order',
});
