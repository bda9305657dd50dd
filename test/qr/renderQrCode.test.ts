import * as fc from 'fast-check';

import { ActivationCodeError } from '../../esim/activationCode';
import { QrCodeOptionError, renderQrCode } from '../../qr/renderQrCode';
import type { QrCodeOptions } from '../../qr/renderQrCode';
import { borders, coloursIn, decodedTwice, pixelsOf } from './pixels';

const CODE = 'LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7';

describe('a QR image', () => {
  test('is a PNG of 480 pixels in black and white unless asked for otherwise', () => {
    const image = renderQrCode(CODE);
    expect(image).toMatchObject({ mimeType: 'image/png', extension: 'png', size: 480, modulePixels: 12, warnings: [] });
    expect(image.data.subarray(1, 4).toString()).toBe('PNG');
    expect(image.data.length).toBeLessThan(1500);
    expect(coloursIn(pixelsOf(image))).toEqual(['#000000ff', '#ffffffff']);
  });

  test('can be an SVG of whole numbers that one path draws', () => {
    const image = renderQrCode(CODE, { format: 'svg', size: 500 });
    const svg = image.data.toString('utf8');
    expect(image).toMatchObject({ mimeType: 'image/svg+xml', extension: 'svg', size: 500, modulePixels: 13 });
    expect(svg).toContain('viewBox="0 0 500 500" shape-rendering="crispEdges"');
    expect(svg.match(/<path/g)).toHaveLength(1);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toContain('.');
  });

  test('does not show the activation code in the text of the SVG', () => {
    expect(renderQrCode(CODE, { format: 'svg' }).data.toString('utf8')).not.toMatch(/LPA|truphone|QR-G/);
  });

  test('carries the canonical code, in whatever form it was given', () => {
    const link = 'https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24rsp.truphone.com%24QR-G-5C';
    for (const given of [link, ' 1$https://rsp.truphone.com/$%QR-G-5C\n']) {
      expect(decodedTwice(pixelsOf(renderQrCode(given))).jsqr).toBe('LPA:1$rsp.truphone.com$QR-G-5C');
    }
  });

  test('is the same every time', () => {
    expect(renderQrCode(CODE)).toEqual(renderQrCode(CODE));
  });

  test('is refused for what is not an activation code', () => {
    expect(() => renderQrCode('https://example.com')).toThrow(ActivationCodeError);
    expect(() => renderQrCode('')).toThrow(ActivationCodeError);
  });

  test('is enlarged to three pixels a module, and says so, when the wanted size is too small', () => {
    const image = renderQrCode(CODE, { size: 100 });
    expect(image).toMatchObject({ size: 111, modulePixels: 3 });
    expect(image.warnings).toEqual(['The image has 111 pixels instead of 100: cameras could not read it any smaller.']);
    expect(renderQrCode(CODE, { size: 111 })).toMatchObject({ size: 111, modulePixels: 3, warnings: [] });
  });

  test.each([
    ['LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7', { L: 29, M: 29, Q: 33, H: 37 }],
    ['LPA:1$RSP-3088.IDEMIA.IO$YVTGM-5LZC6-PIC56-KFEZJ', { L: 29, M: 29, Q: 33, H: 33 }],
    ['LPA:1$rsp-eu.simlessly.com$0123456789abcdef0123456789abcdef', { L: 33, M: 33, Q: 37, H: 41 }],
  ])('has as many modules as its level of error correction needs: %s', (code, expected) => {
    const levels = ['L', 'M', 'Q', 'H'] as const;
    const modules = levels.map((errorCorrection) => {
      const image = renderQrCode(code, { errorCorrection, quietZone: 0, size: 64 });
      return [errorCorrection, image.size / image.modulePixels];
    });
    expect(Object.fromEntries(modules)).toEqual(expected);
  });

  test.each([0, 1, 2, 4, 10])('has a quiet zone of at least %i modules when asked for', (quietZone) => {
    const image = renderQrCode(CODE, { quietZone, size: 500 });
    const pixels = pixelsOf(image);
    expect(Math.min(...Object.values(borders(pixels, [0, 0, 0])))).toBeGreaterThanOrEqual(
      quietZone * image.modulePixels,
    );
    expect(decodedTwice(pixels).jsqr).toBe(CODE);
    expect(image.warnings).toHaveLength(quietZone < 4 ? 1 : 0);
  });

  test.each([
    ['#1a2b3c', '#FFFFFF', ['#1a2b3cff', '#ffffffff'], 0],
    ['#036', '#ffc', ['#003366ff', '#ffffccff'], 0],
    ['navy', 'White', ['#000080ff', '#ffffffff'], 0],
    ['#777777', '#ffffff', ['#777777ff', '#ffffffff'], 1],
    ['#a0a0a0', '#ffffff', ['#a0a0a0ff', '#ffffffff'], 1],
    ['white', 'black', ['#000000ff', '#ffffffff'], 1],
  ])('in %s on %s has exactly these colours', (dark, light, colours, warnings) => {
    for (const format of ['png', 'svg'] as const) {
      const image = renderQrCode(CODE, { dark, light, format, size: 200 });
      expect(coloursIn(pixelsOf(image))).toEqual(colours);
      expect(image.warnings).toHaveLength(warnings);
    }
  });

  test('in brand colours is read by both decoders', () => {
    const pixels = pixelsOf(renderQrCode(CODE, { dark: '#5b2a86', light: '#fff8e7' }));
    expect(decodedTwice(pixels)).toEqual({ jsqr: CODE, qr: CODE });
  });

  test.each<[string, object]>([
    ['size', { size: 63 }],
    ['size', { size: 4097 }],
    ['size', { size: 480.5 }],
    ['size', { size: '480' }],
    ['size', { size: Number.NaN }],
    ['quiet zone', { quietZone: -1 }],
    ['quiet zone', { quietZone: 21 }],
    ['quiet zone', { quietZone: null }],
    ['format', { format: 'gif' }],
    ['error correction', { errorCorrection: 'X' }],
    ['colour', { dark: 'transparent' }],
    ['colour', { dark: '#12345' }],
    ['colour', { light: '#11223344' }],
    ['colour', { light: 'constructor' }],
    ['colour', { light: '"/><script>' }],
    ['same', { dark: '#FFF', light: 'white' }],
  ])('is refused for an impossible %s: %j', (word, options) => {
    const render = () => renderQrCode(CODE, options as Partial<QrCodeOptions>);
    expect(render).toThrow(QrCodeOptionError);
    expect(render).toThrow(word);
  });

  test('is drawn, or an option refused, whatever the options', () => {
    const options = fc.record(
      {
        format: fc.constantFrom('png', 'svg', 'PNG'),
        size: fc.integer({ min: 50, max: 700 }),
        quietZone: fc.integer({ min: -1, max: 21 }),
        errorCorrection: fc.constantFrom('L', 'M', 'Q', 'H', undefined),
        dark: fc.constantFrom('black', '#123', '#ABCDEF', undefined, 'x'),
        light: fc.oneof(fc.constantFrom('white', '#eeeeee'), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(options, (chosen) => {
        try {
          const image = renderQrCode(CODE, chosen as Partial<QrCodeOptions>);
          expect(image.size).toBeGreaterThanOrEqual(64);
          expect(image.modulePixels).toBeGreaterThanOrEqual(3);
        } catch (error) {
          expect(error).toBeInstanceOf(QrCodeOptionError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
