import * as fc from 'fast-check';

import { minorUnitsFrom, moneyFrom, moneyFromMinorUnits, sameMoney } from '../../esim/money';

describe('money', () => {
  test.each([
    [4.99, 'USD', '4.99'],
    ['4.9', 'usd', '4.90'],
    ['4.9900', 'USD', '4.99'],
    [5, ' eur ', '5.00'],
    [0, 'EUR', '0.00'],
    [-0, 'EUR', '0.00'],
    ['-1.5', 'EUR', '-1.50'],
    ['0.0123', 'EUR', '0.0123'],
    [1200, 'JPY', '1200'],
    ['1200.00', 'JPY', '1200'],
    [1.5, 'KWD', '1.500'],
    [1e-7, 'USD', '0.0000001'],
    ['.5', 'USD', '0.50'],
    ['1e10', 'USD', '10000000000.00'],
    ['25e-1', 'USD', '2.50'],
    [5n, 'USD', '5.00'],
    ['1e100', 'JPY', `1${'0'.repeat(100)}`],
    ['9'.repeat(100), 'JPY', '9'.repeat(100)],
    ['12345678901234567890.12', 'USD', '12345678901234567890.12'],
  ])('of %p %s is written %s', (amount, currency, written) => {
    expect(moneyFrom(amount, currency)).toEqual({ amount: written, currency: currency.trim().toUpperCase() });
  });

  test.each([
    [490, 'USD', '4.90'],
    ['5', 'USD', '0.05'],
    [490, 'JPY', '490'],
    [490, 'KWD', '0.490'],
    [4900, 'CLF', '0.4900'],
    [-1, 'EUR', '-0.01'],
    [12.5, 'EUR', '0.125'],
  ])('of %p in the smallest unit of %s is written %s', (amount, currency, written) => {
    expect(moneyFromMinorUnits(amount, currency)).toEqual({ amount: written, currency });
  });

  test.each([
    [null, 'USD'],
    ['', 'USD'],
    ['.', 'USD'],
    ['free', 'USD'],
    ['1,50', 'EUR'],
    ['1.2.3', 'EUR'],
    [Number.NaN, 'USD'],
    [Infinity, 'USD'],
    [1, null],
    [1, '$'],
    [1, 'US DOLLAR'],
    [1, 'EURO'],
    [1, 'AEUR'],
    [true, 'USD'],
    ['1e101', 'USD'],
    ['9'.repeat(101), 'USD'],
  ])('is not made from %p %p', (amount, currency) => {
    expect(moneyFrom(amount, currency)).toBeNull();
    expect(moneyFromMinorUnits(amount, currency)).toBeNull();
  });

  const places: Record<number, string> = {
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    2: 'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR INR MGA MRU MXN NOK NZD PLN SEK SGD THB TRY TWD USD ZAR',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  };
  const currencies = Object.entries(places).flatMap(([digits, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(digits)]),
  );

  test.each(currencies)('in %s has %i digits after the point, both ways', (currency, digits) => {
    const amount = digits === 0 ? '7' : `7.${'0'.repeat(digits)}`;
    expect(moneyFrom(7, currency)).toEqual({ amount, currency });
    expect(moneyFromMinorUnits(7 * 10 ** digits, currency)).toEqual({ amount, currency });
    expect(minorUnitsFrom({ amount: '7', currency: currency.toLowerCase() })).toBe(7 * 10 ** digits);
    expect(() => minorUnitsFrom({ amount: `7.${'0'.repeat(digits)}1`, currency })).toThrow(RangeError);
  });

  test('is read through invisible characters and full-width forms', () => {
    expect(moneyFrom('\uff14\uff0e\uff19\uff19\u200b', '\u200eus\u00add')).toEqual({ amount: '4.99', currency: 'USD' });
  });

  test('is the same with other zeros and other case, and not the same in another currency', () => {
    expect(sameMoney({ amount: '4.9', currency: 'USD' }, { amount: '4.90', currency: 'usd' })).toBe(true);
    expect(sameMoney({ amount: '4.9', currency: 'USD' }, { amount: '4.91', currency: 'USD' })).toBe(false);
    expect(sameMoney({ amount: '4.9', currency: 'USD' }, { amount: '4.9', currency: 'EUR' })).toBe(false);
    const none = { amount: 'x', currency: 'USD' };
    const some = { amount: '4.9', currency: 'USD' };
    expect([sameMoney(none, none), sameMoney(none, some), sameMoney(some, none)]).toEqual([false, false, false]);
  });

  test('survives the way to smallest units and back', () => {
    const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLF');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (units, code) => {
        const money = moneyFromMinorUnits(units, code);
        expect(money && minorUnitsFrom(money)).toBe(units);
        expect(money && moneyFrom(money.amount, money.currency)).toEqual(money);
      }),
    );
  });

  test('has every decimal of the number that a provider sent, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 6 }), (digits, places) => {
        const number = Number(`${digits}e-${places}`);
        const money = moneyFrom(number, 'USD');
        expect(money && Number(money.amount) === number).toBe(true);
        expect(money && money.amount.replace(/^.*\./, '').length).toBeGreaterThanOrEqual(2);
        expect(moneyFrom(String(number), 'USD')).toEqual(money);
      }),
    );
  });

  test('is never rounded on the way to smallest units', () => {
    expect(minorUnitsFrom({ amount: '4.990', currency: 'USD' })).toBe(499);
    expect(() => minorUnitsFrom({ amount: '4.995', currency: 'USD' })).toThrow(RangeError);
    expect(() => minorUnitsFrom({ amount: '1.5', currency: 'JPY' })).toThrow(RangeError);
    expect(() => minorUnitsFrom({ amount: 'much', currency: 'USD' })).toThrow(RangeError);
    expect(() => minorUnitsFrom({ amount: '900719925474099300', currency: 'USD' })).toThrow(RangeError);
  });

  test('is null or a decimal string with a currency, whatever it is made from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double()), fc.oneof(fc.anything(), fc.constant('USD')), (amount, code) => {
        const money = moneyFrom(amount, code);
        expect(money === null || /^-?[0-9]+\.[0-9]{2,}$/.test(money.amount)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
