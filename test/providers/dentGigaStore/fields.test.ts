/** What DENT's own fields become in the request. */
import { dentGigaStore } from '../../../providers/dentGigaStore';
import { scriptedSession } from '../../support/scriptedSession';
import { valuesOf } from '../../support/values';

/** The request that these additional fields make. */
async function sent(additionalFields: unknown): Promise<Record<string, unknown>> {
  const session = scriptedSession({});
  const purchase = await dentGigaStore.order.create!.prepare(session, {
    packageId: 'p1',
    clientReference: 'shop-1',
    customerEmail: null,
    customerId: null,
    fields: valuesOf(dentGigaStore, 'order.create', { additionalFields }),
  });
  await purchase.send();
  const { inventoryItemId, metatag, ...rest } = JSON.parse(JSON.stringify(session.requests.at(-1)?.body)) as Record<
    string,
    unknown
  >;
  expect([inventoryItemId, metatag]).toEqual(['p1', 'shop-1']);
  return rest;
}

const price = (amount: unknown, currency: unknown = 'USD') => ({ expectedPrice: { price: { amount, currency } } });
const is499 = { expectedPrice: { sortIndex: 0, priceValue: 4.99, currencyCode: 'USD' } };

test.each<[string, unknown, object]>([
  ['nothing', undefined, {}],
  ['an empty collection', {}, {}],
  ['empty fields', { userIp: '', userCountry: '', expectedPrice: {}, activationMode: '' }, {}],
  ['missing values', { userIp: null, userCountry: undefined, expectedPrice: { price: { amount: null } } }, {}],
  ['the mode that is the default', { activationMode: 'NOW' }, {}],
  ['another mode', { activationMode: 'ON_DEMAND' }, { activationMode: 'ON_DEMAND' }],
  ['a mode in another case', { activationMode: 'first_use' }, { activationMode: 'FIRST_USE' }],
  ['a country', { userCountry: ' gr ' }, { userCountry: 'GR' }],
  ['an IPv4 address', { userIp: ' 203.0.113.7 ' }, { userIp: '203.0.113.7' }],
  ['an IPv6 address', { userIp: '2001:db8::1' }, { userIp: '2001:db8::1' }],
  ['a price', price('4.99', 'usd'), is499],
  ['a price as a number', price(4.99), is499],
  ['retailPrice of a package as the amount', price({ amount: '4.99', currency: 'USD' }), is499],
  ['retailPrice of a package as the price', { expectedPrice: { amount: '4.99', currency: 'USD' } }, is499],
])('%s is sent as documented, or not at all', async (_, additionalFields, expected) => {
  expect(await sent(additionalFields)).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
  ['a list of modes', { activationMode: ['ON_DEMAND'] }, /^Activation Mode/],
  ['a mode that there is not', { activationMode: 'LATER' }, /^Activation Mode/],
  ['an object for a country', { userCountry: { code: 'GR' } }, /^User Country/],
  ['a country’s name', { userCountry: 'Greece' }, /^User Country/],
  ['the United Kingdom as UK', { userCountry: 'UK' }, /^User Country.*GB/],
  ['an IP address with a port', { userIp: '203.0.113.7:443' }, /^User IP/],
  ['two IP addresses', { userIp: '1.2.3.4, 5.6.7.8' }, /^User IP/],
  ['a price in words', price('free'), /^Expected Price/],
  ['a price with a comma', price('4,99'), /^Expected Price/],
  ['an object without an amount', price({ value: 4.99 }), /^Expected Price/],
  ['a list of prices', price(['4.99']), /^Expected Price/],
  ['two currencies', price({ amount: '4.99', currency: 'EUR' }, 'USD'), /^Expected Price/],
  ['text for the collection', 'GR', /^Additional Fields/],
])('%s is refused with the name of the field', async (_, additionalFields, message) => {
  await expect(sent(additionalFields)).rejects.toMatchObject({
    kind: 'badInput',
    message: expect.stringMatching(message),
  });
});
