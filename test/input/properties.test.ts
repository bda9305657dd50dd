import * as fc from 'fast-check';

import { url, Values } from '../../input';
import { cleanText } from '../../esim/cleanText';
import { anyValue, fields, kinds, luxonTime, outcomeOf, property, refusalOf, type Kind } from './support';

const isText = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

/** What a value of each kind looks like. */
const FITS: Record<Kind, (value: unknown) => boolean> = {
  remark: isText(/./su),
  text: isText(/./su),
  reference: isText(/./su),
  id: isText(/./su),
  email: isText(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
  secret: isText(/./su),
  fileName: isText(/./su),
  activationCode: isText(/^LPA:1\$[A-Za-z0-9.-]+\$[A-Za-z0-9-]*/),
  url: isText(/^https?:\/\/\S+$/i),
  ipAddress: isText(/^[0-9a-f.:]+$/i),
  iccid: isText(/^(?:[0-9]{18,22}|89[0-9A-F]{16,20})$/),
  eid: isText(/^[0-9]{32}$/),
  country: isText(/^[A-Z]{2}$/),
  currency: isText(/^[A-Z]{3}$/),
  colour: isText(/^(?:#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]+)$/),
  moment: isText(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  day: isText(/^\d{4}-\d{2}-\d{2}$/),
  choice: isText(/^(?:NOW|FIRST_USE|ON_DEMAND)$/),
  locator: isText(/./su),
  amount: isText(/^[0-9]{1,9}(?:\.[0-9]{1,4})?$/),
  yesNo: (value) => typeof value === 'boolean',
  whole: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  choices: (value) => Array.isArray(value) && value.every(isText(/^(?:NOW|FIRST_USE|ON_DEMAND)$/)),
  several: (value) => Array.isArray(value) && value.every(isText(/^(?:[0-9]{18,22}|89[0-9A-F]{16,20})$/)),
  collection: (value) => value instanceof Values,
  money: (value) =>
    isText(/^[0-9]+(?:\.[0-9]+)?$/)((value as { amount: unknown }).amount) &&
    isText(/^[A-Z]{3}$/)((value as { currency: unknown }).currency),
  details: (value) => value instanceof Values,
  rows: (value) => Array.isArray(value) && value.every((row) => row instanceof Values),
  notice: () => false,
};

/** Undefined, null and empty text; for what holds other fields also nothing in it. */
function isNothing(raw: unknown): boolean {
  return raw === undefined || raw === null || (typeof raw === 'string' && cleanText(raw, 'reference') === '');
}

const HOLDERS: Kind[] = ['money', 'details', 'locator', 'several', 'notice'];

test.each(kinds)('a field of kind %s gives a value of its type, nothing, or a refusal that names it', (kind) => {
  fc.assert(
    fc.property(anyValue, (raw) => {
      const field = fields[kind];
      let value: unknown;
      try {
        value = field.read(raw);
      } catch {
        expect(refusalOf(field, raw)).toMatch(/^The Field\b|^Inner\b/);
        return;
      }
      if (value !== null) expect(FITS[kind](value)).toBe(true);
      else if (!HOLDERS.includes(kind)) expect(isNothing(raw)).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test.each(kinds.filter((kind) => !['choices', 'notice', 'money', 'rows', 'details'].includes(kind)))(
  'a field of kind %s never takes what is there for nothing, nor the other way round',
  (kind) => {
    for (const nothing of [undefined, null, '', ' \n', '\u200b\u200e', '\u00a0']) {
      const value = fields[kind].read(nothing);
      if (value instanceof Values) expect(value.isEmpty).toBe(true);
      else expect(value).toBeNull();
    }
    for (const there of [NaN, Infinity, () => 1, Symbol('s'), true]) {
      if (kind === 'yesNo' && there === true) continue;
      refusalOf(fields[kind], there);
    }
  },
);

const IN_DIGITS: Kind[] = ['text', 'reference', 'id', 'secret', 'fileName', 'locator', 'whole', 'amount'];

test.each(IN_DIGITS)('a number that a field of kind %s takes prints the same digits', (kind) => {
  const number = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger(), fc.bigInt(), fc.bigInt().map(Number));
  fc.assert(
    fc.property(number, (given) => {
      const outcome = outcomeOf(fields[kind], given);
      if (typeof outcome === 'string' && outcome.startsWith('The Field')) return;
      expect(String(outcome)).toBe(String(given));
      expect(typeof given === 'bigint' || !Number.isInteger(given) || Number.isSafeInteger(given)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each(IN_DIGITS)('a number that has lost its last digits is refused by a field of kind %s', (kind) => {
  for (const lost of [
    576461413038785800,
    2 ** 53,
    -(2 ** 53),
    1e21,
    5.76e26,
    0.1 + 0.2,
    Number('123456789.123456789'),
  ]) {
    expect(refusalOf(fields[kind], lost)).toMatch(
      /^The Field came as a number whose last digits are lost: pass it as text$/,
    );
  }
});

test('a message never shows more than sixty characters of what came', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.string({ minLength: 100, maxLength: 300 }), (kind, text) => {
      const outcome = outcomeOf(fields[kind], text);
      if (typeof outcome !== 'string' || !/^(?:The Field|Inner)\b/.test(outcome)) return;
      expect(outcome).not.toContain(text.slice(0, 61));
    }),
    { numRuns: 2000 },
  );
});

test('a message never shows any of an activation code, nor of what stands in a password field', () => {
  for (const text of ['LPA:1$SECRETHOST$SECRET', 'SECRET', '1$a.bc$SECRET!', 'SECRET undefined']) {
    expect(refusalOf(fields.activationCode, text)).not.toContain('SECRET');
  }
  expect(refusalOf(fields.secret, { password: 'SECRET' })).not.toContain('SECRET');
  expect(refusalOf(fields.secret, ['SECRET'])).not.toContain('SECRET');
});

test('what came is shown up to sixty characters', () => {
  const sixty = 'x'.repeat(60);
  expect(refusalOf(fields.url, sixty)).toContain(`came as "${sixty}"`);
  expect(refusalOf(fields.url, `${sixty}y`)).toContain(`came as "${'x'.repeat(59)}…"`);
});

test('what stands in a password field is never shown, whatever is wrong with it', () => {
  const hidden = url(property({ typeOptions: { password: true } }));
  expect(refusalOf(hidden, 'SECRET')).toBe('The Field came as text, which is no web address');
});

test('a moment is the same, whether it comes as text, Date, luxon time or milliseconds', () => {
  fc.assert(
    fc.property(luxonTime, (time) => {
      fc.pre(time.isValid && time.toMillis() >= 1e11 && time.toMillis() < 1e13);
      const expected = new Date(time.toMillis()).toISOString();
      for (const form of [time, time.toISO(), time.toJSDate(), time.toMillis(), String(time.toMillis()), expected]) {
        expect(fields.moment.read(form)).toBe(expected);
      }
    }),
  );
});
