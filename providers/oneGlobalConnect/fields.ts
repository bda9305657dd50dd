/** Fields that only 1GLOBAL Connect has; `packages.ts`, `orders.ts` and `watching.ts` read those that stand here. */
import type { INodeProperties } from 'n8n-workflow';

import { createFields, topUpFields } from './orderFields';

const currency: INodeProperties = {
  displayName: 'Currency',
  name: 'currency',
  type: 'string',
  default: '',
  placeholder: 'e.g. USD',
  description: 'Currency of the prices. Only with API version 1; version 2 has one price for each package.',
};

const planId: INodeProperties = {
  displayName: 'Plan ID',
  name: 'planId',
  type: 'string',
  default: '',
  description: 'One of your catalogs, if you have several. Only with API version 1.',
};

function packageOptions(options: INodeProperties[]): INodeProperties {
  return {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add field',
    default: {},
    options,
  };
}

const orderFilters: INodeProperties = {
  displayName: 'Filters',
  name: 'filters',
  type: 'collection',
  placeholder: 'Add filter',
  default: {},
  options: [
    {
      displayName: 'Created After',
      name: 'createdAfter',
      type: 'dateTime',
      default: '',
      description: 'With API version 1 the last 30 days when empty: there the time span is not optional',
    },
    { displayName: 'Created Before', name: 'createdBefore', type: 'dateTime', default: '' },
    {
      displayName: 'Status',
      name: 'status',
      type: 'options',
      options: [
        { name: 'Accepted', value: 'ACCEPTED', description: 'Waiting' },
        { name: 'All', value: '' },
        { name: 'Completed', value: 'COMPLETED' },
        { name: 'Failed', value: 'FAILED' },
        { name: 'Fulfilling', value: 'FULFILLING', description: 'Being worked on' },
      ],
      default: '',
    },
  ],
};

const notificationTypes: INodeProperties = {
  displayName: 'Notifications',
  name: 'notificationTypes',
  type: 'multiOptions',
  options: [
    {
      name: 'Download Progress',
      value: 'DOWNLOAD_PROGRESS',
      description: 'The profile changed: downloaded, installed. Only with API version 2.',
    },
    { name: 'Subscription End', value: 'SUBSCRIPTION_END', description: 'A package is used up or has expired' },
    { name: 'Usage Threshold', value: 'USAGE_THRESHOLD', description: '80 % of a package is used' },
  ],
  default: [],
  description: 'What to be told about',
  hint: 'With none chosen: everything that the API version has',
};

const onlyUrl: INodeProperties = {
  displayName: 'Only This URL',
  name: 'onlyUrl',
  type: 'string',
  default: '',
  placeholder: 'e.g. https://n8n.example.com/webhook/…',
  description: 'Leave notifications alone that lead somewhere else. Empty: take off wherever they lead.',
};

/** By "resource.operation". */
export const fields: Readonly<Record<string, INodeProperties[]>> = {
  'order.create': createFields,
  'order.getAll': [orderFilters],
  'esim.topUp': topUpFields,
  'esim.watch': [notificationTypes],
  'esim.unwatch': [notificationTypes, onlyUrl],
  'package.get': [packageOptions([currency])],
  'package.getAll': [packageOptions([currency, planId])],
};
