import {
  activationModeOf,
  checkedEmail,
  expectedPriceOf,
  userCountryOf,
  userIpOf,
} from '../../../providers/dentGigaStore/input';

const kindOf = (check: () => unknown) => {
  try {
    return check();
  } catch (error) {
    return error;
  }
};

test.each(['203.0.113.7', '2001:db8::1', '::1', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8'])('%s is an IP address', (ip) => {
  expect(userIpOf({ userIp: ` ${ip} ` })).toBe(ip);
});

test.each([
  '203.0.113',
  '203.0.113.256',
  '203.0.113.7:443',
  '1.2.3.4, 5.6.7.8',
  '1:2:3',
  ':::',
  'localhost',
  '01.2.3.4',
])('%s is not sent as an IP address', (userIp) => {
  expect(kindOf(() => userIpOf({ userIp }))).toMatchObject({
    kind: 'badInput',
    message: expect.stringMatching(/^User IP/),
  });
});

test('a country is two letters, in upper case, and the United Kingdom is GB', () => {
  expect(userCountryOf({ userCountry: 'gr' })).toBe('GR');
  for (const userCountry of ['GRC', 'Greece', '30', 'UK']) {
    expect(kindOf(() => userCountryOf({ userCountry }))).toMatchObject({
      kind: 'badInput',
      message: expect.stringMatching(/^User Country/),
    });
  }
});

test('an expected price is sent as the documentation shows it', () => {
  const price = { amount: '4.99', currency: 'usd' };
  const sent = { sortIndex: 0, priceValue: 4.99, currencyCode: 'USD' };
  expect(expectedPriceOf({ expectedPrice: { price } })).toEqual(sent);
  expect(expectedPriceOf({ expectedPrice: price })).toEqual(sent);
  expect(JSON.stringify(expectedPriceOf({ expectedPrice: { price: { amount: '4.90' } } }))).toContain(
    '"priceValue":4.9,',
  );
});

test.each(['4,99', '$4.99', '-1', '4.999999', 'free', '1e3'])('%s is not sent as a price', (amount) => {
  expect(kindOf(() => expectedPriceOf({ expectedPrice: { price: { amount, currency: 'USD' } } }))).toMatchObject({
    kind: 'badInput',
    message: expect.stringMatching(/^Expected Price/),
  });
});

test('an activation mode is sent only when it is not the default', () => {
  expect(activationModeOf({ activationMode: 'ON_DEMAND' })).toBe('ON_DEMAND');
  expect(activationModeOf({ activationMode: 'NOW' })).toBeUndefined();
  expect(kindOf(() => activationModeOf({ activationMode: 'LATER' }))).toMatchObject({ kind: 'badInput' });
});

test('fields that nobody filled in are not sent', () => {
  for (const empty of [{}, { userIp: '', userCountry: '', expectedPrice: {}, activationMode: '' }]) {
    expect([userIpOf(empty), userCountryOf(empty), expectedPriceOf(empty), activationModeOf(empty)]).toEqual(
      Array(4).fill(undefined),
    );
  }
  expect(checkedEmail(null)).toBeUndefined();
});

test.each(['nobody', 'a@b', 'a b@c.de', 'a@b.c, d@e.f', 'Name <a@b.de>'])(
  '%s is not sent as an email address',
  (email) => {
    expect(kindOf(() => checkedEmail(email))).toMatchObject({
      kind: 'badInput',
      message: expect.stringMatching(/^Customer Email/),
    });
  },
);
