/** Additional Fields of a new order; `input.ts` checks them. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const address: INodeProperties = {
  displayName: 'Address',
  name: 'address',
  type: 'fixedCollection',
  default: {},
  placeholder: 'Add address',
  description:
    'Where the customer lives. Only used where the plan requires it; without one, the customer’s newest address at Gigs is used.',
  options: [
    {
      displayName: 'Address',
      name: 'details',
      values: [
        { displayName: 'City', name: 'city', type: 'string', default: '' },
        {
          displayName: 'Country',
          name: 'country',
          type: 'string',
          default: '',
          placeholder: 'e.g. US',
          description: 'The two letters of the country',
        },
        { displayName: 'Line 1', name: 'line1', type: 'string', default: '', placeholder: 'e.g. 129 West 81st Street' },
        { displayName: 'Line 2', name: 'line2', type: 'string', default: '' },
        { displayName: 'Postal Code', name: 'postalCode', type: 'string', default: '' },
        {
          displayName: 'State',
          name: 'state',
          type: 'string',
          default: '',
          placeholder: 'e.g. NY',
          description: 'Its two letters; needed in the US and Canada',
        },
      ],
    },
  ],
};

function testSim(name: string, value: string): INodePropertyOptions {
  return { name, value, description: 'Only in a test project' };
}

const sim: INodeProperties = {
  displayName: 'SIM',
  name: 'sim',
  type: 'options',
  default: 'auto',
  options: [
    { name: 'New eSIM', value: 'auto' },
    {
      name: 'Prefer the Last Used',
      value: 'preferLastUsed',
      description: 'The customer’s last SIM where Gigs allows that, else a new eSIM',
    },
    testSim('Test eSIM, Active After 24 Hours', 'sim_test_esim_delayed_twenty_four_hours'),
    testSim('Test eSIM, Active After 4 Hours', 'sim_test_esim_delayed_four_hours'),
    testSim('Test eSIM, Active at Once', 'sim_test_esim'),
    testSim('Test eSIM, Active Within a Minute', 'sim_test_esim_delayed_up_to_one_min'),
    testSim('Test Physical SIM, Active After 24 Hours', 'sim_test_psim_delayed_twenty_four_hours'),
    testSim('Test Physical SIM, Active After 4 Hours', 'sim_test_psim_delayed_four_hours'),
    testSim('Test Physical SIM, Active at Once', 'sim_test_psim'),
    testSim('Test Physical SIM, Active Within a Minute', 'sim_test_psim_delayed_up_to_one_min'),
  ],
};

function idField(displayName: string, name: string, prefix: string, description: string): INodeProperties {
  return { displayName, name, type: 'string', default: '', placeholder: `e.g. ${prefix}0SNlurA049MEWV`, description };
}

export const orderFields: INodeProperties = {
  displayName: 'Additional Fields',
  name: 'additionalFields',
  type: 'collection',
  placeholder: 'Add field',
  default: {},
  options: [
    address,
    idField('Address ID', 'addressId', 'adr_', 'An address that the customer has at Gigs already'),
    {
      displayName: 'Birthday',
      name: 'birthday',
      type: 'string',
      default: '',
      placeholder: 'e.g. 1990-12-31',
      description: 'Some plans require it',
    },
    idField('Device ID', 'deviceId', 'dev_', 'The customer’s device at Gigs; some plans require it'),
    idField('Device Model ID', 'deviceModelId', 'dmd_', 'The model of the customer’s device'),
    {
      displayName: 'Full Name',
      name: 'fullName',
      type: 'string',
      default: '',
      description: 'The customer’s name; some plans require it. Not used where Gigs has a name already.',
    },
    {
      displayName: 'Language',
      name: 'preferredLocale',
      type: 'string',
      default: '',
      placeholder: 'e.g. en-US',
      description: 'Language of a new customer; the project’s own when empty',
    },
    idField('Porting ID', 'portingId', 'prt_', 'A drafted porting of the customer’s phone number'),
    sim,
    idField('SIM ID', 'simId', 'sim_', 'A SIM that exists, such as a physical one. Takes the place of SIM.'),
    idField('Voucher ID', 'voucherId', 'vou_', 'A discount; only in projects with Billing'),
  ],
};
