/** Takes secrets out of text that a person or a log will see. */

const PATTERNS: Array<[RegExp, string]> = [
  // install links first: they contain activation codes and tokens
  [/https?:\/\/[^\s"'<>]*(?:carddata=|profile\?token=|qrcode)[^\s"'<>]*/gi, '[install link]'],
  [/(?:LPA(?::|%3A))?1(?:\$|%24)[A-Za-z0-9.%-]+(?:\$|%24)[A-Za-z0-9.$%-]*/gi, '[activation code]'],
  [/\b((?:matching_?id|activation_?code)["']?\s*[:=]\s*["']?)[^\s"',&}]+/gi, '$1[hidden]'],
  [/\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '[credential]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?/g, '[token]'],
  [
    /\b((?:access_?token|refresh_?token|client_?secret|password|api_?key)["']?\s*[:=]\s*["']?)[^\s"',&}]+/gi,
    '$1[hidden]',
  ],
];

/**
 * Replaces activation codes, install links, tokens and the given secrets by a word in brackets.
 * @param secrets exact strings to hide, such as the credential's password; short ones (under 4 characters) are skipped
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  for (const secret of secrets) {
    if (secret.length >= 4) safe = safe.split(secret).join('[hidden]');
  }
  for (const [pattern, word] of PATTERNS) safe = safe.replace(pattern, word);
  return safe;
}
