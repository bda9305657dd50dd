/** Types of the third-party modules that TypeScript cannot find by itself: only what is used of them. */

/** `@types/qrcode` describes the package's entry file; the core behind it has the same `create`. */
declare module 'qrcode/lib/core/qrcode' {
  export { create } from 'qrcode';
}

/** Its types hide behind `exports`, which CommonJS resolution does not read. */
declare module 'fast-png' {
  export interface IndexedImage {
    width: number;
    height: number;
    /** Packed: at depth 1 eight pixels a byte, the leftmost in the highest bit, every line starting a new byte. */
    data: Uint8Array;
    depth: 1 | 2 | 4 | 8;
    channels: 1;
    /** Red, green and blue, each 0 to 255. */
    palette: number[][];
  }

  /** The bytes of a PNG file. */
  export function encode(image: IndexedImage): Uint8Array;

  /** What is in the bytes of a PNG file. Only tests read images. */
  export function decode(bytes: Uint8Array): IndexedImage;

  /** Three bytes a pixel: red, green, blue. */
  export function convertIndexedToRgb(image: IndexedImage): Uint8Array;
}
