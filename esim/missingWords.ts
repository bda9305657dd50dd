/** Words that only a missing value makes, when a program prints it inside a longer text. */

/** What JavaScript, luxon and spreadsheets print for something that is not there, wherever it stands. */
const ANYWHERE =
  /undefined|\[object [A-Z][A-Za-z]*\]|Invalid Date(?:Time)?|#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!)/i;

/** Short words that also occur inside others ("Annullierung"), so they count only where they stand alone. */
const ALONE = /(?<![\p{L}\p{N}])(?:null|NULL|NaN)(?![\p{L}\p{N}])/u;

/**
 * The word in a text that says something was missing: `undefined` in "order-undefined", `null` in "LPA:1$null$A".
 * `null` when there is none. Never anything of the rest of the text.
 */
export function missingWordIn(text: string): string | null {
  return (ANYWHERE.exec(text) ?? ALONE.exec(text))?.[0] ?? null;
}
