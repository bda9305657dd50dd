/** Amounts of data: every provider's units become bytes. */
import { cleanText } from './cleanText';
import { decimalFrom, rounded } from './decimal';

const POWERS: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };
const UNIT = /^(?:(?:([kmgt])i?)?b|(kilo|mega|giga|tera)?bytes?)$/;

/**
 * Bytes (an integer) of an amount in B, KB, MB, GB or TB, where 1 GB is 1024 MB. The amount may be a decimal string or
 * a number; the unit's case does not matter and words (`megabytes`) are understood. Halves of a byte are rounded up.
 * `null` for an unknown unit, a negative amount, and what is no number or too large to be exact.
 */
export function bytesFrom(value: unknown, unit: unknown): number | null {
  const amount = decimalFrom(value);
  const power = powerOf(unit);
  if (amount === null || power === null || amount.coefficient < 0n) return null;
  const bytes = rounded({ coefficient: amount.coefficient * 1024n ** BigInt(power), scale: amount.scale });
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : null;
}

function powerOf(unit: unknown): number | null {
  if (typeof unit !== 'string') return null;
  const match = UNIT.exec(cleanText(unit, 'identifier').toLowerCase());
  if (match === null) return null;
  const prefix = match[1] ?? match[2]?.charAt(0) ?? 'b';
  return POWERS[prefix] ?? null;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "1.5 GB". Counted in whichever way gives the rounder number: 5 GB are sold as 5 x 1024^3 bytes and as 5,000,000,000. */
export function sizeInWords(bytes: number): string {
  const base = bytes >= 1_000_000 && bytes % 1_000_000 === 0 ? 1_000 : 1_024;
  const power = UNITS.filter((_, index) => index > 0 && bytes >= base ** index).length;
  return `${Math.round((bytes / base ** power) * 100) / 100} ${UNITS[power]}`;
}
