/** The two colours of a QR image. */
import { QrCodeOptionError } from './options';

/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** The sixteen basic colour names of CSS. */
const NAMED: Readonly<Record<string, string>> = {
  aqua: '#00ffff',
  black: '#000000',
  blue: '#0000ff',
  fuchsia: '#ff00ff',
  gray: '#808080',
  green: '#008000',
  lime: '#00ff00',
  maroon: '#800000',
  navy: '#000080',
  olive: '#808000',
  purple: '#800080',
  red: '#ff0000',
  silver: '#c0c0c0',
  teal: '#008080',
  white: '#ffffff',
  yellow: '#ffff00',
};

/** Brightness ratios (WCAG) below this are hard for a camera in bad light. */
const COMFORTABLE_CONTRAST = 4.5;

/**
 * The two colours. Written as `#rrggbb`, `#rgb` or a basic name; case does not matter.
 * @throws QrCodeOptionError for any other text, and when both are the same
 */
export function parseColours(dark: unknown, light: unknown): { dark: Colour; light: Colour } {
  const colours = { dark: parseColour(dark), light: parseColour(light) };
  if (hexOf(colours.dark) === hexOf(colours.light)) {
    throw new QrCodeOptionError('The dark and the light colour are the same.');
  }
  return colours;
}

function parseColour(value: unknown): Colour {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const hex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/.exec(Object.hasOwn(NAMED, word) ? (NAMED[word] ?? '') : word)?.[0];
  if (hex === undefined) {
    throw new QrCodeOptionError('A colour must look like #1a2b3c or #123, or be a basic name such as black or navy.');
  }
  const digits = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  return [1, 3, 5].map((start) => parseInt(digits.slice(start, start + 2), 16)) as [number, number, number];
}

/** `#rrggbb` */
export function hexOf(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** What may keep a camera from telling the colours apart. */
export function colourWarnings(dark: Colour, light: Colour): string[] {
  const [darkLuminance, lightLuminance] = [luminance(dark), luminance(light)];
  if (darkLuminance > lightLuminance) {
    return ['The dark colour is brighter than the light one: some phones cannot read inverted codes.'];
  }
  const contrast = (lightLuminance + 0.05) / (darkLuminance + 0.05);
  return contrast < COMFORTABLE_CONTRAST
    ? ['The two colours are so alike that some phones may not read the code.']
    : [];
}

/** Relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
