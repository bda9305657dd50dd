/** Fields that only Gigs has; `wishes.ts`, `orders.ts`, `packages.ts`, `refund.ts` and `creditNoteBody.ts` read them. */
import { choice, choices, collection, country, type Field, id, remark, withoutDefault, yesNo } from '../../input';
import { orderFields } from './orderFields';
import { refundFields } from './refundFields';

const filters = {
  displayName: 'Filters',
  name: 'filters',
  type: 'collection',
  placeholder: 'Add filter',
  default: {},
} as const;

export const addonsForPlan = id({
  displayName: 'Add-Ons for Plan ID',
  name: 'planId',
  type: 'string',
  default: '',
  placeholder: 'e.g. pln_0SNlurA049MEWV3V0q7gjQbM4EVo',
  description: 'Only add-ons that can be put on this plan',
});
export const addonsInCountry = country({
  displayName: 'Add-Ons in Country',
  name: 'coverageCountry',
  type: 'string',
  default: '',
  placeholder: 'e.g. GR',
  description: 'Only add-ons that work in this country, as its two letters',
});
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

const packageFilters = collection(filters, [
  addonsForPlan,
  addonsInCountry,
  packageKind,
  plansForSimType,
  packageStatus,
]);

export const withActivationCodes = yesNo({
  displayName: 'Activation Codes',
  name: 'withActivationCodes',
  type: 'boolean',
  default: false,
  description:
    'Whether each order comes with the activation code and install links of its eSIM. Gigs’ list has none, so it costs two more requests per order, one order after the other.',
});
export const ordersOfCustomer = id({
  displayName: 'Customer ID',
  name: 'userId',
  type: 'string',
  default: '',
  placeholder: 'e.g. usr_0SNlurA049MEWV4OpCwsNyC9Kn2d',
  description: 'Only orders of this customer',
});
export const ordersOfPlan = id({
  displayName: 'Package ID',
  name: 'planId',
  type: 'string',
  default: '',
  placeholder: 'e.g. pln_0SNlurA049MEWV3V0q7gjQbM4EVo',
  description: 'Only orders of this plan',
});
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

const orderFilters = collection(filters, [ordersOfCustomer, ordersOfPlan, orderStatuses]);

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
export const userComment = remark({
  displayName: 'Comment',
  name: 'userComment',
  type: 'string',
  default: '',
  description: 'The customer’s own words; only with the reason Other',
});
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

const cancelDetails = collection(
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add field',
    default: {},
    displayOptions: { show: { when: ['periodEnd'] } },
  },
  [userComment, userReason],
);

/** By "resource.operation". */
export const fields: Readonly<Record<string, ReadonlyArray<Field<unknown>>>> = {
  'order.create': [orderFields],
  'order.getAll': [withActivationCodes, orderFilters],
  'order.refund': refundFields,
  'order.cancel': [when, cancelDetails],
  'package.getAll': [packageFilters],
};
