import { encode } from '../vendor/png';
import { darkRuns } from './symbol';
import type { Drawing } from './symbol';

/** A PNG with one bit a pixel and a palette of two colours: about a kilobyte. */
export function drawPng({ symbol, layout, dark, light }: Drawing): Buffer {
  const { size, modulePixels, offset } = layout;
  const lineBytes = Math.ceil(size / 8);
  const pixels = new Uint8Array(lineBytes * size);
  for (const { row, column, length } of darkRuns(symbol)) {
    const left = offset + column * modulePixels;
    const top = offset + row * modulePixels;
    for (let y = top; y < top + modulePixels; y++) {
      darken(pixels.subarray(y * lineBytes, (y + 1) * lineBytes), left, left + length * modulePixels);
    }
  }
  const palette = [[...light], [...dark]];
  return Buffer.from(encode({ width: size, height: size, data: pixels, channels: 1, depth: 1, palette }));
}

/** Sets the pixels from `start` up to, not including, `end` to the second colour of the palette. */
function darken(line: Uint8Array, start: number, end: number): void {
  for (let x = start; x < end; x++) {
    const byte = x >> 3;
    line[byte] = (line[byte] ?? 0) | (0x80 >> (x & 7));
  }
}
