import * as fc from 'fast-check';

import { ActivationCodeError, formatActivationCode, parseActivationCode } from '../../esim/activationCode';
import { androidInstallUrl, iosInstallUrl } from '../../esim/installLinks';
import { activationCode } from './arbitraries';

describe('an install link', () => {
  test('carries the code unencoded, as Airalo, 1GLOBAL and Gigs document it', () => {
    expect(iosInstallUrl('LPA:1$smdp.gigs.com$2M-3L0MX-F8HE2')).toBe(
      'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$smdp.gigs.com$2M-3L0MX-F8HE2',
    );
    expect(androidInstallUrl('LPA:1$smdp.gigs.com$2M-3L0MX-F8HE2')).toBe(
      'https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$smdp.gigs.com$2M-3L0MX-F8HE2',
    );
  });

  test('is percent-encoded on demand', () => {
    expect(iosInstallUrl('1$smdp.gigs.com$2M-3L0MX', { encode: true })).toBe(
      'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24smdp.gigs.com%242M-3L0MX',
    );
  });

  test('brings the code back, for a browser and for us, encoded or not', () => {
    fc.assert(
      fc.property(activationCode.map(formatActivationCode), fc.boolean(), (code, encode) => {
        for (const link of [iosInstallUrl(code, { encode }), androidInstallUrl(code, { encode })]) {
          expect(new URL(link).searchParams.get('carddata')).toBe(code);
          expect(formatActivationCode(parseActivationCode(link))).toBe(code);
        }
      }),
    );
  });

  test('is not made from something else', () => {
    expect(() => iosInstallUrl('hello')).toThrow(ActivationCodeError);
    expect(() => androidInstallUrl('LPA:1$smdp.gigs.com$A&x=1')).toThrow(ActivationCodeError);
  });
});
