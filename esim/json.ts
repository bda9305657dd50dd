/** Reading JSON without losing digits. */

/** A whole string, or a whole number, of a text that is known to be JSON. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/g;
const LONG_INTEGER = /^-?[0-9]{16,}$/;

/**
 * Like `JSON.parse`, but integers with more than 15 digits become strings, so that an ICCID which a provider sends as a
 * number keeps every digit (facts/esim-field.md, section 0, point 2). A byte order mark in front is ignored (RFC 8259,
 * 8.1). `undefined` when the text is not JSON.
 */
export function parseJson(marked: string): unknown {
  const text = marked.replace(/^\uFEFF/, '');
  const plain = jsonOrUndefined(text);
  if (plain === undefined || !/[0-9]{16}/.test(text)) return plain;
  return jsonOrUndefined(text.replace(STRING_OR_NUMBER, (token) => (LONG_INTEGER.test(token) ? `"${token}"` : token)));
}

/** The JSON in the bytes of a body, which are UTF-8 (RFC 8259, 8.1); as `parseJson`. */
export function jsonFromBytes(bytes: Uint8Array): unknown {
  return parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
