import { smdpAddressFrom } from '../../esim/smdpAddress';

/** 253 characters, of which no label has more than 63. */
const LONGEST = `${'a'.repeat(62)}.${`${'b'.repeat(61)}.`.repeat(3)}info`;

describe('an SM-DP+ address', () => {
  test.each([
    ['rsp.truphone.com', 'rsp.truphone.com'],
    [' SMDP.GSMA.COM ', 'SMDP.GSMA.COM'],
    ['https://rsp.truphone.com/', 'rsp.truphone.com'],
    ['HTTP://rsp.truphone.com', 'rsp.truphone.com'],
    ['%rsp.truphone.com', 'rsp.truphone.com'],
    ['rsp-3088.idemia.io', 'rsp-3088.idemia.io'],
    [LONGEST, LONGEST],
  ])('written %p is the host name %p', (value, expected) => {
    expect(smdpAddressFrom(value)).toBe(expected);
  });

  test.each([
    [null],
    [''],
    ['localhost'],
    ['10.0.0.1'],
    ['rsp.example.1com'],
    ['rsp.example.c'],
    ['x.https://rsp.truphone.com'],
    [`a${LONGEST}`],
    ['rsp.truphone.com:443'],
    ['rsp.truphone.com/path'],
    ['rsp..truphone.com'],
    ['rsp.truphone.com.'],
    ['ftp://rsp.truphone.com'],
    [`${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.com`],
  ])('is not made from %p', (value) => {
    expect(smdpAddressFrom(value)).toBeNull();
  });
});
