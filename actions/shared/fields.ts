/** Fields that several operations share. One internal name each, so that values survive switching operation. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { EsimLookup, Provider } from '../../providers/provider';

/** Limits a field to some providers; to none of them means to all. */
function onlyFor(providers: readonly Provider[], all: readonly Provider[], field: INodeProperties): INodeProperties[] {
  if (providers.length === 0) return [];
  if (providers.length === all.length) return [field];
  const show = { ...field.displayOptions?.show, provider: providers.map(({ id }) => id) };
  return [{ ...field, displayOptions: { ...field.displayOptions, show } }];
}

export function simplify(): INodeProperties {
  return {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  };
}

export function listFields(): INodeProperties[] {
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      displayOptions: { show: { returnAll: [false] } },
      description: 'Max number of results to return',
    },
  ];
}

export function packagePicker(method: 'searchPackages' | 'searchTopUpPackages', description: string): INodeProperties {
  return {
    displayName: 'Package',
    name: 'packageId',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    description,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Select a package…',
        typeOptions: { searchListMethod: method, searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. {{ $json.packageId }}' },
    ],
  };
}

/** A customer who exists at the provider, picked from a searchable list. */
export function customerPicker(displayName: string, description: string, required: boolean): INodeProperties {
  return {
    displayName,
    name: 'customerId',
    type: 'resourceLocator',
    default: { mode: required ? 'list' : 'id', value: '' },
    required,
    description,
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
  };
}

export function existingCustomer(all: readonly Provider[]): INodeProperties[] {
  const field = customerPicker(
    'Existing Customer',
    'Whom the new eSIM is for, if the provider knows the customer already. Leave empty to go by Customer Email.',
    false,
  );
  return onlyFor(
    all.filter(({ pickers }) => pickers.customer),
    all,
    field,
  );
}

/** Shared text field that some providers demand and others do not. */
export function customerEmail(all: readonly Provider[]): INodeProperties[] {
  const field: INodeProperties = {
    displayName: 'Customer Email',
    name: 'customerEmail',
    type: 'string',
    placeholder: 'e.g. name@email.com',
    default: '',
    description:
      'The end customer’s email address, as it should stand in the provider’s records. Where each address is one customer, that customer is found by it or made. Not used for an existing customer.',
  };
  return emailByProvider(all, 'order.create', field, {
    hint: 'Give each customer’s own address: purchases are found again by it. With one address for all of them, that is slow, and beyond 100 incomplete.',
  });
}

/** The address by which an order is searched for, where its reference alone may not do. */
export function customerEmailOfOrder(all: readonly Provider[]): INodeProperties[] {
  const field: INodeProperties = {
    displayName: 'Customer Email',
    name: 'customerEmail',
    type: 'string',
    default: '',
    placeholder: 'e.g. name@email.com',
    description: 'The email address that was given with the order. Makes the search faster and surer.',
    displayOptions: { show: { orderLookup: ['clientReference'] } },
  };
  return emailByProvider(all, 'order.get', field, {
    description: 'The email address that was given with the order. The provider can only be searched by it.',
  });
}

/** One field for the providers that can do without an email address, one for those that need it. */
function emailByProvider(
  all: readonly Provider[],
  operation: string,
  field: INodeProperties,
  whereNeeded: Partial<INodeProperties>,
): INodeProperties[] {
  const demanding = all.filter(({ requiredFields }) => requiredFields?.[operation]?.includes('customerEmail'));
  const others = all.filter((provider) => !demanding.includes(provider));
  const needed = { ...field, ...whereNeeded, required: true };
  return [...onlyFor(others, all, field), ...onlyFor(demanding, all, needed)];
}

/** The default tells apart installations, nodes, executions, loops and items; tries of one execution share it. */
const REFERENCE_OF_THIS_RUN =
  '={{ $workflow.id }}-{{ $nodeId?.slice(-8) }}-{{ $execution.id }}-{{ $runIndex }}-{{ $itemIndex }}';

export function clientReference(): INodeProperties {
  return {
    displayName: 'Client Reference',
    name: 'clientReference',
    type: 'string',
    default: REFERENCE_OF_THIS_RUN,
    required: true,
    placeholder: 'e.g. {{ $json.shopOrderId }}',
    description: 'Your own name for this purchase. The same reference is never bought twice.',
    hint: 'Best: your shop’s order or payment ID. Then running the workflow again cannot buy again.',
  };
}

