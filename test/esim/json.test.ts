import * as fc from 'fast-check';

import { jsonFromBytes, parseJson } from '../../esim/json';

/** JSON without integers that are too long, written with or without blanks. */
const shortNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }));
const { value: plainValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    shortNumber,
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '1234567890123456789', ':', ',', '{') }),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
  ),
}));

const longInteger = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 10n ** 15n, max: 10n ** 40n }))
  .map(([sign, digits]) => `${sign}${digits}`);

describe('JSON', () => {
  test('keeps every digit of an ICCID that a provider sends as a number', () => {
    expect(parseJson('{"iccid":8944538532008160222,"ok":true}')).toEqual({ iccid: '8944538532008160222', ok: true });
  });

  test.each([
    ['[1234567890123456]', ['1234567890123456']],
    ['[-1234567890123456]', ['-1234567890123456']],
    ['[123456789012345]', [123456789012345]],
    ['[[ 8944538532008160222 , 1 ]]', [['8944538532008160222', 1]]],
    ['8944538532008160222', '8944538532008160222'],
    ['{"a":{"b":[{"c":\n8944538532008160222\n}]}}', { a: { b: [{ c: '8944538532008160222' }] } }],
    ['["8944538532008160222"]', ['8944538532008160222']],
    ['{"8944538532008160222":8944538532008160223}', { '8944538532008160222': '8944538532008160223' }],
    ['["a \\" 8944538532008160222", 1]', ['a " 8944538532008160222', 1]],
    ['["\\\\", 8944538532008160222]', ['\\', '8944538532008160222']],
    ['[1234567890123456.5]', [Number('1234567890123456.5')]],
    ['[1234567890123456e2]', [Number('1234567890123456e2')]],
    ['[1234567890123456e+2,1234567890123456E-2]', [123456789012345600, 12345678901234.56]],
    ['[1e12345678901234567]', [Infinity]],
    ['[0.12345678901234567]', [Number('0.12345678901234567')]],
    ['null', null],
  ])('%s is read right', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  test.each([
    [''],
    ['<html>'],
    ['{'],
    ['[8944538532008160222'],
    ['[08944538532008160222]'],
    ['{8944538532008160222:1}'],
    ['[8944538532008160222x]'],
    ['undefined'],
    ["{'a':1}"],
  ])('%p is none', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test('is read behind a byte order mark, from text and from bytes', () => {
    const text = '\ufeff{"iccid":8944538532008160222}';
    expect(parseJson(text)).toEqual({ iccid: '8944538532008160222' });
    expect([...Buffer.from(text).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(jsonFromBytes(Buffer.from(text))).toEqual({ iccid: '8944538532008160222' });
  });

  test('is read from the bytes of a body, also from a part of a larger buffer', () => {
    expect(jsonFromBytes(Buffer.from('{"a":"\u00e9\u4e16"}'))).toEqual({ a: '\u00e9\u4e16' });
    expect(jsonFromBytes(Buffer.from('xx[1]xx').subarray(2, 5))).toEqual([1]);
    expect(jsonFromBytes(new Uint8Array())).toBeUndefined();
    expect(jsonFromBytes(Buffer.from('\ufeff'))).toBeUndefined();
  });

  test('keeps the mark where it is part of a text', () => {
    expect(parseJson('["\ufeffa"]')).toEqual(['\ufeffa']);
  });

  test('is read as JSON.parse reads it where no long integer occurs', () => {
    fc.assert(
      fc.property(plainValue, fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps every digit of every long integer, wherever it stands', () => {
    fc.assert(
      fc.property(plainValue, longInteger, (value, digits) => {
        const other = JSON.stringify(value);
        const text = `{"a":${digits},"b":[${other},${digits}, {"c":${digits} }]}`;
        expect(parseJson(text)).toEqual({ a: digits, b: [JSON.parse(other), digits, { c: digits }] });
      }),
      { numRuns: 2000 },
    );
  });

  test('accepts exactly what JSON.parse accepts', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '-',
      '0',
      '1234567890123456',
      '.',
      'e1',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        expect(parseJson(text) !== undefined).toBe(accepted);
      }),
      { numRuns: 3000 },
    );
  });

  test('may be megabytes long', () => {
    const image = 'x'.repeat(10_000_000);
    const escapes = '\\n'.repeat(2_000_000);
    expect(parseJson(`["${image}","${escapes}",8944538532008160222]`)).toEqual([
      image,
      '\n'.repeat(2_000_000),
      '8944538532008160222',
    ]);
  });
});
