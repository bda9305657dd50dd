/** The one way to clean text that people paste or senders send. */

/**
 * - `identifier`: what cannot be seen is off everywhere, full-width forms are read. For what a machine compares.
 * - `reference`: what cannot be seen is off everywhere, full-width ASCII is read, nothing else is folded: two sales stay two.
 * - `secret`: what cannot be seen is off everywhere, everything else stays as it is.
 * - `free`: only at the ends. Inside, the joiners of an emoji or of a script are part of the text.
 *
 * White space at the ends is off in every mode, white space inside stays in every mode.
 */
export type CleaningMode = 'identifier' | 'reference' | 'secret' | 'free';

/**
 * Format characters (U+00AD, 200B-200F, 202A-202E, 2060-2069, FEFF, ...), what else has no width, and control
 * characters that are no white space: pasted from a web page, a chat or a spreadsheet, and seen by nobody.
 */
const INVISIBLE = /(?!\s)[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]|\uFEFF/gu;

/** Tags and variation selectors stay: the flag of Scotland ends with the first, a red heart with the second. */
const OUTER_BLANK = /\s|\p{Cc}|(?![\u{E0020}-\u{E007F}\p{L}\p{M}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

const FULL_WIDTH_ASCII = /[\uFF01-\uFF5E\u3000]/g;
/** Full-width and half-width forms, and the small forms of old East Asian sets: the same characters, drawn otherwise. */
const OTHER_WIDTHS = /[\u3000\uFE50-\uFE6F\uFF00-\uFFEF]/g;

export function cleanText(text: string, mode: CleaningMode): string {
  if (mode === 'free') return withoutOuterBlanks(text);
  const visible = text.replace(INVISIBLE, '');
  if (mode === 'secret') return visible.trim();
  const forms = mode === 'identifier' ? OTHER_WIDTHS : FULL_WIDTH_ASCII;
  return visible.replace(forms, (form) => form.normalize('NFKC')).trim();
}

/** Looks at each end once: a pattern for the end of a text would start again at every blank of a long one. */
function withoutOuterBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  for (let next = characterAt(text, start); OUTER_BLANK.test(next); next = characterAt(text, start)) {
    start += next.length;
  }
  for (let last = characterBefore(text, end); OUTER_BLANK.test(last); last = characterBefore(text, end)) {
    end -= last.length;
  }
  return text.slice(start, end);
}

/** Empty behind the last one, as the other is before the first. */
function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : text.slice(end - 1, end);
}
