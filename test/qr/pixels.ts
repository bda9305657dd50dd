import { Resvg } from '@resvg/resvg-js';
import jsQR from 'jsqr';
import decodeQR from 'qr/decode.js';

import type { QrCodeImage } from '../../qr/renderQrCode';

export type Rgb = readonly [number, number, number];

/** What a screen would show: four bytes a pixel. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Draws the image with a renderer that shares no code with ours; it reads PNG as well as SVG. */
export function pixelsOf({ data, mimeType, size }: QrCodeImage): Pixels {
  const svg =
    mimeType === 'image/svg+xml'
      ? data.toString('utf8')
      : `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">` +
        `<image width="${size}" height="${size}" image-rendering="pixelated" ` +
        `href="data:image/png;base64,${data.toString('base64')}"/></svg>`;
  const rendered = new Resvg(svg).render();
  return { width: rendered.width, height: rendered.height, data: new Uint8ClampedArray(rendered.pixels) };
}

/** What two independent decoders read, or why one of them could not. */
export function decodedTwice({ width, height, data }: Pixels): { jsqr: string | undefined; qr: string } {
  return {
    jsqr: jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data,
    qr: decodeQR({ width, height, data }),
  };
}

/** The widths of all light and dark stretches between the first and the last dark pixel of every row and column. */
export function stretches(pixels: Pixels, dark: Rgb): number[] {
  const widths = new Set<number>();
  const mask = maskOf(pixels, dark);
  for (const [acrossStep, alongStep] of [
    [pixels.width, 1],
    [1, pixels.width],
  ] as const) {
    for (let line = 0; line < pixels.width; line++) {
      let lastChange: number | null = null;
      for (let place = 1; place < pixels.width; place++) {
        const at = line * acrossStep + place * alongStep;
        if (mask[at] === mask[at - alongStep]) continue;
        if (lastChange !== null) widths.add(place - lastChange);
        lastChange = place;
      }
    }
  }
  return [...widths];
}

/** How many pixels from each side the first dark one is. */
export function borders(pixels: Pixels, dark: Rgb): Record<'left' | 'top' | 'right' | 'bottom', number> {
  const mask = maskOf(pixels, dark);
  const { width, height } = pixels;
  const rows = Array.from({ length: height }, (_, y) => mask.subarray(y * width, (y + 1) * width));
  const rowsWithDark = rows.map((row) => (row.includes(1) ? 1 : 0));
  return {
    left: Math.min(...rows.map((row) => row.indexOf(1)).filter((x) => x >= 0)),
    top: rowsWithDark.indexOf(1),
    right: width - 1 - Math.max(...rows.map((row) => row.lastIndexOf(1))),
    bottom: height - 1 - rowsWithDark.lastIndexOf(1),
  };
}

/** All colours that occur, as `#rrggbbaa`. */
export function coloursIn({ data }: Pixels): string[] {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  const bytes = [...new Set(words)].map((word) => Buffer.from(new Uint32Array([word]).buffer).toString('hex'));
  return bytes.map((hex) => `#${hex}`).sort();
}

/** 1 for every pixel of the colour, 0 for the others. */
function maskOf({ data }: Pixels, [red, green, blue]: Rgb): Uint8Array {
  const mask = new Uint8Array(data.length / 4);
  for (let at = 0; at < mask.length; at++) {
    const matches = data[4 * at] === red && data[4 * at + 1] === green && data[4 * at + 2] === blue;
    mask[at] = matches ? 1 : 0;
  }
  return mask;
}
