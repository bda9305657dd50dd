import { smdpAddressFrom } from '../../esim/smdpAddress';

describe('an SM-DP+ address', () => {
  test.each([
    ['rsp.truphone.com', 'rsp.truphone.com'],
    [' SMDP.GSMA.COM ', 'SMDP.GSMA.COM'],
    ['https://rsp.truphone.com/', 'rsp.truphone.com'],
    ['HTTP://rsp.truphone.com', 'rsp.truphone.com'],
    ['%rsp.truphone.com', 'rsp.truphone.com'],
    ['rsp-3088.idemia.io', 'rsp-3088.idemia.io'],
  ])('written %p is the host name %p', (value, expected) => {
    expect(smdpAddressFrom(value)).toBe(expected);
  });

  test.each([
    [null],
    [''],
    ['localhost'],
    ['10.0.0.1'],
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
