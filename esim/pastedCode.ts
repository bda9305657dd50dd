/** What people paste and providers send around an activation code: links, percent-encoding, invisible characters. */

/** Longer input is never an activation code, nor a link with one inside; nobody should search it. */
export const MAX_PASTED_LENGTH = 4096;

/** An encoded link inside the link of a mail tracker is encoded twice. */
const MAX_DECODINGS = 2;

const OUTER_BLANKS = /^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/g;

/**
 * The code inside an install link (`...?carddata=LPA:1$...`, esim-field.md, 1.3) or inside the address of a QR image
 * (`.../esim/LPA:1$...`, providers/1global-connect.md, 1.10). Text that is no link comes back trimmed.
 */
export function unwrapLink(text: string): string {
  const trimmed = text.replace(OUTER_BLANKS, '');
  if (!/^https?:/i.test(trimmed)) return trimmed;
  const parameter = /[?&]carddata=([^&#]*)/i.exec(trimmed)?.[1];
  return parameter ?? /LPA(?::|%(?:25)*3A)[^?&#]*/i.exec(trimmed)?.[0] ?? trimmed;
}

/**
 * The text as it is, then percent-decoded once and twice, as far as that changes it. As it is comes first
 * because `$%5C-...` is a stray `%` before `5C`, not a backslash (providers/1global-connect.md, 1.10).
 */
export function decodedForms(text: string): string[] {
  const forms = [text];
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const last = forms[forms.length - 1] ?? '';
    const next = decoded(last);
    if (next === null || next === last) break;
    forms.push(next);
  }
  return forms;
}

/** Without the `%` that 1GLOBAL's documentation puts after every `$` (providers/1global-connect.md, 1.10). */
export function withoutStrayPercent(part: string): string {
  return part.replace(/^%/, '');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
