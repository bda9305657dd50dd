/** Tolerant readers of answers whose shape nobody guarantees. None of them throws. */
import { cleanText } from './cleanText';

/** The object, or an empty one for anything that is not an object. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The array, or an empty one. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/**
 * Text without blanks and invisible characters around it; numbers become text. `null` for empty text, lost digits and
 * everything else.
 */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return cleanText(value, 'free') || null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
}

/** A yes or no in any of the usual spellings (`true`, `"false"`, `1`, `"yes"`), else `null`. */
export function flag(value: unknown): boolean | null {
  const word = typeof value === 'boolean' ? String(value) : text(value)?.toLowerCase();
  if (word === 'true' || word === '1' || word === 'yes') return true;
  if (word === 'false' || word === '0' || word === 'no') return false;
  return null;
}

/** An integer from a number or its digits, else `null` (also for fractions and what is too large to be exact). */
export function whole(value: unknown): number | null {
  const word = text(value) ?? '';
  if (!/^[+-]?[0-9]+(?:\.0+)?$/.test(word)) return null;
  const number = Number(word);
  return Number.isSafeInteger(number) ? number + 0 : null;
}
