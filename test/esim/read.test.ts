import * as fc from 'fast-check';

import { flag, list, record, text, whole } from '../../esim/read';

describe('reading an answer whose shape nobody guarantees', () => {
  test('gives an object or an empty one', () => {
    expect(record({ a: 1 })).toEqual({ a: 1 });
    for (const value of [null, undefined, 'a', 1, [1]]) expect(record(value)).toEqual({});
  });

  test('gives a list or an empty one', () => {
    expect(list([1, 'a'])).toEqual([1, 'a']);
    for (const value of [null, undefined, 'a', 1, { length: 1 }]) expect(list(value)).toEqual([]);
  });

  test.each([
    [' a ', 'a'],
    ['', null],
    [' \n', null],
    [12, '12'],
    [1.5, '1.5'],
    [0, '0'],
    [12n, '12'],
    [Number('8944538532008160222'), null],
    [Number.NaN, null],
    [true, null],
    [null, null],
    [['a'], null],
  ])('gives the text of %p as %p', (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  test.each([
    [true, true],
    ['true', true],
    [' TRUE ', true],
    ['yes', true],
    [1, true],
    ['1', true],
    [false, false],
    ['False', false],
    ['no', false],
    [0, false],
    ['0', false],
    ['', null],
    ['maybe', null],
    [2, null],
    [null, null],
    [{}, null],
  ])('gives the yes or no of %p as %p', (value, expected) => {
    expect(flag(value)).toBe(expected);
  });

  test.each([
    [12, 12],
    ['12', 12],
    [' -3 ', -3],
    ['12.00', 12],
    ['-0', 0],
    [1.5, null],
    ['1.5', null],
    ['0x10', null],
    ['1e3', null],
    ['', null],
    ['12345678901234567', null],
    [Infinity, null],
    [null, null],
    [true, null],
  ])('gives the whole number of %p as %p', (value, expected) => {
    expect(whole(value)).toBe(expected);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        expect(typeof record(value)).toBe('object');
        expect(Array.isArray(list(value))).toBe(true);
        expect([text(value), flag(value), whole(value)]).not.toContain(undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
