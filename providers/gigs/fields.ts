/** Fields that only Gigs has; `packages.ts` and `orders.ts` read those that stand here. */
import { choice, choices, country, type Field, id, remark, withoutDefault, yesNo } from '../../input';
import { additionalFields, filters, line } from '../kit/fields';
import { orderFields } from './orderFields';
import { refundFields } from './refundFields';

export const addonsForPlan = id(
  line(
    'Add-Ons for Plan ID',
    'planId',
    'Only add-ons that can be put on this plan',
    'e.g. pln_0SNlurA049MEWV3V0q7gjQbM4EVo',
  ),
);
export const addonsInCountry = country(
  line(
    'Add-Ons in Country',
    'coverageCountry',
    'Only add-ons that work in this country, as its two letters',
    'e.g. GR',
  ),
);
export const packageKind = choice<'addons' | 'all' | 'plans'>({
  displayName: 'Kind',
  name: 'kind',
  type: 'options',
  default: 'all',
  options: [
    { name: 'Add-Ons', value: 'addons', description: 'What can be put on an eSIM that exists' },
    { name: 'All', value: 'all' },
    { name: 'Plans', value: 'plans', description: 'What comes with a new eSIM' },
  ],
});
export const plansForSimType = withoutDefault(
  choice<'eSIM' | 'pSIM'>({
    displayName: 'Plans for SIM Type',
    name: 'simType',
    type: 'options',
    default: 'eSIM',
    options: [
      { name: 'eSIM', value: 'eSIM' },
      { name: 'Physical SIM', value: 'pSIM' },
    ],
  }),
);
export const packageStatus = choice<'archived' | 'available' | 'draft' | 'pending'>({
  displayName: 'Status',
  name: 'packageStatus',
  type: 'options',
  default: 'available',
  options: [
    { name: 'Archived', value: 'archived' },
    { name: 'Available', value: 'available', description: 'What can be bought' },
    { name: 'Draft', value: 'draft' },
    { name: 'Pending', value: 'pending', description: 'Plans only' },
  ],
});

export const withActivationCodes = yesNo({
  displayName: 'Activation Codes',
  name: 'withActivationCodes',
  type: 'boolean',
  default: false,
  description:
    'Whether each order comes with the activation code and install links of its eSIM. Gigs’ list has none, so it costs two more requests per order, one order after the other.',
});
export const ordersOfCustomer = id(
  line('Customer ID', 'userId', 'Only orders of this customer', 'e.g. usr_0SNlurA049MEWV4OpCwsNyC9Kn2d'),
);
export const ordersOfPlan = id(
  line('Package ID', 'planId', 'Only orders of this plan', 'e.g. pln_0SNlurA049MEWV3V0q7gjQbM4EVo'),
);
export const orderStatuses = choices<'active' | 'ended' | 'initiated' | 'pending' | 'restricted'>({
  displayName: 'Status',
  name: 'status',
  type: 'multiOptions',
  default: [],
  description: 'Only subscriptions with one of these statuses of Gigs; none chosen means all',
  options: [
    { name: 'Active', value: 'active' },
    { name: 'Ended', value: 'ended' },
    { name: 'Initiated', value: 'initiated', description: 'The first invoice is not paid yet' },
    { name: 'Pending', value: 'pending', description: 'The activation is under way' },
    { name: 'Restricted', value: 'restricted' },
  ],
});

export const when = choice<'now' | 'periodEnd'>({
  displayName: 'When',
  name: 'when',
  type: 'options',
  default: 'periodEnd',
  options: [
    {
      name: 'At the End of the Period',
      value: 'periodEnd',
      description: 'What is paid can still be used. Can be undone with Resume until then.',
    },
    { name: 'Now, for Good', value: 'now', description: 'The eSIM stops working at once. Cannot be undone.' },
  ],
});
export const userComment = remark(
  line('Comment', 'userComment', 'The customer’s own words; only with the reason Other'),
);
export const userReason = withoutDefault(
  choice<'connectivityIssues' | 'customerService' | 'noDetails' | 'other' | 'tooExpensive' | 'unused'>({
    displayName: 'Reason',
    name: 'userReason',
    type: 'options',
    default: 'noDetails',
    description: 'Why the customer cancels, for the statistics in Gigs',
    options: [
      { name: 'Connectivity Issues', value: 'connectivityIssues' },
      { name: 'Customer Service', value: 'customerService' },
      { name: 'No Details', value: 'noDetails' },
      { name: 'Other', value: 'other' },
      { name: 'Too Expensive', value: 'tooExpensive' },
      { name: 'Unused', value: 'unused' },
    ],
  }),
);

/** By "resource.operation". */
export const fields: Readonly<Record<string, ReadonlyArray<Field<unknown>>>> = {
  'order.create': [orderFields],
  'order.getAll': [withActivationCodes, filters([ordersOfCustomer, ordersOfPlan, orderStatuses])],
  'order.refund': refundFields,
  'order.cancel': [when, additionalFields([userComment, userReason], { when: ['periodEnd'] })],
  'package.getAll': [filters([addonsForPlan, addonsInCountry, packageKind, plansForSimType, packageStatus])],
};
