import fc from 'fast-check';

import { matchPath } from '../../sandbox/core/http';
import { Ledger } from '../../sandbox/core/ledger';
import { toDecimal, toUnits } from '../../sandbox/core/money';
import { fractionOf, Random } from '../../sandbox/core/random';

describe('money', () => {
  test('survives the way there and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (units) => {
        expect(toUnits(toDecimal(units))).toBe(units);
      }),
    );
  });

  test('adds up where binary floats do not', () => {
    expect(toDecimal(toUnits('0.1') + toUnits('0.2'))).toBe('0.30');
    expect(toDecimal(toUnits('-1.234567'))).toBe('-1.234567');
  });

  test.each(['', '1,5', '1e3', 'NaN', '.5', '1.1234567'])('refuses "%s"', (text) => {
    expect(() => toUnits(text)).toThrow('not a decimal amount');
  });
});

test('the ledger balances after any purchases and refunds', () => {
  const amount = fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2));
  const step = fc.tuple(fc.constantFrom('purchase', 'refund', 'credit'), amount, fc.constantFrom('a', 'b', null));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const ledger = new Ledger('50.00');
      for (const [kind, value, reference] of steps) {
        const entry = { at: '', call: '', reference, orderId: '', customerId: null, amount: value };
        if (kind === 'purchase') ledger.purchase(entry);
        else if (kind === 'refund') ledger.refund(entry);
        else ledger.addCredit(value);
      }
      const count = (kind: string): number => steps.filter(([name]) => name === kind).length;
      const rows = ledger.byReference();
      expect(ledger.creditBook().balanced).toBe(true);
      expect(rows.reduce((sum, row) => sum + row.purchases, 0)).toBe(count('purchase'));
      expect(rows.reduce((sum, row) => sum + row.refunds, 0)).toBe(count('refund'));
    }),
  );
});

describe('randomness', () => {
  test('is the same for the same seed', () => {
    const draw = (seed: string): string[] => {
      const random = new Random(seed);
      return [random.uuid(), random.digits(12), random.hex(5)];
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(draw('a')[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('spreads evenly between 0 and 1', () => {
    const drawn = Array.from({ length: 4000 }, (_, index) => fractionOf(`seed|${index}`));
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
  });
});

test('paths are matched part by part', () => {
  expect(matchPath('/a/:uid/b', '/a/x%20y/b')).toEqual({ uid: 'x y' });
  expect(matchPath('/a/:uid/b', '/a//b')).toBeNull();
  expect(matchPath('/a/:uid', '/a/1/2')).toBeNull();
  expect(matchPath('/a', '/a/')).toBeNull();
});
