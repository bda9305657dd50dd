import * as fc from 'fast-check';

import { isoTime } from '../../esim/time';

describe('a time', () => {
  test.each([
    ['2021-01-21T19:38:34Z', '2021-01-21T19:38:34.000Z'],
    ['2021-01-21T19:38:34.0Z', '2021-01-21T19:38:34.000Z'],
    ['2020-04-27T00:00:00.002Z', '2020-04-27T00:00:00.002Z'],
    ['2024-03-13T15:36:01.123456789Z', '2024-03-13T15:36:01.123Z'],
    ['2024-12-31T23:59:59.999999Z', '2024-12-31T23:59:59.999Z'],
    ['2024-03-13T15:36:01.5+02:00', '2024-03-13T13:36:01.500Z'],
    ['2024-03-13T15:36:01-0530', '2024-03-13T21:06:01.000Z'],
    ['2024-03-13T15:36:01+02', '2024-03-13T13:36:01.000Z'],
    ['2024-03-13T15:36:01', '2024-03-13T15:36:01.000Z'],
    ['2024-03-13 15:36:01', '2024-03-13T15:36:01.000Z'],
    ['2024-03-13 15:36:01.25 +0000', '2024-03-13T15:36:01.250Z'],
    ['2024-03-13t15:36z', '2024-03-13T15:36:00.000Z'],
    ['2018-11-11 13:23:52 UTC', '2018-11-11T13:23:52.000Z'],
    ['2018-11-11T13:23:52 GMT', '2018-11-11T13:23:52.000Z'],
    ['2018-11-11 13:23:52.5utc', '2018-11-11T13:23:52.500Z'],
    ['2026-01-01T10:00:00Z[UTC]', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00+01:00[cet]', '2026-01-01T09:00:00.000Z'],
    ['2026-01-01T10:00:00-05:00[America/New_York]', '2026-01-01T15:00:00.000Z'],
    ['2026-01-01T10:00:00+00:00 [Etc/GMT+0]', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00[UTC]', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00\u221205:00', '2026-01-01T15:00:00.000Z'],
    ['\u200e2026-01-01T10:00:00Z\u200e', '2026-01-01T10:00:00.000Z'],
    [' 2024-02-29 ', '2024-02-29T00:00:00.000Z'],
    [1614265330, '2021-02-25T15:02:10.000Z'],
    ['1614265330', '2021-02-25T15:02:10.000Z'],
    [1614265330.123, '2021-02-25T15:02:10.123Z'],
    [1614265330123, '2021-02-25T15:02:10.123Z'],
    ['1614265330123', '2021-02-25T15:02:10.123Z'],
    ['1614265330.1239', '2021-02-25T15:02:10.123Z'],
    [99_999_999_999, '5138-11-16T09:46:39.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    ['2024-01-01T23:59:59+18:59', '2024-01-01T05:00:59.000Z'],
    ['2024-02-29'.padEnd(64), '2024-02-29T00:00:00.000Z'],
  ])('written %p is %s', (value, expected) => {
    expect(isoTime(value)).toBe(expected);
  });

  test.each([
    [null],
    [undefined],
    [''],
    ['soon'],
    ['2024-02-30T00:00:00Z'],
    ['2023-02-29'],
    ['2024-13-01T00:00:00Z'],
    ['2024-01-01T24:00:00Z'],
    ['2024-01-01T00:60:00Z'],
    ['2024-01-01T00:00:60Z'],
    ['2024-01-00T00:00:00Z'],
    ['2024-01-99T00:00:00Z'],
    ['2024-01-01T00:00:00+19:00'],
    ['2024-01-01T00:00:00+01:60'],
    ['on 2024-01-01'],
    ['at 2024-01-01T00:00:00Z'],
    ['order 1614265330'],
    ['1614265330 s'],
    ['2024-02-29'.padEnd(65)],
    [1e14],
    ['2024-01-01T00:00:00+99:00'],
    ['2024-01-01T00:00:00 Europe/Berlin'],
    ['2024-01-01T00:00:00[Europe/Berlin]'],
    ['2024-01-01[CET]'],
    ['2024-01-01T00:00:00 CET'],
    ['2024-01-01T00:00:00Z[UTC'],
    ['0000-00-00 00:00:00'],
    ['0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59-01:00'],
    [0],
    [-1],
    [Number.NaN],
    [Infinity],
    [1e18],
    [{ seconds: 1614265330 }],
    [true],
  ])('is not read from %p', (value) => {
    expect(isoTime(value)).toBeNull();
  });

  test('comes back as it is once it has our form', () => {
    const times = fc.date({ min: new Date('0002-01-02'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => {
        expect(isoTime(time.toISOString())).toBe(time.toISOString());
      }),
    );
  });

  test('means the same as for JavaScript, whatever the offset', () => {
    const times = fc.date({ min: new Date('1970-01-02'), max: new Date('9000-01-01'), noInvalidDate: true });
    const offsets = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }), fc.constantFrom('00', '30'));
    fc.assert(
      fc.property(times, offsets, (time, [sign, hours, minutes]) => {
        const text = time.toISOString().replace('Z', `${sign}${String(hours).padStart(2, '0')}:${minutes}`);
        expect(isoTime(text)).toBe(new Date(text).toISOString());
      }),
    );
  });

  test('sorts as text once it has our form', () => {
    const seconds = fc.integer({ min: 1, max: 99_999_999_999 });
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        expect((isoTime(a) ?? '') < (isoTime(b) ?? '')).toBe(a < b);
      }),
    );
  });

  test('has our form or is null, whatever it is read from', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789-:TZ. +'), maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), digits), (value) => {
        expect(isoTime(value) ?? '2000-01-01T00:00:00.000Z').toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      }),
      { numRuns: 2000 },
    );
  });
});
