import * as fc from 'fast-check';

import { cleanText, type CleaningMode } from '../../esim/cleanText';

const MODES: CleaningMode[] = ['identifier', 'reference', 'secret', 'free'];
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** What has no width or only directs. */
const INVISIBLE = [
  ...[0xad, 0x34f, 0x61c, 0x180e, 0xfeff],
  ...[range(0x200b, 0x200f), range(0x202a, 0x202e), range(0x2060, 0x2069)].flat(),
  ...[0x0, 0x3, 0x7f, 0x9f, 0x1d173, 0xe0001],
];

describe('cleaned text', () => {
  const each = INVISIBLE.map((code) => [code.toString(16).padStart(4, '0'), String.fromCodePoint(code)]);

  test.each(each)('has no U+%s in an identifier, a reference or a secret, wherever it stands', (_code, character) => {
    for (const mode of ['identifier', 'reference', 'secret'] as const) {
      expect(cleanText(`${character}sh${character}op-1${character}`, mode)).toBe('shop-1');
    }
  });

  test.each(each.filter(([code]) => code !== '034f'))('has no U+%s at the ends of free text', (_code, character) => {
    expect(cleanText(` ${character} a b${character}\n${character}`, 'free')).toBe('a b');
  });

  test('has no white space at its ends, in any mode, and keeps it inside', () => {
    for (const mode of MODES) {
      expect(cleanText('\u00a0\u2003\u3000\r\n\t a b \u2028\v', mode)).toBe('a b');
      expect(cleanText('a\nb', mode)).toBe('a\nb');
      expect(cleanText(' \u200b \ufeff ', mode)).toBe('');
    }
  });

  test('reads full-width ASCII in identifiers and references, and leaves it in secrets and free text', () => {
    const text = '\uff33\uff28\uff2f\uff30\uff0d\uff11';
    expect(cleanText(text, 'identifier')).toBe('SHOP-1');
    expect(cleanText(text, 'reference')).toBe('SHOP-1');
    expect(cleanText(text, 'secret')).toBe(text);
    expect(cleanText(text, 'free')).toBe(text);
    expect(cleanText('a\u3000b', 'reference')).toBe('a b');
  });

  test('of a reference folds nothing else: two sales stay two', () => {
    for (const text of [
      'shop-1\u00b2',
      '\u2460',
      'Caf\u00e9',
      'Cafe\u0301',
      '\u2126',
      'ﬁ',
      'Shop',
      '\uff76',
      '\ufe69',
    ]) {
      expect(cleanText(text, 'reference')).toBe(text);
    }
    expect(cleanText('\ufe69\uff76', 'identifier')).toBe('$\u30ab');
    expect(cleanText('89\u00b2\u2460', 'identifier')).toBe('89\u00b2\u2460');
  });

  test.each(['👩‍👩‍👧', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'می‌خواهم', '👍🏽 ok'])('keeps what joins inside and ends free text: %s', (text) => {
    expect(cleanText(`\u200b${text}\u200e `, 'free')).toBe(text);
  });

  test('keeps a character at the end that is drawn by nobody, and is no blank', () => {
    expect(cleanText('a\uffff ', 'free')).toBe('a\uffff');
    expect(cleanText('a\ud800 ', 'free')).toBe('a\ud800');
  });

  test('stays as it is when it is cleaned again, and keeps every visible letter', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...INVISIBLE.map((c) => String.fromCodePoint(c)), ' ', '\n', '\uff11', '❤️', '\ud800'),
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom('a', '1'),
      ),
    });
    fc.assert(
      fc.property(text, fc.constantFrom(...MODES), (given, mode) => {
        const cleaned = cleanText(given, mode);
        expect(cleanText(cleaned, mode)).toBe(cleaned);
        expect(cleaned.replace(/[^a1]/g, '').length).toBeGreaterThanOrEqual(given.replace(/[^a1]/g, '').length);
      }),
      { numRuns: 3000 },
    );
  });

  test('may be megabytes long, of blanks as well', () => {
    const blanks = ` \u200b`.repeat(500_000);
    for (const mode of MODES) expect(cleanText(`a${blanks}b${blanks}`, mode).endsWith('b')).toBe(true);
  });
});
