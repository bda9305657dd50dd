/** Fields that only eSIM Access has. Sections are those of facts/providers/esim-access.md. */
import { choice, country, iccid, id, moment, whole, yesNo } from '../../input';
import { additionalFields, filters, price } from '../kit/fields';
import type { Provider } from '../provider';

/** Section 7: up to 30 eSIMs in one batch. */
export const quantity = whole({
  displayName: 'Quantity',
  name: 'quantity',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 30 },
  default: 1,
  description:
    'How many eSIMs of the package to order at once. Each becomes an item of the output. A refund is then for one of them.',
});

const DAYS = { displayName: 'Days', name: 'days', type: 'number', default: '' } as const;

/** Section 7. */
export const days = whole({
  ...DAYS,
  typeOptions: { minValue: 1, maxValue: 365 },
  description:
    'How many days a day pass lasts. Only for day passes; empty is one day. Price and data are those of a day.',
});

/** Section 12. */
export const daysToAdd = whole({
  ...DAYS,
  typeOptions: { minValue: 1, maxValue: 365 },
  description: 'How many days to add. Only for eSIMs with a day pass.',
});

/** Section 7. */
export const expectedPrice = price(
  'Expected Price',
  'expectedPrice',
  'What one eSIM of the package costs you, of a day pass one day. If the price has changed meanwhile, nothing is bought. Take it from price of the package.',
  'USD',
);

const WHICH = 'Which eSIM of an order of several is meant';

export const iccidOfPart = iccid({
  displayName: 'ICCID',
  name: 'iccid',
  type: 'string',
  default: '',
  placeholder: 'e.g. {{ $json.esim.iccid }}',
  description: `${WHICH}, by its number`,
});

export const esimIdOfPart = id({
  displayName: 'eSIM ID',
  name: 'esimId',
  type: 'string',
  default: '',
  placeholder: 'e.g. {{ $json.esim.esimId }}',
  description: `${WHICH}, by its ID at eSIM Access`,
});

/** Section 8. */
export const createdAfter = moment({
  displayName: 'Created After',
  name: 'createdAfter',
  type: 'dateTime',
  default: '',
});
export const createdBefore = moment({
  displayName: 'Created Before',
  name: 'createdBefore',
  type: 'dateTime',
  default: '',
});

/** Section 6. */
export const packageType = choice<'BASE' | 'TOPUP'>({
  displayName: 'Type',
  name: 'packageType',
  type: 'options',
  options: [
    { name: 'For New eSIMs', value: 'BASE' },
    { name: 'Top-Ups', value: 'TOPUP' },
  ],
  default: 'BASE',
  description: 'Top-ups are listed surely only for an eSIM: fill in ICCID as well',
});

export const dataType = choice<'' | '1' | '2'>({
  displayName: 'Data',
  name: 'dataType',
  type: 'options',
  options: [
    { name: 'All', value: '' },
    { name: 'Day Passes', value: '2', description: 'So much data every day' },
    { name: 'Fixed', value: '1', description: 'So much data for the whole time' },
  ],
  default: '',
});

export const coverage = choice<'' | '!GL' | '!RG'>({
  displayName: 'Coverage',
  name: 'coverage',
  type: 'options',
  options: [
    { name: 'All', value: '' },
    { name: 'Global', value: '!GL' },
    { name: 'Regional', value: '!RG' },
  ],
  default: '',
  description: 'Whether to list only packages for a region or for the whole world. Not used together with Country.',
});

export const countryOfPackage = country({
  displayName: 'Country',
  name: 'country',
  type: 'string',
  default: '',
  placeholder: 'e.g. GR',
  description: 'Only packages of this country, as its two letters',
});

export const iccidToTopUp = iccid({
  displayName: 'ICCID',
  name: 'iccid',
  type: 'string',
  default: '',
  placeholder: 'e.g. {{ $json.esim.iccid }}',
  description: 'Only top-ups that fit this eSIM. Used with the type Top-Ups.',
});

/** Of the trigger. Section 17: one URL an account. */
export const replaceExistingUrl = yesNo({
  displayName: 'Replace Existing URL',
  name: 'replaceExistingUrl',
  type: 'boolean',
  noDataExpression: true,
  default: false,
  description:
    'Whether to take the events over when eSIM Access sends them to another address. It has one address an account: whoever had it gets nothing more.',
});

export const fields: Provider['fields'] = {
  'order.create': [additionalFields([quantity, days, expectedPrice])],
  'order.getAll': [filters([createdAfter, createdBefore])],
  'order.refund': [additionalFields([iccidOfPart, esimIdOfPart])],
  'esim.topUp': [additionalFields([daysToAdd])],
  'package.getAll': [filters([packageType, countryOfPackage, coverage, dataType, iccidToTopUp])],
};
