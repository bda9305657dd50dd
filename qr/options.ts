/** What a person may choose about a QR image. */

export interface QrCodeOptions {
  format: 'png' | 'svg';
  /** Width and height in pixels, 64 to 4096. */
  size: number;
  /** Width of the empty border in modules. Less than 4 is outside of the standard. */
  quietZone: number;
  /** How much of the symbol may be dirty or covered: L 7 %, M 15 %, Q 25 %, H 30 %. */
  errorCorrection: 'L' | 'M' | 'Q' | 'H';
  /** `#rrggbb`, `#rgb`, or one of the sixteen basic colour names. */
  dark: string;
  light: string;
}

/** An option has an impossible value. The message says which and what is possible. */
export class QrCodeOptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QrCodeOptionError';
  }
}

const DEFAULTS: QrCodeOptions = {
  format: 'png',
  size: 480,
  quietZone: 4,
  errorCorrection: 'M',
  dark: '#000000',
  light: '#ffffff',
};

const MIN_SIZE = 64;
const MAX_SIZE = 4096;
const MAX_QUIET_ZONE = 20;

/** The options with the defaults filled in. They come from expressions, so nothing is taken for granted. */
export function checkedOptions(given: Partial<QrCodeOptions>): QrCodeOptions {
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  const options: QrCodeOptions = { ...DEFAULTS, ...Object.fromEntries(chosen) };
  if (!['png', 'svg'].includes(options.format)) throw new QrCodeOptionError('The image format must be png or svg.');
  if (!['L', 'M', 'Q', 'H'].includes(options.errorCorrection)) {
    throw new QrCodeOptionError('The error correction must be L, M, Q or H.');
  }
  if (!isWhole(options.size, MIN_SIZE, MAX_SIZE)) {
    throw new QrCodeOptionError(`The size must be a whole number of pixels from ${MIN_SIZE} to ${MAX_SIZE}.`);
  }
  if (!isWhole(options.quietZone, 0, MAX_QUIET_ZONE)) {
    throw new QrCodeOptionError(`The quiet zone must be a whole number of modules from 0 to ${MAX_QUIET_ZONE}.`);
  }
  return options;
}

function isWhole(value: unknown, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}