const LOOKUP_WORDS: Record<EsimLookup['by'], INodePropertyOptions> = {
  customerId: { name: 'Customer', value: 'customerId', description: 'All eSIMs of a customer at the provider' },
  esimId: { name: 'eSIM ID', value: 'esimId', description: 'The provider’s own ID of the eSIM' },
  iccid: { name: 'ICCID', value: 'iccid', description: 'The number of the SIM, 18 to 22 digits' },
};

/** How to name an eSIM: a choice where a provider understands several ways, then the field itself. */
export function esimLookup(
  all: readonly Provider[],
  waysOf: (provider: Provider) => ReadonlyArray<EsimLookup['by']>,
): INodeProperties[] {
  const ways = (['customerId', 'esimId', 'iccid'] as const).filter((by) =>
    all.some((provider) => waysOf(provider).includes(by)),
  );
  const options = ways.map((by): INodePropertyOptions => {
    const able = all.filter((provider) => waysOf(provider).includes(by));
    const words = LOOKUP_WORDS[by];
    return able.length === all.length
      ? words
      : { ...words, displayOptions: { show: { provider: able.map(({ id }) => id) } } };
  });
  return [
    {
      displayName: 'Find By',
      name: 'esimLookup',
      type: 'options',
      noDataExpression: true,
      default: 'iccid',
      options,
    },
    {
      displayName: 'ICCID',
      name: 'iccid',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. 8997212330099184896',
      description: 'The number of the SIM, 18 to 22 digits',
      hint: 'From an order: {{ $json.esim.iccid }}. From the eSIM Trigger: {{ $json.iccid }}.',
      displayOptions: { show: { esimLookup: ['iccid'] } },
    },
    ...(ways.includes('customerId')
      ? [
          {
            ...customerPicker('Customer', 'The customer at the provider', true),
            displayOptions: { show: { esimLookup: ['customerId'] } },
          },
        ]
      : []),
    ...(ways.includes('esimId')
      ? [
          {
            displayName: 'eSIM ID',
            name: 'esimId',
            type: 'string' as const,
            required: true,
            default: '',
            placeholder: 'e.g. {{ $json.esim.esimId }}',
            description: 'The provider’s own ID of the eSIM',
            displayOptions: { show: { esimLookup: ['esimId'] } },
          },
        ]
      : []),
  ];
}

export function orderId(description: string): INodeProperties {
  return {
    displayName: 'Order ID',
    name: 'orderId',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. {{ $json.orderId }}',
    description,
  };
}

const PARALLEL: INodeProperties = {
  displayName: 'Items in Parallel',
  name: 'itemsInParallel',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 50 },
  default: 5,
  description: 'How many items are worked on at the same time. Results keep the order of the input.',
};

const TIMEOUT: INodeProperties = {
  displayName: 'Request Timeout',
  name: 'requestTimeout',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 30,
  description: 'How many seconds the provider has to answer one request. Purchases get three times as long.',
};

const SEND_AGAIN: INodeProperties = {
  displayName: 'Send Again if Unconfirmed',
  name: 'sendAgainIfUnconfirmed',
  type: 'boolean',
  default: false,
  description:
    'Whether to send a purchase again whose outcome is unknown and which the provider does not show. Switch it on for one run, after you have checked at the provider that it was not bought.',
};

/** The Options collection, the same in every operation; purchases have one more. */
export function options(kind: 'reading' | 'purchase', more: INodeProperties[] = []): INodeProperties {
  const all = [PARALLEL, TIMEOUT, ...(kind === 'purchase' ? [SEND_AGAIN] : []), ...more];
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
  };
}

/** Whether to wait for orders that are not ready at once. */
export function waitFields(all: readonly Provider[]): INodeProperties[] {
  const slow = all.filter(({ ordersAreAsynchronous }) => ordersAreAsynchronous);
  return [
    ...onlyFor(slow, all, {
      displayName: 'Wait for Completion',
      name: 'waitForCompletion',
      type: 'boolean',
      default: true,
      description: 'Whether to ask until the order is ready, so that the eSIM comes with it',
    }),
    ...onlyFor(slow, all, {
      displayName: 'Timeout',
      name: 'waitTimeout',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 120,
      displayOptions: { show: { waitForCompletion: [true] } },
      description:
        'How many seconds to wait. An order that is not ready by then comes back as it stands, with status processing or pending.',
    }),
  ];
}
