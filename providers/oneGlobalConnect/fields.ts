/** Fields that only 1GLOBAL Connect has; those of the two purchases are in `orderFields.ts`. */
import { choice, choices, currency as currencyField, type Field, id, moment, url, withoutDefault } from '../../input';
import { additionalFields, filters } from '../kit/fields';
import { createFields, topUpFields } from './orderFields';

export const currency = currencyField({
  displayName: 'Currency',
  name: 'currency',
  type: 'string',
  default: '',
  placeholder: 'e.g. USD',
  description: 'Currency of the prices. Only with API version 1; version 2 has one price for each package.',
});

export const planId = id({
  displayName: 'Plan ID',
  name: 'planId',
  type: 'string',
  default: '',
  description: 'One of your catalogs, if you have several. Only with API version 1.',
});

export const createdAfter = moment({
  displayName: 'Created After',
  name: 'createdAfter',
  type: 'dateTime',
  default: '',
  description: 'With API version 1 the last 30 days when empty: there the time span is not optional',
});

export const createdBefore = moment({
  displayName: 'Created Before',
  name: 'createdBefore',
  type: 'dateTime',
  default: '',
});

export const orderStatus = withoutDefault(
  choice<'ACCEPTED' | 'COMPLETED' | 'FAILED' | 'FULFILLING'>({
    displayName: 'Status',
    name: 'status',
    type: 'options',
    options: [
      { name: 'Accepted', value: 'ACCEPTED', description: 'Waiting' },
      { name: 'Completed', value: 'COMPLETED' },
      { name: 'Failed', value: 'FAILED' },
      { name: 'Fulfilling', value: 'FULFILLING', description: 'Being worked on' },
    ],
    default: 'COMPLETED',
  }),
);

export const chosenNotifications = choices({
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
});

export const onlyUrl = url({
  displayName: 'Only This URL',
  name: 'onlyUrl',
  type: 'string',
  default: '',
  placeholder: 'e.g. https://n8n.example.com/webhook/…',
  description: 'Leave notifications alone that lead somewhere else. Empty: take off wherever they lead.',
});

/** By "resource.operation". */
export const fields: Readonly<Record<string, ReadonlyArray<Field<unknown>>>> = {
  'order.create': createFields,
  'order.getAll': [filters([createdAfter, createdBefore, orderStatus])],
  'esim.topUp': topUpFields,
  'esim.watch': [chosenNotifications],
  'esim.unwatch': [chosenNotifications, onlyUrl],
  'package.get': [additionalFields([currency])],
  'package.getAll': [additionalFields([currency, planId])],
};
