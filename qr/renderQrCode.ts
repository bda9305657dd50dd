/** Draws an activation code as a QR image that a phone's camera reads (facts/esim-field.md, section 1.2). */
import { formatActivationCode, parseActivationCode } from '../esim/activationCode';
import { create } from '../vendor/qrcode';
import { colourWarnings, parseColours } from './colours';
import { layOut } from './layout';
import { checkedOptions } from './options';
import type { QrCodeOptions } from './options';
import { drawPng } from './png';
import { drawSvg } from './svg';
import type { QrSymbol } from './symbol';

export { QrCodeOptionError } from './options';
export type { QrCodeOptions } from './options';

export interface QrCodeImage {
  data: Buffer;
  mimeType: 'image/png' | 'image/svg+xml';
  extension: 'png' | 'svg';
  /** Width and height in pixels: the wanted size, or more when that was too small to be read (then with a warning). */
  size: number;
  /** Width of one module in pixels, always whole. */
  modulePixels: number;
  /** What may keep a camera from reading it, in words for a person. */
  warnings: string[];
}

/**
 * The QR image of an activation code, which may be given in any form that `parseActivationCode` reads; the image always
 * carries the canonical text.
 *
 * @throws ActivationCodeError when `code` is not an activation code
 * @throws QrCodeOptionError when an option has an impossible value
 */
export function renderQrCode(code: string, options: Partial<QrCodeOptions> = {}): QrCodeImage {
  const text = formatActivationCode(parseActivationCode(code));
  const { format, size, quietZone, errorCorrection, ...colours } = checkedOptions(options);
  const { dark, light } = parseColours(colours.dark, colours.light);
  const symbol = symbolOf(text, errorCorrection);
  const layout = layOut(symbol.modules, size, quietZone);
  const drawing = { symbol, layout, dark, light };
  const image = {
    size: layout.size,
    modulePixels: layout.modulePixels,
    warnings: [...layout.warnings, ...colourWarnings(dark, light)],
  };
  return format === 'png'
    ? { data: drawPng(drawing), mimeType: 'image/png', extension: 'png', ...image }
    : { data: drawSvg(drawing), mimeType: 'image/svg+xml', extension: 'svg', ...image };
}

function symbolOf(text: string, errorCorrectionLevel: QrCodeOptions['errorCorrection']): QrSymbol {
  const { modules } = create(text, { errorCorrectionLevel });
  return { modules: modules.size, isDark: (row, column) => modules.get(row, column) !== 0 };
}
