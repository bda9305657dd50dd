/** Fields of text: free, names of sales, ids, addresses, secrets. */
import type { INodeProperties } from 'n8n-workflow';

import { formatActivationCode, parseActivationCode } from '../esim/activationCode';
import type { ActivationCodeError } from '../esim/activationCode';
import { missingWordIn } from '../esim/missingWords';
import { InputError, makeField, PASS_AS_TEXT, tried, type Field, type Words } from './field';
import { textOf } from './given';

/**
 * Words for people, such as a name or a line of an address; cleaned at its ends only. Refused when a part of it was
 * missing: a provider keeps "Ann undefined" as the name of the customer.
 */
export function text(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'free');
    const missing = given === null ? null : missingWordIn(given);
    // no program prints it in capitals, and it is a surname
    if (missing !== null && missing !== 'NULL') throw missingPart(missing, words);
    return given;
  });
}

/** What somebody wrote himself, and may have written about anything. */
export function remark(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => textOf(raw, words, 'free'));
}

/** The name of a sale: refused when a part of it was missing or rounded, since two sales would get one name. */
export function reference(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => complete(textOf(raw, words, 'reference'), words));
}

/**
 * An id at a provider. Cleaned and checked as a reference is: nothing is folded that might tell two ids apart. `.` and
 * `..` are none: in an address they lead to the list above, whose first entry would be taken for what was asked for.
 */
export function id(property: INodeProperties): Field<string> {
  const { read } = reference(property);
  return {
    ...reference(property),
    read(raw, shown = property) {
      const given = read(raw, shown);
      if (given !== '.' && given !== '..') return given;
      throw new InputError(
        `${shown.displayName} is "${given}", which is no ID`,
        'Check which value the expression takes.',
      );
    },
  };
}

/** As it was given, without pasted blanks and invisible characters. Never shown in a message. */
export function secret(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => textOf(raw, words, 'secret'));
}

export function fileName(property: INodeProperties): Field<string> {
  return text(property);
}

/**
 * A name that ends as the image does: mail programs go by it, and n8n takes what stands behind the last dot for the
 * kind of file, also in `esim-ann@example.com`.
 */
export function withImageEnding(name: string, extension: 'png' | 'svg'): string {
  return name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
}

/** The canonical text, `LPA:1$host$matchingId`. Never shown in a message: whoever has it can download the profile. */
export function activationCode(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier');
    return given === null ? null : canonical(given, words);
  });
}

function canonical(given: string, words: Words): string {
  const parsed = tried(() => formatActivationCode(parseActivationCode(given)));
  if ('value' in parsed) return parsed.value;
  const why = (parsed.error as ActivationCodeError).message;
  throw words.refuse(
    `cannot be used: ${why.replace(/\.$/, '')}`,
    'An activation code looks like LPA:1$smdp.example.com$ABC-123. Copy it whole, or take it from Create Order or Get eSIM.',
  );
}

/** Half of a character, as is left when a text is cut inside an emoji: addresses cannot hold it, and others store something else. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** A number as programs and spreadsheets print it once its digits are lost: 5.76e+26, 5,76461E+17. */
const ROUNDED = /(?<![\p{L}\p{N}.,])[0-9](?:[.,][0-9]+)?e\+[0-9]+(?![\p{L}\p{N}])/iu;

/** @throws InputError when the text says that a part of it was missing or rounded */
function complete(given: string | null, words: Words): string | null {
  if (given === null) return null;
  const missing = missingWordIn(given);
  if (missing !== null) throw missingPart(missing, words);
  if (HALF_CHARACTER.test(given)) {
    throw words.refuse('has half of a character, as is left of an emoji that was cut in two', 'Take the whole text.');
  }
  const rounded = ROUNDED.exec(given)?.[0];
  if (rounded === undefined) return given;
  throw words.refuse(`has a number whose last digits are lost (${rounded})`, PASS_AS_TEXT);
}

/** @param word as `missingWordIn` found it */
export function missingPart(word: string, words: Words): InputError {
  return words.refuse(
    `has a part that is missing (${word})`,
    "If that part may be empty, write {{ $json.suffix || 'none' }}. Otherwise check its name in the expression: this item has no such value.",
  );
}
