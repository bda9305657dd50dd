/** Fields of the two purchases; `input.ts` reads them (sections 2.3 and 3.4.1). */
import type { INodeProperties } from 'n8n-workflow';

const country: INodeProperties = {
  displayName: 'Country of Sale',
  name: 'country',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. PT',
  description: 'Where the order is placed, as the two letters of the country',
};

const customerNames: INodeProperties[] = [
  {
    displayName: 'First Name',
    name: 'firstName',
    type: 'string',
    default: '',
    placeholder: 'e.g. John',
    description: 'Of the end customer',
    hint: 'API version 2, the default, needs first name, last name and country of residence',
  },
  {
    displayName: 'Last Name',
    name: 'lastName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Doe',
    description: 'Of the end customer',
  },
  {
    displayName: 'Country of Residence',
    name: 'countryOfResidence',
    type: 'string',
    default: '',
    placeholder: 'e.g. US',
    description: 'Where the end customer lives, as the two letters of the country',
  },
];

const physicalSim: INodeProperties[] = [
  {
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
  },
  {
    displayName: 'SIM ICCID',
    name: 'iccid',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. 8944472600000510740',
    description: 'The number printed on the card',
    hint: 'An order for a card has no place for the client reference. An unknown outcome cannot be looked up: it stays unknown.',
    displayOptions: { show: { simType: ['physicalSim'] } },
  },
];

const activationDate: INodeProperties = {
  displayName: 'Activation Date',
  name: 'activationDate',
  type: 'dateTime',
  default: '',
  description: 'When the package starts, in UTC unless an offset is given. Leave empty to start at once.',
};

const deviceModel: INodeProperties = {
  displayName: 'Device Model',
  name: 'deviceModel',
  type: 'string',
  default: '',
  placeholder: 'e.g. iPhone',
};

const deviceSystem: INodeProperties = {
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
};

const soldPrice: INodeProperties[] = [
  {
    displayName: 'Sold Currency',
    name: 'soldCurrency',
    type: 'string',
    default: '',
    placeholder: 'e.g. EUR',
    description: 'Currency of Sold Price: its three letters. Both or neither.',
  },
  {
    displayName: 'Sold Price',
    name: 'soldPrice',
    type: 'string',
    default: '',
    placeholder: 'e.g. 19.90',
    description:
      'What the end customer paid, for your reports at 1GLOBAL. With API version 2 including VAT; the documentation of version 1 contradicts itself.',
  },
];

const additionalOnCreate: INodeProperties = {
  displayName: 'Additional Fields',
  name: 'additionalFields',
  type: 'collection',
  placeholder: 'Add field',
  default: {},
  options: [
    activationDate,
    {
      displayName: 'Device Make',
      name: 'deviceMake',
      type: 'string',
      default: '',
      placeholder: 'e.g. Apple',
      description: 'Sent with API version 1 only',
    },
    deviceModel,
    deviceSystem,
    {
      displayName: 'EID',
      name: 'eid',
      type: 'string',
      default: '',
      placeholder: 'e.g. 89049032004008882600019002596666',
      description: 'The 32 digits of the device’s chip',
      hint: 'Works on iOS only: 1GLOBAL pushes the installation to the phone. For Android, leave it empty and send the QR code.',
    },
    {
      displayName: 'Language',
      name: 'language',
      type: 'string',
      default: '',
      placeholder: 'e.g. en',
      description: 'Of the customer. Sent with orders for physical SIMs only.',
    },
    ...soldPrice,
  ],
};

const additionalOnTopUp: INodeProperties = {
  displayName: 'Additional Fields',
  name: 'additionalFields',
  type: 'collection',
  placeholder: 'Add field',
  default: {},
  options: [
    activationDate,
    deviceModel,
    deviceSystem,
    {
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
    },
    ...soldPrice,
  ],
};

export const createFields: INodeProperties[] = [country, ...customerNames, ...physicalSim, additionalOnCreate];

export const topUpFields: INodeProperties[] = [country, additionalOnTopUp];
