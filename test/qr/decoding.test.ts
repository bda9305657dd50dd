import * as fc from 'fast-check';

import { formatActivationCode } from '../../esim/activationCode';
import { renderQrCode } from '../../qr/renderQrCode';
import { activationCode } from '../esim/arbitraries';
import { borders, decodedTwice, pixelsOf, stretches } from './pixels';

/** The usual codes (facts/esim-field.md, section 1.2 and facts/providers/*.md), and the longest that is possible. */
const CODES = {
  'of 1GLOBAL': 'LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7',
  'of Gigs': 'LPA:1$smdp.gigs.com$2M-3L0MX-F8HE2',
  'of DENT': 'LPA:1$domain.tld$1234567890ABCDEF123456',
  'in upper case': 'LPA:1$RSP-3088.IDEMIA.IO$YVTGM-5LZC6-PIC56-KFEZJ',
  'with 32 hexadecimal digits': 'LPA:1$rsp-eu.simlessly.com$0123456789abcdef0123456789abcdef',
  'with OID and flag': 'LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1',
  'of 255 bytes': `LPA:1$smdp.example.com$${'aB3-'.repeat(59)}`,
};
const LEVELS = ['L', 'M', 'Q', 'H'] as const;
const SIZES = [64, 300, 480, 777];
const BLACK = [0, 0, 0] as const;

const cases = Object.entries(CODES).flatMap(([name, code]) => LEVELS.map((level) => ({ name, code, level })));

describe.each(cases)('the QR image of a code $name at level $level', ({ code, level }) => {
  test.each(SIZES)('with %i pixels is read by both decoders and has even modules, as PNG and as SVG', (size) => {
    const image = renderQrCode(code, { size, errorCorrection: level });
    const pixels = pixelsOf(image);
    expect([pixels.width, pixels.height]).toEqual([image.size, image.size]);
    expect(decodedTwice(pixels)).toEqual({ jsqr: code, qr: code });

    const svg = renderQrCode(code, { size, errorCorrection: level, format: 'svg' });
    expect(Buffer.from(pixelsOf(svg).data).compare(Buffer.from(pixels.data))).toBe(0);

    const uneven = stretches(pixels, BLACK).filter((width) => width % image.modulePixels !== 0);
    expect(uneven).toEqual([]);
    const { left, top, right, bottom } = borders(pixels, BLACK);
    expect(left).toBeGreaterThanOrEqual(4 * image.modulePixels);
    expect([0, 1]).toContain(right - left);
    expect([top, bottom]).toEqual([left, right]);
  });
});

test('any activation code is read back exactly', () => {
  const level = fc.constantFrom(...LEVELS);
  const format = fc.constantFrom('png' as const, 'svg' as const);
  fc.assert(
    fc.property(activationCode.map(formatActivationCode), level, format, (code, errorCorrection, kind) => {
      const image = renderQrCode(code, { errorCorrection, format: kind, size: 240 });
      expect(decodedTwice(pixelsOf(image))).toEqual({ jsqr: code, qr: code });
    }),
    { numRuns: 60 },
  );
});
