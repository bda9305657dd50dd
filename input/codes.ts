/** Fields of numbers and codes that the field knows: SIMs, chips, countries, currencies, colours. */
import type { INodeProperties } from 'n8n-workflow';

import { isCountry } from '../esim/countries';
import { eidFrom, iccidFrom } from '../esim/identifiers';
import { missingWordIn } from '../esim/missingWords';
import { currencyFrom, isCurrency } from '../esim/money';
import { makeField, type Field, type Words } from './field';
import { textOf } from './given';

/** What EF_ICCID and its providers use; shorter ones are test values of documentation. */
const SHORTEST_ICCID = 18;

/** The number of a SIM, without spaces, dashes, marks and padding. The check digit is not judged. */
export function iccid(property: INodeProperties): Field<string> {
  return codeField(property, iccidOf, {
    what: 'not the number of a SIM',
    advice:
      'An ICCID has 18 to 22 digits and begins with 89. If digits at the end are zeros, it may have been rounded: pass it as text.',
  });
}

function iccidOf(given: string): string | null {
  const found = iccidFrom(given);
  return found !== null && found.length >= SHORTEST_ICCID ? found : null;
}

/** The 32 digits of an eSIM chip. */
export function eid(property: INodeProperties): Field<string> {
  return codeField(property, eidFrom, {
    what: 'not the 32 digits of an EID',
    advice: 'On the iPhone it is under Settings, General, About. Pass it as text: a number loses digits.',
  });
}

/** ISO 3166-1 alpha-2 in upper case. */
export function country(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier')?.toUpperCase() ?? null;
    if (given === 'UK') throw words.refuse('is UK: the United Kingdom is GB', 'Write GB.');
    if (given === null || isCountry(given)) return given;
    throw words.refuse(
      `${words.came(given)}, which is not a country code`,
      'Use the two letters of ISO 3166, such as GR for Greece.',
    );
  });
}

/** ISO 4217 in upper case. */
export function currency(property: INodeProperties): Field<string> {
  return makeField(property, currencyOf);
}

export function currencyOf(raw: unknown, words: Words): string | null {
  const given = textOf(raw, words, 'identifier');
  if (given === null) return null;
  const code = currencyFrom(given);
  // three letters as well, and what a failed calculation gives
  if (code !== null && isCurrency(code) && missingWordIn(given) === null) return code;
  throw words.refuse(`${words.came(given)}, which is not a currency`, 'Write its three letters, such as EUR.');
}

/** `#rrggbb`, `#rgb` or a colour's name, in lower case; which names there are is known where it is drawn. */
export function colour(property: INodeProperties): Field<string> {
  return codeField(
    property,
    (given) => /^(?:#(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]+)$/.exec(given.toLowerCase())?.[0] ?? null,
    { what: 'not a color', advice: 'Write it like #1a2b3c or #123, or use a basic name such as black or navy.' },
  );
}

function codeField(
  property: INodeProperties,
  from: (given: string) => string | null,
  { what, advice }: { what: string; advice: string },
): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier');
    if (given === null) return null;
    const code = from(given);
    if (code !== null) return code;
    throw words.refuse(`${words.came(given)}, which is ${what}`, advice);
  });
}
