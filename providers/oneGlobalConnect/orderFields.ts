/** Beside `fields.ts`, since they are twenty: the fields of the two purchases; `request.ts` reads them (facts/providers/1global-connect.md, sections 2.3 and 3.4.1). */
import {
  choice,
  country as countryField,
  eid as eidField,
  type Field,
  iccid as iccidField,
  moment,
  text,
} from '../../input';
import { additionalFields, price } from '../kit/fields';

export const countryOfSale = countryField({
  displayName: 'Country of Sale',
  name: 'country',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. PT',
  description: 'Where the order is placed, as the two letters of the country',
});

export const firstName = text({
  displayName: 'First Name',
  name: 'firstName',
  type: 'string',
  default: '',
  placeholder: 'e.g. John',
  description: 'Of the end customer',
  hint: 'API version 2, the default, needs first name, last name and country of residence',
});

export const lastName = text({
  displayName: 'Last Name',
  name: 'lastName',
  type: 'string',
  default: '',
  placeholder: 'e.g. Doe',
  description: 'Of the end customer',
});

export const countryOfResidence = countryField({
  displayName: 'Country of Residence',
  name: 'countryOfResidence',
  type: 'string',
  default: '',
  placeholder: 'e.g. US',
  description: 'Where the end customer lives, as the two letters of the country',
});

export const simType = choice<'eSim' | 'physicalSim'>({
  displayName: 'SIM Type',
  name: 'simType',
  type: 'options',
  options: [
    { name: 'eSIM', value: 'eSim', description: 'A new profile, delivered as a QR code' },
    {
      name: 'Physical SIM',
      value: 'physicalSim',
      description: 'A card that the customer has already. Only with API version 2.',
    },
  ],
  default: 'eSim',
  description: 'What the package is bought for',
});

export const cardIccid = iccidField({
  displayName: 'SIM ICCID',
  name: 'iccid',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. 8944472600000510740',
  description: 'The number printed on the card',
  hint: 'An order for a card has no place for the client reference. An unknown outcome cannot be looked up: it stays unknown.',
  displayOptions: { show: { simType: ['physicalSim'] } },
});

export const activationDate = moment({
  displayName: 'Activation Date',
  name: 'activationDate',
  type: 'dateTime',
  default: '',
  description: 'When the package starts, in UTC unless an offset is given. Leave empty to start at once.',
});

export const deviceMake = text({
  displayName: 'Device Make',
  name: 'deviceMake',
  type: 'string',
  default: '',
  placeholder: 'e.g. Apple',
  description: 'Sent with API version 1 only',
});

export const deviceModel = text({
  displayName: 'Device Model',
  name: 'deviceModel',
  type: 'string',
  default: '',
  placeholder: 'e.g. iPhone',
});

export const deviceSystem = choice<'android' | 'ios' | 'iot'>({
  displayName: 'Device System',
  name: 'deviceSystem',
  type: 'options',
  options: [
    { name: 'Android', value: 'android', description: 'In the documentation of API version 1 only' },
    { name: 'iOS', value: 'ios' },
    { name: 'IoT', value: 'iot', description: 'Only with API version 1, and not in every contract' },
  ],
  default: 'ios',
  description: 'What the customer’s device runs. 1GLOBAL asks for it; only push installation depends on it.',
});

export const eid = eidField({
  displayName: 'EID',
  name: 'eid',
  type: 'string',
  default: '',
  placeholder: 'e.g. 89049032004008882600019002596666',
  description: 'The 32 digits of the device’s chip',
  hint: 'Works on iOS only: 1GLOBAL pushes the installation to the phone. For Android, leave it empty and send the QR code.',
});

export const language = text({
  displayName: 'Language',
  name: 'language',
  type: 'string',
  default: '',
  placeholder: 'e.g. en',
  description: 'Of the customer. Sent with orders for physical SIMs only.',
});

export const soldPrice = price(
  'Sold Price',
  'soldPrice',
  'What the end customer paid, for your reports at 1GLOBAL. With API version 2 including VAT; the documentation of version 1 contradicts itself.',
);

/** `auto`: 1GLOBAL is asked. */
export const topUpSimType = choice<'auto' | 'eSim' | 'physicalSim'>({
  displayName: 'SIM Type',
  name: 'simType',
  type: 'options',
  options: [
    { name: 'As 1GLOBAL Says', value: 'auto' },
    { name: 'eSIM', value: 'eSim' },
    { name: 'Physical SIM', value: 'physicalSim', description: 'Only with API version 2' },
  ],
  default: 'auto',
  description: 'Whether it is an eSIM or a card that is topped up. 1GLOBAL is asked before each top-up.',
});

export const createFields: ReadonlyArray<Field<unknown>> = [
  countryOfSale,
  firstName,
  lastName,
  countryOfResidence,
  simType,
  cardIccid,
  additionalFields([activationDate, deviceMake, deviceModel, deviceSystem, eid, language, soldPrice]),
];

export const topUpFields: ReadonlyArray<Field<unknown>> = [
  countryOfSale,
  additionalFields([activationDate, deviceModel, deviceSystem, topUpSimType, soldPrice]),
];
