import { DateTime } from 'luxon';

import * as input from '../../input';
import { fields, outcomeOf, property, refusalOf } from './support';

describe('yes or no', () => {
  test.each([true, 'true', 'TRUE ', ' True', 'yes', 1, 1n, '1', '\u200etrue', '\uff11'])('%p is yes', (raw) => {
    expect(fields.yesNo.read(raw)).toBe(true);
  });

  test.each([false, 'false', 'FALSE', ' False\n', 'no', 0, -0, 0n, '0'])('%p is no', (raw) => {
    expect(fields.yesNo.read(raw)).toBe(false);
  });

  test.each(['maybe', 'undefined', 2, -1, 'on', {}, [], [false], NaN, new Date(0), () => false])(
    '%p is refused',
    (raw) => {
      refusalOf(fields.yesNo, raw);
    },
  );

  test('not filled in is what the editor shows by default', () => {
    for (const standard of [true, false]) {
      const field = input.yesNo(property({ type: 'boolean', default: standard }));
      for (const raw of [undefined, null, '', ' ']) expect(field.read(raw)).toBe(standard);
      expect(field.read('false')).toBe(false);
    }
  });
});

describe('a whole number', () => {
  test.each([
    ['400', 400],
    [400, 400],
    [400n, 400],
    [' 400\u200b', 400],
    ['+400', 400],
    ['400.0', 400],
    ['400.00', 400],
    ['\uff14\uff10\uff10', 400],
    ['-3', -3],
    ['0', 0],
    ['-0', 0],
  ])('%p is read as %p', (raw, expected) => {
    expect(Object.is(fields.whole.read(raw), expected)).toBe(true);
  });

  test.each([
    '2 s',
    '30 s',
    'two',
    '1e3',
    '1,5',
    '1.5',
    '1,000',
    '1 000',
    '०१२',
    '0x10',
    '--1',
    '99999999999999999999',
    '½',
    '4\u00b2',
    1.5,
  ])('%p is refused', (raw) => {
    expect(refusalOf(fields.whole, raw)).toMatch(/^The Field came as ".*", which is no whole number$/);
  });

  test.each([NaN, Infinity, true, false, {}, [4], new Date(0), () => 4, Symbol('4'), 2 ** 60, 10n ** 30n])(
    '%p is refused',
    (raw) => {
      refusalOf(fields.whole, raw);
    },
  );

  test('keeps to the range that the editor shows, or to another that is given', () => {
    const typeOptions = { minValue: 1, maxValue: 50 };
    const field = input.whole(property({ type: 'number', default: 5, typeOptions }));
    expect([1, 50, '50'].map((raw) => field.read(raw))).toEqual([1, 50, 50]);
    expect(refusalOf(field, 0)).toBe('The Field is 0, and has to be between 1 and 50');
    expect(refusalOf(field, -1)).toContain('between 1 and 50');
    expect(refusalOf(field, 51)).toContain('between 1 and 50');
    expect(field.read(undefined)).toBe(5);
    expect(refusalOf(input.whole(property({ typeOptions: { minValue: 1 } })), 0)).toContain('1 or more');
    expect(refusalOf(input.whole(property(), { max: 9 }), 10)).toContain('9 or less');
    expect(input.whole(property({ typeOptions }), { max: 60 }).read(60)).toBe(60);
  });
});

describe('an amount', () => {
  test.each([
    ['4.99', '4.99'],
    [4.99, '4.99'],
    ['4.90', '4.90'],
    [5, '5'],
    [5n, '5'],
    ['.5', '0.5'],
    ['+4', '4'],
    ['004.99', '4.99'],
    [400, '400'],
    ['123456789.1234', '123456789.1234'],
    ['4.990000', '4.9900'],
    [' 4.99\u200b', '4.99'],
    ['\uff14\uff0e\uff19\uff19', '4.99'],
    [0, '0'],
  ])('%p is read as %p', (raw, expected) => {
    expect(fields.amount.read(raw)).toBe(expected);
  });

  test.each(['4,99', '$4.99', '4.99 USD', '-1', -1, '1e3', '4.99999', '1234567890', 'free', '.', '1.2.3', '٤'])(
    '%p is refused',
    (raw) => {
      expect(refusalOf(fields.amount, raw)).toContain('which is not an amount');
    },
  );

  test.each([true, NaN, {}, { amount: '4.99', currency: 'USD' }, ['4.99'], new Date(0)])('%p is refused', (raw) => {
    refusalOf(fields.amount, raw);
  });
});

