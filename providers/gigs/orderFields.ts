/** Additional Fields of a new order; `wishes.ts` reads and checks them. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, collection, country, day, details, type Field, id, text } from '../../input';

export const city = text({ displayName: 'City', name: 'city', type: 'string', default: '' });
export const addressCountry = country({
  displayName: 'Country',
  name: 'country',
  type: 'string',
  default: '',
  placeholder: 'e.g. US',
  description: 'The two letters of the country',
});
export const line1 = text({
  displayName: 'Line 1',
  name: 'line1',
  type: 'string',
  default: '',
  placeholder: 'e.g. 129 West 81st Street',
});
export const line2 = text({ displayName: 'Line 2', name: 'line2', type: 'string', default: '' });
export const postalCode = text({ displayName: 'Postal Code', name: 'postalCode', type: 'string', default: '' });
export const state = text({
  displayName: 'State',
  name: 'state',
  type: 'string',
  default: '',
  placeholder: 'e.g. NY',
  description: 'Its two letters; needed in the US and Canada',
});

export const address = details(
  {
    displayName: 'Address',
    name: 'address',
    type: 'fixedCollection',
    default: {},
    placeholder: 'Add address',
    description:
      'Where the customer lives. Only used where the plan requires it; without one, the customer’s newest address at Gigs is used.',
  },
  'details',
  [city, addressCountry, line1, line2, postalCode, state],
);

function testSim(name: string, value: string): INodePropertyOptions {
  return { name, value, description: 'Only in a test project' };
}

/** Section 17: placeholders for a new SIM in a test project; they are no SIMs that could be read. */
const testSims = [
  testSim('Test eSIM, Active After 24 Hours', 'sim_test_esim_delayed_twenty_four_hours'),
  testSim('Test eSIM, Active After 4 Hours', 'sim_test_esim_delayed_four_hours'),
  testSim('Test eSIM, Active at Once', 'sim_test_esim'),
  testSim('Test eSIM, Active Within a Minute', 'sim_test_esim_delayed_up_to_one_min'),
  testSim('Test Physical SIM, Active After 24 Hours', 'sim_test_psim_delayed_twenty_four_hours'),
  testSim('Test Physical SIM, Active After 4 Hours', 'sim_test_psim_delayed_four_hours'),
  testSim('Test Physical SIM, Active at Once', 'sim_test_psim'),
  testSim('Test Physical SIM, Active Within a Minute', 'sim_test_psim_delayed_up_to_one_min'),
];

export function isTestSim(simName: string): boolean {
  return testSims.some(({ value }) => value === simName);
}

export const sim = choice<string>({
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
    ...testSims,
  ],
});

function idField(displayName: string, name: string, prefix: string, description: string): Field<string> {
  const placeholder = `e.g. ${prefix}0SNlurA049MEWV`;
  return id({ displayName, name, type: 'string', default: '', placeholder, description });
}

export const addressId = idField('Address ID', 'addressId', 'adr_', 'An address that the customer has at Gigs already');
export const deviceId = idField(
  'Device ID',
  'deviceId',
  'dev_',
  'The customer’s device at Gigs; some plans require it',
);
export const deviceModelId = idField('Device Model ID', 'deviceModelId', 'dmd_', 'The model of the customer’s device');
export const portingId = idField('Porting ID', 'portingId', 'prt_', 'A drafted porting of the customer’s phone number');
export const simId = idField(
  'SIM ID',
  'simId',
  'sim_',
  'A SIM that exists, such as a physical one. Takes the place of SIM.',
);
export const voucherId = idField('Voucher ID', 'voucherId', 'vou_', 'A discount; only in projects with Billing');

export const birthday = day({
  displayName: 'Birthday',
  name: 'birthday',
  type: 'string',
  default: '',
  placeholder: 'e.g. 1990-12-31',
  description: 'Some plans require it',
});
export const fullName = text({
  displayName: 'Full Name',
  name: 'fullName',
  type: 'string',
  default: '',
  description: 'The customer’s name; some plans require it. Not used where Gigs has a name already.',
});
export const preferredLocale = id({
  displayName: 'Language',
  name: 'preferredLocale',
  type: 'string',
  default: '',
  placeholder: 'e.g. en-US',
  description: 'Language of a new customer; the project’s own when empty',
});

export const orderFields = collection(
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add field',
    default: {},
  },
  [address, addressId, birthday, deviceId, deviceModelId, fullName, preferredLocale, portingId, sim, simId, voucherId],
);
