/** Fields of numbers, amounts and yes or no. */
import type { INodeProperties } from 'n8n-workflow';

import { decimalFrom, written } from '../esim/decimal';
import { flag } from '../esim/read';
import { makeField, type Field, type Words } from './field';
import { textOf } from './given';

/** `true`, `"FALSE"`, `1`, `"no"`. */
export function yesNo(property: INodeProperties): Field<boolean> {
  return makeField(property, (raw, words) => {
    if (typeof raw === 'boolean') return raw;
    const word = textOf(raw, words, 'identifier');
    const answer = flag(word);
    if (answer !== null || word === null) return answer;
    throw words.refuse(`${words.came(word)}, which is neither yes nor no`, 'Use true or false.');
  });
}

export interface Range {
  min?: number;
  max?: number;
}

/** A whole number. Its range is the one that the editor shows, unless another is given. */
export function whole(property: INodeProperties, range: Range = {}): Field<number> {
  const min = range.min ?? property.typeOptions?.minValue ?? -Number.MAX_SAFE_INTEGER;
  const max = range.max ?? property.typeOptions?.maxValue ?? Number.MAX_SAFE_INTEGER;
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier');
    if (given === null) return null;
    const number = wholeNumber(given, words);
    if (number >= min && number <= max) return number;
    throw words.refuse(`is ${given}, and has to be ${between(min, max)}`);
  });
}

function wholeNumber(given: string, words: Words): number {
  const number = /^[+-]?[0-9]+(?:\.0+)?$/.test(given) ? Number(given) + 0 : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw words.refuse(
    `${words.came(given)}, which is no whole number`,
    'Write digits only, without a unit, a comma or a space.',
  );
}

function between(min: number, max: number): string {
  if (max === Number.MAX_SAFE_INTEGER) return `${min} or more`;
  return min === -Number.MAX_SAFE_INTEGER ? `${max} or less` : `between ${min} and ${max}`;
}

const PLAIN_DECIMAL = /^\+?(?=.*[0-9])[0-9]*(?:\.([0-9]*))?$/;
/** What the providers take: no currency has more decimals than four. */
const AMOUNT = /^[0-9]{1,9}(?:\.[0-9]{1,4})?$/;
const DECIMALS = 4;

/** An amount of money as a decimal string, `"4.99"`: never negative, at most nine digits and four decimals. */
export function amount(property: INodeProperties): Field<string> {
  return makeField(property, amountOf);
}

export function amountOf(raw: unknown, words: Words): string | null {
  const given = textOf(raw, words, 'identifier');
  if (given === null) return null;
  const decimal = PLAIN_DECIMAL.test(given) ? decimalFrom(given) : null;
  const typed = PLAIN_DECIMAL.exec(given)?.[1]?.length ?? 0;
  const plain = decimal === null ? '' : written(decimal, Math.min(typed, DECIMALS));
  if (AMOUNT.test(plain)) return plain;
  throw words.refuse(
    `${words.came(given)}, which is not an amount`,
    'Write digits and a point, such as 4.99, without a currency sign.',
  );
}
