import fc from 'fast-check';

import { Answers } from '../../sandbox/core/answers';
import { matchPath } from '../../sandbox/core/http';
import { redactHeaders } from '../../sandbox/core/journal';
import { Ledger } from '../../sandbox/core/ledger';
import { drain } from '../../sandbox/core/life';
import { Limit } from '../../sandbox/core/limit';
import { cursorPage, numberedPage } from '../../sandbox/core/lists';
import { toDecimal, toUnits } from '../../sandbox/core/money';
import { newEid, newIccid } from '../../sandbox/core/numbers';
import { fractionOf, Random } from '../../sandbox/core/random';
import { changeSettings, choice, sending, type SettingsOf, usualSettings } from '../../sandbox/core/settings';

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
        const entry = { call: '', reference, orderId: '', customerId: null, amount: value };
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

describe('settings', () => {
  const declared = { shape: choice('array', 'object'), status: choice(403, 404), seconds: 20, webhooks: sending() };
  const usual = usualSettings<SettingsOf<typeof declared>>(declared);
  const change = (given: object) => changeSettings<SettingsOf<typeof declared>>(declared, usual, given);

  test('are at first what is declared, of a choice the first', () => {
    expect(usual).toMatchObject({ shape: 'array', status: 403, seconds: 20, webhooks: { attempts: 1, copies: 1 } });
  });

  test('change one by one, of webhooks each part', () => {
    expect(change({ status: 404, webhooks: { copies: 2 } })).toMatchObject({
      shape: 'array',
      status: 404,
      webhooks: { attempts: 1, copies: 2 },
    });
  });

  const wrong: object[] = [{ shape: 'xml' }, { status: '404' }, { seconds: null }, { toString: 1 }, { other: 1 }];

  test.each(wrong)('refuse %p', (given) => {
    expect(() => change(given)).toThrow(/^(no such|not a value of the) setting/);
  });
});

describe('pages', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'];
  const around = (given: object) => cursorPage(rows, (row) => row, { after: null, before: null, size: 2, ...given });

  test('by number end with a shorter one', () => {
    expect(numberedPage(rows, 1, 2)).toEqual({ rows: ['a', 'b'], page: 1, size: 2, pages: 3 });
    expect(numberedPage(rows, 3, 2).rows).toEqual(['e']);
    expect(numberedPage(rows, 4, 2).rows).toEqual([]);
    expect(numberedPage([], 1, 2).pages).toBe(1);
  });

  test('by cursor go both ways', () => {
    expect(around({})).toEqual({ rows: ['a', 'b'], hasNext: true, hasPrevious: false });
    expect(around({ after: 'c' })).toEqual({ rows: ['d', 'e'], hasNext: false, hasPrevious: true });
    expect(around({ before: 'd' })).toEqual({ rows: ['b', 'c'], hasNext: true, hasPrevious: true });
    expect(around({ after: 'x' })).toBeNull();
  });
});

test('an answer is given again until its time is over, a refusal never', () => {
  let now = 0;
  const answers = new Answers(() => now);
  let runs = 0;
  const ask = (status: number) => answers.once('key', () => ({ status, body: String(++runs) }), 100);
  expect(ask(500)).toMatchObject({ body: '1' });
  expect(ask(200)).toMatchObject({ body: '2' });
  expect(ask(200)).toMatchObject({ body: '2' });
  now = 100;
  expect(ask(200)).toMatchObject({ body: '3' });
});

test('a limit counts what it allowed, by key and within its time', () => {
  let now = 0;
  const limit = new Limit(() => now);
  const ask = (key: string) => limit.allows(key, 2, 1000);
  expect([ask('a'), ask('a'), ask('a'), ask('b')]).toEqual([true, true, false, true]);
  now = 1000;
  expect(ask('a')).toBe(true);
  expect(Array.from({ length: 9 }, () => limit.allows('c', 0, 1000))).not.toContain(false);
});

describe('made-up numbers', () => {
  const random = new Random('numbers');

  test('of ICCIDs end in the digit of Luhn', () => {
    for (const length of [19, 20]) {
      const digits = [...newIccid(random, length)].reverse().map(Number);
      const sum = digits.reduce((total, digit, index) => {
        const counted = index % 2 === 1 ? digit * 2 : digit;
        return total + (counted > 9 ? counted - 9 : counted);
      }, 0);
      expect([digits.length, sum % 10]).toEqual([length, 0]);
    }
  });

  test('of EIDs leave 1 when they are divided by 97', () => {
    expect(BigInt(newEid(random)) % 97n).toBe(1n);
  });
});

test('data is taken from packages in turn, and the next one is not asked for before it is needed', () => {
  const packages = [2, 3, 4].map((totalBytes) => ({ totalBytes, usedBytes: 0 }));
  let asked = 0;
  const inTurn = function* () {
    for (const one of packages) {
      asked += 1;
      yield one;
    }
  };
  expect(drain(inTurn(), 5)).toBe(5);
  expect([asked, ...packages.map(({ usedBytes }) => usedBytes)]).toEqual([2, 2, 3, 0]);
  expect(drain(packages, 100)).toBe(4);
  expect(drain([{ totalBytes: null, usedBytes: 0 }], 100)).toBe(100);
});

describe('headers in the journal', () => {
  test('keep no secret', () => {
    const headers = { authorization: 'Bearer abc', 'x-api-key': 'abc', 'rt-accesscode': 'abc', 'rt-signature': 'abc' };
    const kept = redactHeaders({ ...headers, cookie: 'abc', 'x-correlation-id': '17' });
    expect(JSON.stringify(kept)).not.toContain('abc');
    expect(kept).toMatchObject({ authorization: 'Bearer [redacted]', 'x-correlation-id': '17' });
  });
});
