import * as fc from 'fast-check';

import { parseActivationCode } from '../../esim/activationCode';
import { makeEsim } from '../../esim/makeEsim';
import type { EsimParts } from '../../esim/makeEsim';
import { nearlyActivationCode } from './arbitraries';

const someone = { provider: 'dentGigaStore', state: 'released' } as const;

describe('an eSIM', () => {
  test('gets its code, the parts of the code and both install links from the activation code alone', () => {
    expect(
      makeEsim({
        ...someone,
        iccid: '89972123300991848961',
        esimId: '7555cab8-72bc-4e85-b56a-6cdf60e2d6e4',
        imsi: '260060145143896',
        providerState: 'RELEASED',
        activationCodeText: 'LPA:1$domain.tld$1234567890ABCDEF123456',
        activatedAt: '2024-01-02T03:04:05Z',
        lastSeenAt: null,
        customerId: 42,
      }),
    ).toEqual({
      iccid: '89972123300991848961',
      provider: 'dentGigaStore',
      esimId: '7555cab8-72bc-4e85-b56a-6cdf60e2d6e4',
      imsi: '260060145143896',
      eid: null,
      state: 'released',
      providerState: 'RELEASED',
      activationCode: 'LPA:1$domain.tld$1234567890ABCDEF123456',
      smdpAddress: 'domain.tld',
      matchingId: '1234567890ABCDEF123456',
      confirmationCodeRequired: false,
      iosInstallUrl:
        'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$domain.tld$1234567890ABCDEF123456',
      androidInstallUrl:
        'https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$domain.tld$1234567890ABCDEF123456',
      installPageUrl: null,
      qrCodeUrl: null,
      activatedAt: '2024-01-02T03:04:05.000Z',
      lastSeenAt: null,
      customerId: '42',
      warnings: [],
    });
  });

  test('is assembled from separate parts, with the repairs that 1GLOBAL needs', () => {
    const esim = makeEsim({
      provider: 'oneGlobalConnect',
      state: 'released',
      iccid: '8944474600000109251',
      smdpAddress: 'rsp.truphone.com',
      matchingId: '5C-M1OIY-QHWKD1',
      activationCodeText: 'LPA:1$%rsp.truphone.com$%5C-M1OIY-QHWKD1',
    });
    expect(esim.activationCode).toBe('LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1');
    expect(esim.warnings).toEqual([]);
  });

  test('says when a confirmation code is needed', () => {
    const esim = makeEsim({ ...someone, iccid: '89972123300991848961', activationCodeText: '1$smdp.example.com$A$$1' });
    expect(esim.confirmationCodeRequired).toBe(true);
    expect(esim.activationCode).toBe('LPA:1$smdp.example.com$A$$1');
  });

  test("keeps the provider's own links untouched", () => {
    const links = {
      iosInstallUrl: 'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24a.bc%24D',
      androidInstallUrl: 'https://android.esim.me?url=LPA:1$a.bc$D',
      installPageUrl: 'https://dent.giga.store#/esim/profile?token=abc.def',
      qrCodeUrl: 'http://files.gigs.com/qrcode/example/pUNIvfeLBNQ.png',
    };
    expect(makeEsim({ ...someone, ...links, activationCodeText: '1$a.bc$D' })).toMatchObject(links);
  });

  test('gets a working link instead of a template that nobody filled in', () => {
    const esim = makeEsim({
      ...someone,
      activationCodeText: 'LPA:1$domain.tld$ABC',
      iosInstallUrl:
        'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$<SM-DP+ Address>$<Activation Code>',
      installPageUrl: 'javascript:alert(1)',
      qrCodeUrl: 'view-source:https://files.gigs.com/qrcode/example/pUNIvfeLBNQ.png',
    });
    expect(esim.iosInstallUrl).toBe(
      'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$domain.tld$ABC',
    );
    expect([esim.installPageUrl, esim.qrCodeUrl]).toEqual([null, null]);
  });

  test.each([
    ['none was sent', { iccid: '89972123300991848961' }],
    ['it cannot be one', { iccid: '89972123300991848961', activationCodeText: 'pending' }],
    ['a part of it cannot be one', { iccid: '89972123300991848961', smdpAddress: 'a.bc', matchingId: 'A_B' }],
  ])('without a usable activation code carries a warning: %s', (_why, parts) => {
    expect(makeEsim({ ...someone, ...parts })).toMatchObject({
      activationCode: null,
      confirmationCodeRequired: false,
      iosInstallUrl: null,
      androidInstallUrl: null,
      warnings: ['The provider sent no usable activation code.'],
    });
  });

  test.each([
    ['in its text', { activationCodeText: 'LPA:1$rsp.truphone.com$' }],
    ['in its text, with a flag', { activationCodeText: '1$rsp.truphone.com$$$1' }],
    ['among its parts', { smdpAddress: 'rsp.truphone.com', matchingId: '' }],
  ])('whose matching id is empty %s has no code yet, and says why', (_where, parts) => {
    expect(makeEsim({ ...someone, iccid: '89972123300991848961', ...parts })).toMatchObject({
      activationCode: null,
      smdpAddress: 'rsp.truphone.com',
      matchingId: null,
      iosInstallUrl: null,
      androidInstallUrl: null,
      warnings: [expect.stringContaining('has not assigned the profile yet')],
    });
  });

  test.each(['undefined', 'null', 'NaN'])('whose matching id is the word %s has no code', (word) => {
    expect(makeEsim({ ...someone, activationCodeText: `LPA:1$rsp.truphone.com$${word}` }).activationCode).toBeNull();
    expect(makeEsim({ ...someone, smdpAddress: 'rsp.truphone.com', matchingId: word }).activationCode).toBeNull();
  });

  test('keeps an ICCID with hexadecimal digits, with a warning', () => {
    const esim = makeEsim({ ...someone, iccid: '898600b5192271001234', activationCodeText: '1$a.bc$D' });
    expect(esim.iccid).toBe('898600B5192271001234');
    expect(esim.warnings).toEqual([expect.stringContaining('hexadecimal')]);
  });

  test('shows the parts that are there when they do not make a code', () => {
    expect(makeEsim({ ...someone, smdpAddress: 'https://rsp.truphone.com/', matchingId: '' })).toMatchObject({
      smdpAddress: 'rsp.truphone.com',
      matchingId: null,
      activationCode: null,
    });
  });

  test('warns when code and parts disagree, without repeating either', () => {
    const { activationCode, warnings } = makeEsim({
      ...someone,
      activationCodeText: '1$a.bc$SECRET1',
      smdpAddress: 'a.bc',
      matchingId: 'SECRET2',
    });
    expect(activationCode).toBe('LPA:1$a.bc$SECRET2');
    expect(warnings).toHaveLength(1);
    expect(warnings.join()).not.toMatch(/SECRET/);
  });

  test('of which nothing is odd has no warnings', () => {
    const parts = { iccid: '89972123300991848961', eid: '89049032123451234512345678901235' };
    expect(makeEsim({ ...someone, ...parts, smdpAddress: 'a.bc', matchingId: 'D' }).warnings).toEqual([]);
  });

  test('warns about odd identifiers', () => {
    const odd = makeEsim({ ...someone, activationCodeText: '1$a.bc$D', iccid: '891000000000009125', eid: '123' });
    expect(odd).toMatchObject({ iccid: '891000000000009125', eid: null });
    expect(odd.warnings).toHaveLength(2);
    expect(makeEsim({ ...someone, activationCodeText: '1$a.bc$D', iccid: 'n/a' }).warnings).toEqual([
      'The provider sent an ICCID that is not 15 to 22 digits.',
    ]);
  });

  test('is always complete and never throws, whatever the provider sent', () => {
    const value = fc.oneof(fc.anything(), nearlyActivationCode, fc.webUrl());
    const keys = [
      ...['iccid', 'esimId', 'imsi', 'eid', 'providerState', 'activationCodeText', 'smdpAddress', 'matchingId'],
      ...[
        'iosInstallUrl',
        'androidInstallUrl',
        'installPageUrl',
        'qrCodeUrl',
        'activatedAt',
        'lastSeenAt',
        'customerId',
      ],
    ];
    const parts = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
    const fields = Object.keys(makeEsim(someone));
    fc.assert(
      fc.property(parts, (sent) => {
        const esim = makeEsim({ ...sent, ...someone } as EsimParts);
        expect(Object.keys(esim)).toEqual(fields);
        expect(Object.values(esim)).not.toContain(undefined);
        if (esim.activationCode !== null) {
          expect(parseActivationCode(esim.activationCode).smdpAddress).toBe(esim.smdpAddress);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
