/** What people paste and providers send around an activation code: links, percent-encoding, marks of other programs. */
import { cleanText } from './cleanText';

/** Longer input is never an activation code, nor a link with one inside; nobody should search it. */
export const MAX_PASTED_LENGTH = 4096;

/** An encoded link inside the link of a mail tracker is encoded twice. */
const MAX_DECODINGS = 2;

/**
 * The code inside an install link (`...?carddata=LPA:1$...`, facts/esim-field.md, section 1.3) or inside the address of
 * a QR image (`.../esim/LPA:1$...`, facts/providers/1global-connect.md, section 1.10). Text that is no link comes back
 * cleaned.
 */
export function unwrapLink(pasted: string): string {
  const text = withoutSpreadsheetMarks(withoutLinkMarks(cleanText(pasted, 'identifier')));
  if (!/^https?:/i.test(text)) return text;
  const parameter = /[?&]carddata=([^&#]*)/i.exec(text)?.[1];
  return parameter ?? /LPA(?::|%(?:25)*3A)[^?&#]*/i.exec(text)?.[0] ?? text;
}

/** `[shown](target)` of Markdown, `<target|shown>` and `<target>` of Slack, a link of HTML. */
const LINK_MARKS = [
  /\[(?<shown>[^[\]]*)\]\((?<target>[^()\s]*)\)/g,
  /<(?<target>(?:https?:|mailto:|LPA:)[^<>|]*)(?:\|(?<shown>[^<>|]*))?>/gi,
  /<a\s[^<>]*href\s*=\s*["']?(?<target>[^<>"']*)[^<>]*>(?<shown>[^<>]*)<\/a>/gi,
];

/**
 * What a chat or an editor made into a link, as the plain text that it shows. A link whose target is an activation code
 * and whose words are others ("Install") is its target.
 */
export function withoutLinkMarks(text: string): string {
  return LINK_MARKS.reduce(
    (plain, link) =>
      plain.replace(link, (...found) => shownOrTarget(found.at(-1) as Record<string, string | undefined>)),
    text,
  );
}

function shownOrTarget({ shown, target = '' }: Record<string, string | undefined>): string {
  const hidesTheCode = /carddata=|LPA(?::|%)/i.test(target) && !shown?.includes('$');
  return shown === undefined || hidesTheCode ? target : shown;
}

/** Without the marks that keep a spreadsheet from reading digits as a number: `'8944...`, `="8944..."`, `"8944..."`. */
export function withoutSpreadsheetMarks(text: string): string {
  const quoted = /^=?"(.*)"$/.exec(text)?.[1];
  return (quoted ?? text.replace(/^['\u2018\u2019]/, '')).trim();
}

/**
 * The text as it is, then percent-decoded once and twice, as far as that can be done. As it is comes first
 * because `$%5C-...` is a stray `%` before `5C`, not a backslash (facts/providers/1global-connect.md, section 1.10).
 */
export function decodedForms(text: string): string[] {
  const forms = [text];
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const next = decoded(forms[forms.length - 1] ?? '');
    if (next === null) break;
    forms.push(next);
  }
  return forms;
}

/**
 * Without the `%` that 1GLOBAL's documentation puts after every `$` (facts/providers/1global-connect.md, section 1.10).
 */
export function withoutStrayPercent(part: string): string {
  return part.replace(/^%/, '');
}

function decoded(text: string): string | null {
  try {
    return cleanText(decodeURIComponent(text), 'identifier');
  } catch {
    return null;
  }
}
