/**
 * ICCID, EID and IMSI (facts/esim-field.md, section 1.4). They are strings of digits everywhere: a JSON number of that
 * length has already lost its last digits, so it is refused rather than passed on wrong.
 */
import { cleanText } from './cleanText';
import { withoutSpreadsheetMarks } from './pastedCode';

export interface IccidCheck {
  /** Information only: more than half of the ICCIDs printed in provider documentation fail it. */
  luhnValid: boolean;
  /** What looks odd, in words for a person. */
  warnings: string[];
}

/**
 * An ICCID without spaces, dashes, spreadsheets' marks and the trailing `F` that pads it. EF_ICCID holds nibbles, and
 * some cards have hexadecimal digits: kept, in upper case, where the number begins with 89 as every ICCID does.
 * `null` unless that leaves 15 to 22 digits.
 */
export function iccidFrom(value: unknown): string | null {
  const digits = compactFrom(value).toUpperCase().replace(/F+$/, '');
  return /^(?:[0-9]{15,22}|89[0-9A-F]{13,20})$/.test(digits) ? digits : null;
}

/** What a person should know about an ICCID as `iccidFrom` gives it. 19 or 20 digits are usual, 18 to 22 occur in the field. */
export function checkIccid(iccid: string): IccidCheck {
  const warnings: string[] = [];
  const { length } = iccid;
  if (length < 18) {
    warnings.push(`The ICCID has ${length} digits; a real one has 19 or 20. It may be a test value.`);
  } else if (length < 19 || length > 20) {
    warnings.push(`The ICCID has ${length} digits; 19 or 20 are usual.`);
  }
  if (/[A-F]/i.test(iccid)) {
    warnings.push('The ICCID has letters (hexadecimal digits), which is rare. It is passed on as it came.');
  }
  // In some 20-digit ICCIDs the check digit covers only the first 19.
  return { luhnValid: passesLuhn(iccid) || (length === 20 && passesLuhn(iccid.slice(0, 19))), warnings };
}

/** An EID's 32 digits without spaces and dashes; `null` for anything else. See `isValidEid` for its check digits. */
export function eidFrom(value: unknown): string | null {
  const digits = digitsFrom(value);
  return digits?.length === 32 ? digits : null;
}

/** Whether this is a real EID: 32 digits that leave 1 when divided by 97 (GSMA SGP.29). */
export function isValidEid(eid: string): boolean {
  return /^[0-9]{32}$/.test(eid) && BigInt(eid) % 97n === 1n;
}

/** The digits of an IMSI or another numeric id, without spaces and dashes; `null` when it holds anything else. */
export function digitsFrom(value: unknown): string | null {
  const digits = compactFrom(value);
  return /^[0-9]+$/.test(digits) ? digits : null;
}

/** Spaces and dashes between two digits are only for the eye; a dash in front would make a negative number. */
const SEPARATORS = /(?<=[0-9A-F])[\s\-\u2010-\u2015]+(?=[0-9A-F])/gi;

/** Empty where there can be no digits. */
function compactFrom(value: unknown): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) value = String(value);
  if (typeof value !== 'string' || value.length > 100) return '';
  return withoutSpreadsheetMarks(cleanText(value, 'identifier')).replace(SEPARATORS, '');
}

/** Never with a letter among the digits: the sum is no number then. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, character] of [...digits].reverse().entries()) {
    const digit = Number(character);
    const doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += index % 2 === 1 ? doubled : digit;
  }
  return sum % 10 === 0;
}
