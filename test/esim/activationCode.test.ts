import * as fc from 'fast-check';

import { ActivationCodeError, formatActivationCode, parseActivationCode } from '../../esim/activationCode';
import { activationCode, nearlyActivationCode } from './arbitraries';

const canonical = (text: string) => formatActivationCode(parseActivationCode(text));

/** What parsing gives: the code, or the message of the error. Any other error fails the test. */
function outcomeOf(text: unknown): string {
  try {
    return canonical(text as string);
  } catch (error) {
    expect(error).toBeInstanceOf(ActivationCodeError);
    return (error as Error).message;
  }
}

describe('an activation code', () => {
  test('is read part by part', () => {
    expect(parseActivationCode('LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1')).toEqual({
      smdpAddress: 'SMDP.GSMA.COM',
      matchingId: '04386-AGYFT-A74Y8-3F815',
      oid: '1.3.6.1.4.1.31746',
      confirmationCodeRequired: true,
    });
    expect(parseActivationCode('1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815')).toEqual({
      smdpAddress: 'SMDP.GSMA.COM',
      matchingId: '04386-AGYFT-A74Y8-3F815',
      oid: null,
      confirmationCodeRequired: false,
    });
  });

  test.each([
    '1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815',
    '1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$$1',
    '1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746',
    '1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1',
    '1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746',
    '1$rsp.truphone.com$5C-ZYXZZ-1R54O94',
    '1$domain.tld$1234567890ABCDEF123456',
    '1$smdp.gigs.com$2M-3L0MX-F8HE2',
    '1$RSP-3088.IDEMIA.IO$YVTGM-5LZC6-PIC56-KFEZJ',
    '1$rsp-eu.simlessly.com$0123456789abcdef0123456789abcdef',
    '1$xn--bcher-kva.example.xn--p1ai$A',
  ])('documented in canonical form comes back as it is: %s', (code) => {
    expect(canonical(`LPA:${code}`)).toBe(`LPA:${code}`);
    expect(canonical(code)).toBe(`LPA:${code}`);
  });

  test('keeps every part when it is written and read again', () => {
    fc.assert(
      fc.property(activationCode, (code) => {
        expect(parseActivationCode(formatActivationCode(code))).toEqual(code);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['lower-case prefix', 'lpa:1$rsp.truphone.com$QR-G-5C'],
    ['blanks around it', '\u00a0 \tLPA:1$rsp.truphone.com$QR-G-5C \r\n'],
    ['invisible characters around it', '\ufeff\u200bLPA:1$rsp.truphone.com$QR-G-5C\u200b'],
    ['direction marks around it', '\u200eLPA:1$rsp.truphone.com$QR-G-5C\u200e'],
    ['an embedding around it', '\u202aLPA:1$rsp.truphone.com$QR-G-5C\u202c'],
    ['an isolate around it', '\u2066LPA:1$rsp.truphone.com$QR-G-5C\u2069'],
    ['invisible characters inside', 'LPA:1$rsp.\u00adtruphone.com$QR\u200b-G-\u20605C'],
    ['a control character inside', 'LPA:1$rsp.truphone.com$QR-\u0000G-5C\u0003'],
    ['an encoded direction mark', 'LPA%3A1%24rsp.truphone.com%24QR-G-5C%E2%80%8E'],
    [
      'full-width forms',
      '\uff2c\uff30\uff21\uff1a\uff11\uff04rsp\uff0etruphone\uff0ecom\uff04QR\uff0dG\uff0d\uff15C\u3000',
    ],
    ['a host that Markdown made a link', 'LPA:1$[rsp.truphone.com](http://rsp.truphone.com)$QR-G-5C'],
    ['a host that Slack made a link', 'LPA:1$<http://rsp.truphone.com|rsp.truphone.com>$QR-G-5C'],
    ['a host that Slack made a link without words', 'LPA:1$<https://rsp.truphone.com/>$QR-G-5C'],
    ['a host that a mail made a link', 'LPA:1$<a href="http://rsp.truphone.com">rsp.truphone.com</a>$QR-G-5C'],
    ['all of it made a link', '[LPA:1$rsp.truphone.com$QR-G-5C](http://rsp.truphone.com)'],
    ['a host linked to somewhere else', 'LPA:1$[rsp.truphone.com](http://mail.example/track)$QR-G-5C'],
    ['a link of Slack without words', '<https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C>'],
    [
      'the button of a mail',
      '<a class="b" href = "https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C" target="_blank">Install</a>',
    ],
    [
      'a link of a mail without quotes',
      '<a href=https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C>Install</a>',
    ],
    [
      'a link of a mail in single quotes',
      "<a href='https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C' >Install</a>",
    ],
    ['words of a link instead of it', '[Install](https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C)'],
    ['a link of Slack', '<https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C|Install>'],
    ["a spreadsheet's mark", "'LPA:1$rsp.truphone.com$QR-G-5C"],
    ["a spreadsheet's formula", '="LPA:1$rsp.truphone.com$QR-G-5C"'],
    ['a scheme in the host', 'LPA:1$https://rsp.truphone.com$QR-G-5C'],
    ['a scheme and a slash in the host', 'LPA:1$http://rsp.truphone.com/$QR-G-5C'],
    ['a stray % after every $', 'LPA:1$%rsp.truphone.com$%QR-G-5C'],
    ['empty OID and flag', 'LPA:1$rsp.truphone.com$QR-G-5C$$'],
    ['percent-encoding', 'LPA%3A1%24rsp.truphone.com%24QR-G-5C'],
    ['lower-case percent-encoding', 'lpa%3a1%24rsp.truphone.com%24QR-G-5C'],
    ['percent-encoding of the prefix alone', 'LPA%3A1$rsp.truphone.com$QR-G-5C'],
    ['percent-encoding twice over', 'LPA%253A1%2524rsp.truphone.com%2524QR-G-5C'],
    ['an iOS link', 'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.truphone.com$QR-G-5C'],
    ['an Android link', 'https://esimsetup.android.com/esim_qrcode_provisioning?carddata=1$rsp.truphone.com$QR-G-5C'],
    ['an encoded link', 'https://esimsetup.apple.com/x?a=1&carddata=LPA%3A1%24rsp.truphone.com%24QR-G-5C&b=2#top'],
    ['a QR image address', 'https://services.truphone.com/connect/qrcode/v1/esim/LPA:1$rsp.truphone.com$QR-G-5C'],
    ['an encoded QR image address', 'http://qr.example.com/?text=LPA%3A1%24rsp.truphone.com%24QR-G-5C&size=300'],
    [
      'a link within a link',
      'https://t.example.com/?to=https%3A%2F%2Fa.example%2F%3Fcarddata%3DLPA%253A1%2524rsp.truphone.com%2524QR-G-5C',
    ],
  ])('is accepted with %s', (_form, text) => {
    expect(canonical(text)).toBe('LPA:1$rsp.truphone.com$QR-G-5C');
  });

  test('keeps what follows the stray % that 1GLOBAL documents, although it looks percent-encoded', () => {
    expect(canonical('LPA:1$%rsp.truphone.com$%5C-M1OIY-QHWKD1')).toBe('LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1');
    expect(canonical('LPA:1$rsp.truphone.com$%5C-M1OIY-QHWKD1')).toBe('LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1');
  });

  test('keeps the case of host and matching id', () => {
    expect(canonical('1$SmDp.Example.Com$aBc-1')).toBe('LPA:1$SmDp.Example.Com$aBc-1');
  });

  test.each([
    ['nothing', '', 'is empty'],
    ['only blanks', ' \n', 'is empty'],
    ['some other text', 'hello', 'too few parts'],
    ['an ICCID', '89444746000001092510', 'too few parts'],
    ['a link without a code', 'https://example.com/?q=1', 'too few parts'],
    ['no matching id', 'LPA:1$rsp.truphone.com', 'too few parts'],
    ['the reserved format 2', 'LPA:2$rsp.truphone.com$QR-G-5C', 'does not start with'],
    ['a missing format', 'LPA:$rsp.truphone.com$QR-G-5C', 'does not start with'],
    ['a doubled prefix', 'LPA:LPA:1$rsp.truphone.com$QR-G-5C', 'does not start with'],
    ['a sixth part', 'LPA:1$rsp.truphone.com$QR-G-5C$1.3$1$x', 'more than five parts'],
    ['words before a link', 'Install: https://e.example/?carddata=LPA:1$rsp.truphone.com$QR-G-5C', 'a space'],
    ['a space inside', 'LPA:1$rsp.truphone.com$QR G-5C', 'a space'],
    ['an encoded line break inside', 'LPA%3A1%24rsp.truphone.com%24QR%0AG', 'a space'],
    ['a missing matching id', 'LPA:1$rsp.truphone.com$undefined', 'missing (undefined)'],
    ['a matching id of nothing', 'LPA:1$rsp.truphone.com$null', 'missing (null)'],
    ['a matching id of no number', 'LPA:1$rsp.truphone.com$NaN', 'missing (NaN)'],
    ['an object for a matching id', 'LPA:1$rsp.truphone.com$[object Object]', 'missing ([object Object])'],
    ['a date that is none', 'LPA:1$rsp.truphone.com$Invalid Date', 'missing (Invalid Date)'],
    ['a missing host', 'LPA:1$undefined$QR-G-5C', 'missing (undefined)'],
    ['a missing part of the matching id', 'LPA:1$rsp.truphone.com$QR-undefined', 'missing (undefined)'],
    ['a missing OID', 'LPA:1$rsp.truphone.com$QR-G-5C$undefined', 'missing (undefined)'],
    ['an encoded missing part', 'LPA%3A1%24rsp.truphone.com%24undefined', 'missing (undefined)'],
    ['a line break inside', 'LPA:1$rsp.truphone.com$QR\nG-5C', 'a line break'],
    ['a link without a code in it', '[Install](https://example.com/install)', 'too few parts'],
    ['an empty host', 'LPA:1$$QR-G-5C', 'not a host name'],
    ['a host without a dot', 'LPA:1$localhost$QR-G-5C', 'not a host name'],
    ['an IP address', 'LPA:1$10.0.0.1$QR-G-5C', 'not a host name'],
    ['a port', 'LPA:1$rsp.truphone.com:443$QR-G-5C', 'not a host name'],
    ['a path in the host', 'LPA:1$https://rsp.truphone.com/a$QR-G-5C', 'not a host name'],
    ['a % inside the host', 'LPA:1$rsp.tru%phone.com$QR-G-5C', 'not a host name'],
    ['a % inside the matching id', 'LPA:1$rsp.truphone.com$QR%G-5C', 'matching id'],
    ['percent-encoding three times over', 'LPA%25253A1%252524rsp.truphone.com%252524QR-G-5C', 'too few parts'],
    ['an underscore in the host', 'LPA:1$rsp_1.truphone.com$QR-G-5C', 'not a host name'],
    ['a label that ends in a hyphen', 'LPA:1$rsp-.truphone.com$QR-G-5C', 'not a host name'],
    ['a label of 64 characters', `LPA:1$${'a'.repeat(64)}.com$QR-G-5C`, 'not a host name'],
    ['a placeholder that nobody filled in', 'LPA:1$<SMDP>$<ActivationCode>', 'not a host name'],
    ['a full stop behind the matching id', 'LPA:1$rsp.truphone.com$QR-G-5C.', 'matching id'],
    ['an umlaut in the matching id', 'LPA:1$rsp.truphone.com$QRÄ', 'matching id'],
    ['a prefix before the host', '1$LPA:rsp.truphone.com$QR-G-5C', 'not a host name'],
    ['letters before the OID', 'LPA:1$rsp.truphone.com$QR-G-5C$x1.3', 'OID'],
    ['an OID in words', 'LPA:1$rsp.truphone.com$QR-G-5C$abc', 'OID'],
    ['an OID of one number', 'LPA:1$rsp.truphone.com$QR-G-5C$1', 'OID'],
    ['an OID with an impossible start', 'LPA:1$rsp.truphone.com$QR-G-5C$3.1', 'OID'],
    ['an OID with a leading zero', 'LPA:1$rsp.truphone.com$QR-G-5C$1.03', 'OID'],
    ['the flag 0', 'LPA:1$rsp.truphone.com$QR-G-5C$$0', 'confirmation code'],
    ['more than 255 bytes', `LPA:1$rsp.truphone.com$${'A'.repeat(237)}`, 'longer than 255'],
    ['a novel', 'LPA:1$'.repeat(100_000), 'longer than 255'],
    ['a number instead of text', 42, 'not text'],
    ['nothing at all', undefined, 'not text'],
  ])('is refused with the reason when it has or is %s', (_what, text, reason) => {
    expect(outcomeOf(text)).toContain(reason);
  });

  test('may have exactly 255 bytes without its prefix', () => {
    const longest = `LPA:1$rsp.truphone.com$${'A'.repeat(236)}`;
    expect(longest).toHaveLength(255 + 'LPA:'.length);
    expect(canonical(longest)).toBe(longest);
  });

  test('is looked for in 4096 characters, and not in more', () => {
    const code = 'LPA:1$rsp.truphone.com$QR-G-5C';
    expect(canonical(code.padEnd(4096))).toBe(code);
    expect(outcomeOf(code.padEnd(4097))).toContain('longer than 255');
  });

  test('is never repeated in the message that refuses it', () => {
    for (const text of ['LPA:1$SECRETHOST$SECRET', 'SECRET', 'LPA:1$rsp.truphone.com$SECRET!', '2$a.bc$SECRET']) {
      expect(outcomeOf(text)).not.toMatch(/SECRET/);
    }
  });

  test('is either read or refused with an ActivationCodeError, whatever the input', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      nearlyActivationCode,
      nearlyActivationCode.map((text) => `https://example.com/?carddata=${text}`),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const outcome = outcomeOf(text);
        if (outcome.startsWith('LPA:1$')) expect(canonical(outcome)).toBe(outcome);
      }),
      { numRuns: 5000 },
    );
  });

  test('holds nothing but letters, digits and -.:$ once it is canonical', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyActivationCode, activationCode.map(formatActivationCode)), (text) => {
        const outcome = outcomeOf(text);
        if (outcome.startsWith('LPA:1$')) expect(outcome).toMatch(/^[A-Za-z0-9.:$-]{1,259}$/);
      }),
      { numRuns: 3000 },
    );
  });
});
