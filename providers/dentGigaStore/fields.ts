/** Fields that only DENT Giga Store has. Sections are those of facts/providers/dent-giga-store.md. */
import { choice, country, type Field, ipAddress, yesNo } from '../../input';
import { additionalFields, price } from '../kit/fields';

/** Section 7.2. */
export const activationMode = choice<'FIRST_USE' | 'NOW' | 'ON_DEMAND'>({
  displayName: 'Activation Mode',
  name: 'activationMode',
  type: 'options',
  options: [
    {
      name: 'At First Use',
      value: 'FIRST_USE',
      description:
        'The validity starts when the eSIM first connects inside the coverage, at the latest after 90 days. Good for single countries and regions.',
    },
    { name: 'Now', value: 'NOW', description: 'The validity starts with the purchase' },
    {
      name: 'On Demand',
      value: 'ON_DEMAND',
      description:
        'The validity starts with the operation Activate, at the latest after 90 days. Only for worldwide and regional packages.',
    },
  ],
  default: 'NOW',
  description: 'When the days of the package start to count',
});

export const expectedPrice = price(
  'Expected Price',
  'expectedPrice',
  'Your retail price of the package. If it has been changed in the portal meanwhile, nothing is bought. Take it from retailPrice of the package.',
  'USD',
);

export const userCountry = country({
  displayName: 'User Country',
  name: 'userCountry',
  type: 'string',
  default: '',
  placeholder: 'e.g. GR',
  description:
    'Where the end customer lives, as the two letters of the country. DENT Giga Store asks for it because of regional rules.',
});

export const userIp = ipAddress({
  displayName: 'User IP',
  name: 'userIp',
  type: 'string',
  default: '',
  placeholder: 'e.g. 203.0.113.7',
  description:
    'The IP address from which the end customer is buying. DENT Giga Store asks for it because of regional rules.',
});

export const includeCountries = yesNo({
  displayName: 'Include Countries',
  name: 'includeCountries',
  type: 'boolean',
  default: false,
  description:
    'Whether to list the countries of regional and worldwide packages. Takes one more request for every coverage.',
});

/** By "resource.operation". */
export const fields: Readonly<Record<string, ReadonlyArray<Field<unknown>>>> = {
  'order.create': [additionalFields([activationMode, expectedPrice, userCountry, userIp])],
  'esim.topUp': [additionalFields([activationMode, expectedPrice])],
  'package.get': [includeCountries],
  'package.getAll': [includeCountries],
};
