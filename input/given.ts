/** What n8n may give instead of the text that a field wants: one place that knows every type. */
import { cleanText, type CleaningMode } from '../esim/cleanText';
import { PASS_AS_TEXT, type Words } from './field';

/** The part of luxon's DateTime that tells it apart and that is needed. It may come from another copy of luxon. */
interface LuxonTime {
  isLuxonDateTime: true;
  isValid: boolean;
  toMillis(): number;
  toISODate(): string | null;
}

/** Digits that every number keeps: the 16th and 17th are not always those that were written. */
const EXACT_DIGITS = 15;

export function isLuxonTime(value: unknown): value is LuxonTime {
  const { isLuxonDateTime, toMillis, toISODate } = Object(value) as Partial<LuxonTime>;
  return isLuxonDateTime === true && typeof toMillis === 'function' && typeof toISODate === 'function';
}

/** Also a date that an expression made in a world of its own, where `Date` is another class. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value as Date);
    return true;
  } catch {
    return false;
  }
}

/** An object with fields of its own, such as n8n's collections are. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDate(value) && !isLuxonTime(value);
}

/** Undefined, null, and text that is empty once it is clean: the only ways to fill nothing in. */
export function isMissing(value: unknown): value is undefined | null | string {
  return value === undefined || value === null || (typeof value === 'string' && cleanText(value, 'reference') === '');
}

/**
 * Text as it is once clean, a number or a BigInt in its digits, `null` when nothing was filled in.
 * @throws InputError for everything else, and for a number that has lost digits
 */
export function textOf(raw: unknown, words: Words, mode: CleaningMode): string | null {
  if (isMissing(raw)) return null;
  if (typeof raw === 'string') return cleanText(raw, mode) || null;
  if (typeof raw === 'bigint') return String(raw);
  if (typeof raw === 'number') return printed(raw, words);
  throw unfit(raw, words);
}

/** The digits of a number. @throws InputError when they are not those that were written */
function printed(number: number, words: Words): string {
  if (!Number.isFinite(number)) {
    throw words.refuse(`came as ${number}, which is no value`, 'Check the calculation in the expression.');
  }
  const digits = String(number);
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : significant(digits) <= EXACT_DIGITS;
  if (!isExact) throw words.refuse('came as a number whose last digits are lost: pass it as text', PASS_AS_TEXT);
  if (!digits.includes('e')) return digits;
  throw words.refuse('came as a number too small to be meant', 'Check the calculation in the expression.');
}

function significant(digits: string): number {
  return digits.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '').length;
}

/** The refusal of a value that is there and of a type that the field does not take. */
export function unfit(raw: unknown, words: Words) {
  if (Array.isArray(raw)) {
    return words.refuse(`is a list of ${raw.length}: choose one of its entries`, 'Such as {{ $json.list[0] }}.');
  }
  if (isDate(raw) || isLuxonTime(raw)) {
    return words.refuse('is a date: write it as text', "Such as {{ $now.toFormat('yyyy-MM-dd') }}.");
  }
  switch (typeof raw) {
    case 'boolean':
      return words.refuse(`came as ${raw}, a yes or no`, 'Check which value the expression takes.');
    case 'number':
    case 'bigint':
      return words.refuse('came as a number', 'Check which value the expression takes.');
    case 'function':
      return words.refuse('is a function', 'Add () behind its name in the expression to call it.');
    case 'symbol':
      return words.refuse('is a symbol of JavaScript', 'Take a text or a number.');
    case 'string':
      return words.refuse(words.came(raw), 'Check which value the expression takes.');
    default:
      return words.refuse('is an object: choose one of its fields', `Such as {{ $json.customer.id }}.`);
  }
}