describe('money', () => {
  const money = { amount: '4.99', currency: 'USD' };
  const NO_PRICE = { price: { amount: { amount: null, currency: null }, currency: '' } };

  test.each([
    [{ price: money }],
    [money],
    [{ price: { amount: 4.99, currency: 'usd' } }],
    [{ price: { amount: money, currency: 'USD' } }],
    [{ price: { amount: money } }],
    [{ price: { amount: money, currency: '' } }],
    [{ amount: money, currency: 'USD' }],
  ])('%j is 4.99 USD', (raw) => {
    expect(fields.money.read(raw)).toEqual(money);
  });

  test.each(['', null, undefined])(
    'an amount of %j with a currency is refused: a price guard must not be lost unseen',
    (nothing) => {
      expect(() => fields.money.read({ price: { amount: nothing, currency: 'USD' } })).toThrow(/has no amount$/);
    },
  );

  test.each([[undefined], [null], [''], [{}], [{ price: {} }], [{ price: { amount: '', currency: '' } }], [NO_PRICE]])(
    '%j is none',
    (raw) => {
      expect(fields.money.read(raw)).toBeNull();
    },
  );

  test.each([
    [{ price: { amount: '4.99' } }, 'has no currency'],
    [
      { price: { amount: { amount: '4.99', currency: 'EUR' }, currency: 'USD' } },
      'is in EUR, and its currency says USD',
    ],
    [{ price: { amount: { value: 4.99 }, currency: 'USD' } }, 'is an object'],
    [{ price: { amount: { amount: null, currency: null }, currency: 'USD' } }, 'has no amount'],
    [{ price: { amount: '4.99', currency: '$' } }, 'is not a currency'],
    [{ price: [money] }, 'is a list of 1'],
    [[money], 'is a list of 1'],
    [{ id: 1 }, 'is an object'],
    ['4.99', 'came as "4.99"'],
    [4.99, 'came as a number'],
  ])('%j is refused', (raw, reason) => {
    expect(refusalOf(fields.money, raw)).toContain(reason);
  });
});

describe('a moment', () => {
  test.each([
    [new Date('2030-01-31T12:00:00Z')],
    ['2030-01-31T12:00:00Z'],
    ['2030-01-31T13:00:00+01:00[cet]'],
    ['2030-01-31 12:00:00 UTC'],
    [1896091200],
    ['1896091200000'],
  ])('%p is noon on the last day of January 2030', (raw) => {
    expect(fields.moment.read(raw)).toBe('2030-01-31T12:00:00.000Z');
  });

  test.each(['in May', '2 s', '2030-02-31', new Date(NaN), true, {}, ['2030-01-31'], NaN, 12])(
    '%p is refused',
    (raw) => {
      refusalOf(fields.moment, raw);
    },
  );
});

/** A year of five digits, which no provider's date holds. */
const LATER = DateTime.fromObject({ year: 12345 });

test.each([
  ['in May', 'came as "in May", which is not a date'],
  [12, 'came as "12", which is not a date'],
  [new Date(NaN), 'is a date that does not exist, which is not a date'],
  [DateTime.invalid('test'), 'is a date that does not exist, which is not a date'],
])('what is no moment and no day is refused as what it is: %p', (raw, problem) => {
  expect(refusalOf(fields.moment, raw)).toBe(`The Field ${problem}`);
  expect(refusalOf(fields.day, raw)).toBe(`The Field ${problem}`);
});

describe('a day', () => {
  test.each([
    ['1990-12-31', '1990-12-31'],
    ['1990-12-31T00:00:00Z', '1990-12-31'],
    ['1990-12-31T23:30:00+02:00', '1990-12-31'],
    ['1990-12-31T08:00:00', '1990-12-31'],
    [new Date('1990-12-31'), '1990-12-31'],
    ['1990-12-31T23:30:00+02:00[Europe/Zurich]', '1990-12-31'],
    [DateTime.fromISO('1990-12-31T23:30:00-05:00', { setZone: true }), '1990-12-31'],
  ])('%p is read as %p', (raw, expected) => {
    expect(fields.day.read(raw)).toBe(expected);
  });

  test.each([['1990-12-30T23:00:00.000Z'], [new Date('1990-12-30T23:00:00Z')]])(
    '%p is refused, since it is another day elsewhere',
    (raw) => {
      expect(refusalOf(fields.day, raw)).toContain('depends on the time zone');
    },
  );

  test.each(['31.12.1990', '1990-02-30', 'in May', 662601600, '662601600', LATER, new Date(NaN), {}, true])(
    '%p is refused',
    (raw) => {
      expect(outcomeOf(fields.day, raw)).toMatch(/^The Field /);
    },
  );
});
