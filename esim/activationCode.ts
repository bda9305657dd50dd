/**
 * The eSIM activation code of GSMA SGP.22, section 4.1 (facts/esim-field.md, section 1.1):
 * `[LPA:]1$<SM-DP+ address>$<matching id>[$<SM-DP+ OID>][$<confirmation code required>]`.
 *
 * Whoever has the code can download the profile, so no message here ever repeats any of it.
 */
import { missingWordIn } from './missingWords';
import { decodedForms, MAX_PASTED_LENGTH, unwrapLink, withoutStrayPercent } from './pastedCode';
import { text as readText } from './read';
import { smdpAddressFrom } from './smdpAddress';

export interface ActivationCode {
  /** Host name of the server that holds the profile, without scheme or slash, in the case it was sent in. */
  smdpAddress: string;
  /** May be empty: then the server finds the profile by the device's EID. */
  matchingId: string;
  oid: string | null;
  /** True when the customer must also type a confirmation code, which is never part of this code. */
  confirmationCodeRequired: boolean;
}

/** The text cannot be an activation code. The message says why without repeating any of the text. */
export class ActivationCodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ActivationCodeError';
  }
}

/** What a provider sent about an eSIM's activation code, in whatever shape. */
export interface ActivationCodeParts {
  text?: unknown;
  smdpAddress?: unknown;
  matchingId?: unknown;
}

/** The longest code without its `LPA:`, in bytes (facts/esim-field.md, section 1.1). */
export const MAX_CODE_LENGTH = 255;
const TOO_LONG = `The activation code is longer than ${MAX_CODE_LENGTH} characters.`;

const MATCHING_ID = /^[A-Za-z0-9-]*$/;
const OID = /^[0-2](?:\.(?:0|[1-9][0-9]*))+$/;

type Attempt = { code: ActivationCode } | { problem: string };

/**
 * Reads an activation code as a person pastes it or a provider sends it: with or without `LPA:`, percent-encoded,
 * inside an install link, with a scheme in the host or a stray `%` after a `$` (facts/providers/1global-connect.md,
 * section 1.10).
 *
 * @throws ActivationCodeError for everything that cannot be one, and nothing else, whatever it is given.
 */
export function parseActivationCode(text: string): ActivationCode {
  const attempt = attemptText(text);
  if ('problem' in attempt) throw new ActivationCodeError(attempt.problem);
  return attempt.code;
}

/** The canonical text, `LPA:1$host$matchingId[$oid][$1]`: what a QR code carries. */
export function formatActivationCode(code: ActivationCode): string {
  const fields = ['1', code.smdpAddress, code.matchingId];
  if (code.oid !== null || code.confirmationCodeRequired) fields.push(code.oid ?? '');
  if (code.confirmationCodeRequired) fields.push('1');
  return `LPA:${fields.join('$')}`;
}

/**
 * Makes an activation code from what a provider sent. Separate parts win; the text then adds its OID and flag if it
 * names the same host and matching id. Without usable parts the text is repaired. `null` when nothing is usable.
 */
export function assembleActivationCode(parts: ActivationCodeParts): ActivationCode | null {
  const fromText = codeOrNull(parts.text);
  const fromParts = codeFromParts(parts.smdpAddress, parts.matchingId);
  if (fromParts === null) return fromText ?? codeOrNull(parts.matchingId) ?? codeOrNull(parts.smdpAddress);
  return fromText !== null && sameProfile(fromText, fromParts)
    ? { ...fromText, smdpAddress: fromParts.smdpAddress }
    : fromParts;
}

/** Whether two codes name the same profile. Host names ignore case, matching ids do not. */
export function sameProfile(a: ActivationCode, b: ActivationCode): boolean {
  return a.smdpAddress.toLowerCase() === b.smdpAddress.toLowerCase() && a.matchingId === b.matchingId;
}

/** An empty matching id counts as missing here: a provider that sends one has not assigned the profile yet. */
function codeOrNull(text: unknown): ActivationCode | null {
  const attempt = attemptText(text);
  return 'code' in attempt && attempt.code.matchingId !== '' ? attempt.code : null;
}

function codeFromParts(smdpAddress: unknown, matchingId: unknown): ActivationCode | null {
  const host = smdpAddressFrom(smdpAddress);
  const id = readText(matchingId);
  if (host === null || id === null) return null;
  const attempt = attemptFields(['1', host, id]);
  return 'code' in attempt ? attempt.code : null;
}

function attemptText(text: unknown): Attempt {
  if (typeof text !== 'string') return { problem: 'The activation code is not text.' };
  if (text.length > MAX_PASTED_LENGTH) return { problem: TOO_LONG };
  const pasted = unwrapLink(text);
  let attempt: Attempt = { problem: 'The activation code is empty.' };
  for (const form of pasted === '' ? [] : decodedForms(pasted)) {
    attempt = attemptFields(form.replace(/^LPA:/i, '').split('$'));
    if ('code' in attempt) return attempt;
  }
  return attempt;
}

function attemptFields(fields: string[]): Attempt {
  const missing = missingWordIn(fields.join('$'));
  if (missing !== null) return { problem: `The activation code has a part that is missing (${missing}).` };
  if (/\s/.test(fields.join(''))) {
    return { problem: 'The activation code has a space or a line break inside.' };
  }
  if (fields.length < 3) {
    return {
      problem: 'The activation code has too few parts: it should look like LPA:1$<SM-DP+ address>$<matching id>.',
    };
  }
  if (fields.length > 5) return { problem: 'The activation code has more than five parts.' };
  if (fields[0] !== '1') return { problem: 'The activation code does not start with LPA:1$ or 1$.' };
  const [host = '', matchingId = '', oid = '', flag = ''] = fields.slice(1).map(withoutStrayPercent);
  return checkedCode(smdpAddressFrom(host), matchingId, oid, flag);
}

function checkedCode(smdpAddress: string | null, matchingId: string, oid: string, flag: string): Attempt {
  if (smdpAddress === null) return { problem: 'The SM-DP+ address in the activation code is not a host name.' };
  if (!MATCHING_ID.test(matchingId)) {
    return { problem: 'The matching id in the activation code has other characters than letters, digits and hyphens.' };
  }
  if (oid !== '' && !OID.test(oid)) return { problem: 'The SM-DP+ OID in the activation code is not a dotted number.' };
  if (flag !== '' && flag !== '1') {
    return { problem: 'The last part of the activation code (confirmation code required) is something other than 1.' };
  }
  const code = { smdpAddress, matchingId, oid: oid === '' ? null : oid, confirmationCodeRequired: flag === '1' };
  const length = formatActivationCode(code).length - 'LPA:'.length;
  return length > MAX_CODE_LENGTH ? { problem: TOO_LONG } : { code };
}
