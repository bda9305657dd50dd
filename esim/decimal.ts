/** Decimal numbers as they are written, without the surprises of binary floats. */
import { cleanText } from './cleanText';

/** The number `coefficient / 10^scale`. `scale` is never negative. */
export interface Decimal {
  coefficient: bigint;
  scale: number;
}

const WRITTEN = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:e([+-]?[0-9]{1,3}))?$/i;
const MAX_LENGTH = 100;
const MAX_EXPONENT = 100;

/** A number or a decimal string such as `"4.90"`, `"-1"`, `"1e3"`; `null` for anything else (also `"1,5"`). */
export function decimalFrom(value: unknown): Decimal | null {
  if (typeof value === 'number' || typeof value === 'bigint') value = String(value);
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  const match = WRITTEN.exec(cleanText(value, 'identifier'));
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  if (Math.abs(Number(exponent)) > MAX_EXPONENT) return null;
  const digits = BigInt(whole + fraction);
  return withScale(sign === '-' ? -digits : digits, fraction.length - Number(exponent));
}

/** Moves the decimal point: `shifted(x, 2)` is `x / 100`. */
export function shifted({ coefficient, scale }: Decimal, places: number): Decimal {
  return withScale(coefficient, scale + places);
}

/** The value times `10^places` if that is whole, else `null`. */
export function scaledExactly({ coefficient, scale }: Decimal, places: number): bigint | null {
  if (places >= scale) return coefficient * 10n ** BigInt(places - scale);
  const divisor = 10n ** BigInt(scale - places);
  return coefficient % divisor === 0n ? coefficient / divisor : null;
}

/** The nearest integer to a number that is not negative; halves go up. */
export function rounded({ coefficient, scale }: Decimal): bigint {
  const divisor = 10n ** BigInt(scale);
  return (2n * coefficient + divisor) / (2n * divisor);
}

/** Plain digits with at least `minimumPlaces` after the point, and no needless zeros beyond those. */
export function written({ coefficient, scale }: Decimal, minimumPlaces: number): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits
    .slice(digits.length - scale)
    .replace(/0+$/, '')
    .padEnd(minimumPlaces, '0');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

export function equalDecimals(a: Decimal, b: Decimal): boolean {
  return a.coefficient * 10n ** BigInt(b.scale) === b.coefficient * 10n ** BigInt(a.scale);
}

function withScale(coefficient: bigint, scale: number): Decimal {
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
}
