import * as fc from 'fast-check';

import { bytesFrom } from '../../esim/dataSize';

describe('an amount of data', () => {
  test.each([
    [1, 'GB', 1_073_741_824],
    ['1', 'gb', 1_073_741_824],
    [1024, 'MB', 1_073_741_824],
    ['0.5', 'GB', 536_870_912],
    ['314572800', 'B', 314_572_800],
    ['1.5', ' kb ', 1536],
    [2, 'TB', 2_199_023_255_552],
    [3, 'GiB', 3_221_225_472],
    [1, 'byte', 1],
    [7, 'Bytes', 7],
    [1, 'kilobyte', 1024],
    ['2', 'MEGABYTES', 2_097_152],
    ['1e3', 'MB', 1_048_576_000],
    [0, 'GB', 0],
    ['.5', 'KB', 512],
    ['9007199254740991', 'B', 9_007_199_254_740_991],
  ])('of %p %s is %i bytes', (value, unit, bytes) => {
    expect(bytesFrom(value, unit)).toBe(bytes);
  });

  test('that is no whole number of bytes is rounded, halves up', () => {
    expect(bytesFrom('0.1', 'KB')).toBe(102);
    expect(bytesFrom('2.5', 'B')).toBe(3);
    expect(bytesFrom(0.1, 'GB')).toBe(107_374_182);
    expect(bytesFrom('0.00048828125', 'KB')).toBe(1);
  });

  test.each([
    [null, 'MB'],
    ['', 'MB'],
    ['many', 'MB'],
    ['1,5', 'GB'],
    [-1, 'MB'],
    [Number.NaN, 'MB'],
    [Infinity, 'MB'],
    [1, ''],
    [1, null],
    [1, 'GBP'],
    [1, 'xGB'],
    [1, 'gigabytes of data'],
    ['9007199254740992', 'B'],
    [1, 'minutes'],
    [1, 'constructor'],
    [[1], 'MB'],
    ['1e90', 'TB'],
  ])('is not made from %p %p', (value, unit) => {
    expect(bytesFrom(value, unit)).toBeNull();
  });

  test('written with decimals equals the same amount in the next smaller unit', () => {
    const smaller = { TB: 'GB', GB: 'MB', MB: 'KB', KB: 'B' } as const;
    const unit = fc.constantFrom('TB', 'GB', 'MB', 'KB');
    fc.assert(
      fc.property(unit, fc.nat({ max: 8000 }), fc.nat({ max: 999 }), (name, whole, thousandths) => {
        const amount = `${whole}.${String(thousandths).padStart(3, '0')}`;
        const inSmaller = (BigInt(whole) * 1000n + BigInt(thousandths)) * 1024n;
        const written = `${inSmaller / 1000n}.${String(inSmaller % 1000n).padStart(3, '0')}`;
        const smallerUnit = smaller[name as keyof typeof smaller];
        expect(bytesFrom(amount, name)).toBe(bytesFrom(written, smallerUnit));
        expect(bytesFrom(Number(amount), name)).toBe(bytesFrom(amount, name));
      }),
    );
  });

  test('is a whole number that is not negative, or null, whatever it is made from', () => {
    const unit = fc.oneof(fc.constantFrom('B', 'KB', 'MB', 'GB', 'TB'), fc.anything());
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.bigInt()), unit, (value, name) => {
        const bytes = bytesFrom(value, name);
        expect(bytes === null || (Number.isSafeInteger(bytes) && bytes >= 0)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
