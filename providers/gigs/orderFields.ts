/** Beside `fields.ts`: those of a new order, of which there are many; `newOrder.ts` reads them. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, country, day, details, id, text } from '../../input';
import { additionalFields, line } from '../kit/fields';

export const city = text(line('City', 'city'));
export const addressCountry = country(line('Country', 'country', 'The two letters of the country', 'e.g. US'));
export const line1 = text(line('Line 1', 'line1', '', 'e.g. 129 West 81st Street'));
export const line2 = text(line('Line 2', 'line2'));
export const postalCode = text(line('Postal Code', 'postalCode'));
export const state = text(line('State', 'state', 'Its two letters; needed in the US and Canada', 'e.g. NY'));

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

const ofGigs = (displayName: string, name: string, letters: string, description: string) =>
  id(line(displayName, name, description, `e.g. ${letters}0SNlurA049MEWV`));

export const addressId = ofGigs('Address ID', 'addressId', 'adr_', 'An address that the customer has at Gigs already');
export const deviceId = ofGigs('Device ID', 'deviceId', 'dev_', 'The customer’s device at Gigs; some plans require it');
export const deviceModelId = ofGigs('Device Model ID', 'deviceModelId', 'dmd_', 'The model of the customer’s device');
export const portingId = ofGigs('Porting ID', 'portingId', 'prt_', 'A drafted porting of the customer’s phone number');
export const simId = ofGigs(
  'SIM ID',
  'simId',
  'sim_',
  'A SIM that exists, such as a physical one. Takes the place of SIM.',
);
export const voucherId = ofGigs('Voucher ID', 'voucherId', 'vou_', 'A discount; only in projects with Billing');

export const birthday = day(line('Birthday', 'birthday', 'Some plans require it', 'e.g. 1990-12-31'));
export const fullName = text(
  line('Full Name', 'fullName', 'The customer’s name; some plans require it. Not used where Gigs has a name already.'),
);
export const preferredLocale = id(
  line('Language', 'preferredLocale', 'Language of a new customer; the project’s own when empty', 'e.g. en-US'),
);

export const orderFields = additionalFields([
  address,
  addressId,
  birthday,
  deviceId,
  deviceModelId,
  fullName,
  preferredLocale,
  portingId,
  sim,
  simId,
  voucherId,
]);
