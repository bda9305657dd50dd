import * as fc from 'fast-check';

import { checkIccid, digitsFrom, eidFrom, iccidFrom, isValidEid } from '../../esim/identifiers';

/** Written as the standard describes it (ISO/IEC 7812-1, annex B): every second digit from the right counts twice. */
function luhnDigit(digits: string): string {
  const parts = [...digits].map((digit, index) =>
    (digits.length - index) % 2 === 1 ? String(2 * Number(digit)) : digit,
  );
  const sum = [...parts.join('')].reduce((total, digit) => total + Number(digit), 0);
  return String((10 - (sum % 10)) % 10);
}

describe('an ICCID', () => {
  test.each([
    ['89972123300991848961', '89972123300991848961'],
    [' 8944 4746 0000 0109 251 ', '8944474600000109251'],
    ['8944-4746-0000-0109-251', '8944474600000109251'],
    ['8944474600000109251F', '8944474600000109251'],
    ['8944474600000109251f', '8944474600000109251'],
    ['8932673628198237', '8932673628198237'],
    ['894000000000001', '894000000000001'],
    ['1111222233334444555000', '1111222233334444555000'],
    [894000000000001, '894000000000001'],
    [8944538532008160222n, '8944538532008160222'],
    ['898600B5192271001234', '898600B5192271001234'],
    ['898600b5192271001234', '898600B5192271001234'],
    ['89860F95192271001234', '89860F95192271001234'],
    ['894447460000010925FF', '894447460000010925'],
    ['8944  4746 - 0000 0109 251', '8944474600000109251'],
    ['=" 8944478600004958824 "', '8944478600004958824'],
    ['8944478600004958824'.padStart(100), '8944478600004958824'],
    ['898600B519227100123F', '898600B519227100123'],
    ["'8944478600004958824", '8944478600004958824'],
    ['\u20198944478600004958824', '8944478600004958824'],
    ['="8944478600004958824"', '8944478600004958824'],
    ['"8944478600004958824"', '8944478600004958824'],
    ['\u200e8944478600004958824\u200f', '8944478600004958824'],
    ['8944\u200b4786\u00ad00004958824', '8944478600004958824'],
    ['\uff18\uff19\uff14\uff14478600004958824', '8944478600004958824'],
    ['8944\u00a04786\u20110000\u30004958824', '8944478600004958824'],
  ])('is read from %p', (value, expected) => {
    expect(iccidFrom(value)).toBe(expected);
  });

  test.each([
    ['too short', '89400000000001'],
    ['more than a hundred characters', '8944478600004958824'.padStart(101)],
    ['something before the quoted digits', 'x"8944478600004958824"'],
    ['something behind the quoted digits', '"8944478600004958824"x'],
    ['a mark among the digits', "8944'478600004958824"],
    ['too long', '11112222333344445550001'],
    ['letters that are no hexadecimal digits', '8944474600000109XYZ'],
    ['hexadecimal digits that do not begin as an ICCID does', 'DEADBEEF00000109251'],
    ['a UUID', '7555cab8-72bc-4e85-b56a-6cdf60e2d6e4'],
    ['a negative number', '-8997212330099184896'],
    ['a long negative number', -8997212330099184896n],
    ['a dash behind it', '8997212330099184896-'],
    [
      'digits of another script',
      '\u0968\u096f\u096a\u096a\u096a\u096d\u096e\u096c\u0966\u0966\u0966\u0966\u096a\u096f\u096b\u096e\u096e\u0968\u096a',
    ],
    ['superscript digits', '894447860000495882\u00b2'],
    ['scientific notation', '8.94453853200816E+18'],
    ['a number that has lost its last digits', Number('8944538532008160222')],
    ['a fraction', 894000000000001.5],
    ['empty text', ''],
    ['null', null],
    ['an object', { iccid: '89972123300991848961' }],
  ])('is not made from %s', (_what, value) => {
    expect(iccidFrom(value)).toBeNull();
  });

  test.each([
    '8997212330099025334',
    '8944538532008160222',
    '8943108165015003887',
    '89852245280000942210',
    '89852245280001138065',
    '8943108170001029631',
    '8943108170000775671',
    '8944474600000109251',
    '8944474600000063847',
  ])('documented with a right check digit passes the Luhn check: %s', (iccid) => {
    expect(checkIccid(iccid)).toEqual({ luhnValid: true, warnings: [] });
  });

  test.each(['8944465400003573253', '8910300000005271146', '8944123456789012345', '8997250230000292199'])(
    'documented with a wrong check digit only gets the information: %s',
    (iccid) => {
      expect(checkIccid(iccid)).toEqual({ luhnValid: false, warnings: [] });
    },
  );

  test('with hexadecimal digits gets a warning, and no right check digit', () => {
    const { luhnValid, warnings } = checkIccid('898600B5192271001234');
    expect(luhnValid).toBe(false);
    expect(warnings).toEqual([expect.stringContaining('hexadecimal')]);
  });

  test('of 20 digits may have its check digit in place 19', () => {
    expect(checkIccid('89972123300990253347').luhnValid).toBe(true);
  });

  test('of another length has its check digit at its end alone', () => {
    expect(checkIccid('89972123300990253340').luhnValid).toBe(true);
    expect(checkIccid('899721233009902533411').luhnValid).toBe(false);
  });

  test('has the check digit that the Luhn algorithm gives it, whatever its length', () => {
    const body = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 17, maxLength: 21 });
    fc.assert(
      fc.property(body, (digits) => {
        const right = [...'0123456789'].filter((check) => checkIccid(digits + check).luhnValid);
        expect(right).toContain(luhnDigit(digits));
        // of 20 digits, all may be right: the first 19 may have theirs already
        expect(right.length).toBe(digits.length === 19 && digits.endsWith(luhnDigit(digits.slice(0, 18))) ? 10 : 1);
      }),
    );
  });

  test('of an odd length gets a warning that says how many digits it has', () => {
    expect(checkIccid('891000000000009125').warnings).toEqual(['The ICCID has 18 digits; 19 or 20 are usual.']);
    expect(checkIccid('1111222233334444555000').warnings).toHaveLength(1);
    expect(checkIccid('8932673628198237').warnings).toEqual([
      'The ICCID has 16 digits; a real one has 19 or 20. It may be a test value.',
    ]);
  });

  test('is a string of digits or null, whatever it is read from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: fc.constantFrom(...'0123456789 -Ff') })), (value) => {
        expect(iccidFrom(value) ?? '000000000000000').toMatch(/^(?:[0-9]{15,22}|89[0-9A-F]{13,20})$/);
        expect(eidFrom(value) ?? '0'.repeat(32)).toMatch(/^[0-9]{32}$/);
        expect(digitsFrom(value) ?? '0').toMatch(/^[0-9]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an EID', () => {
  test('documented by 1GLOBAL is read, although its check digits are wrong', () => {
    expect(eidFrom('89049032004008882600019002596666')).toBe('89049032004008882600019002596666');
    expect(isValidEid('89049032004008882600019002596666')).toBe(false);
  });

  test('with right check digits is valid', () => {
    expect(isValidEid('89049032123451234512345678901235')).toBe(true);
  });

  test('is read without spaces and dashes', () => {
    expect(eidFrom('8904 9032 0040 0888 2600 0190 0259 6666')).toBe('89049032004008882600019002596666');
  });

  test('has 32 digits, no more, no fewer', () => {
    expect(eidFrom('8904903200400888260001900259666')).toBeNull();
    expect(eidFrom('890490320040088826000190025966660')).toBeNull();
    expect(isValidEid('1')).toBe(false);
    expect(isValidEid('')).toBe(false);
    expect(isValidEid('x89049032123451234512345678901235')).toBe(false);
    expect(isValidEid('89049032123451234512345678901235x')).toBe(false);
  });

  test('with the check digits of SGP.29 is valid, and no longer so when one digit is changed', () => {
    const body = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(body, fc.nat({ max: 31 }), fc.integer({ min: 1, max: 9 }), (digits, place, change) => {
        const check = 98n - (BigInt(`${digits}00`) % 97n);
        const eid = digits + check.toString().padStart(2, '0');
        expect(isValidEid(eid)).toBe(true);
        const changed = (Number(eid[place]) + change) % 10;
        expect(isValidEid(eid.slice(0, place) + changed + eid.slice(place + 1))).toBe(false);
      }),
    );
  });
});

describe('an IMSI', () => {
  test('is its digits', () => {
    expect(digitsFrom('260060145143896')).toBe('260060145143896');
    expect(digitsFrom(260060145143896)).toBe('260060145143896');
    expect(digitsFrom('unknown')).toBeNull();
    expect(digitsFrom('')).toBeNull();
  });
});
