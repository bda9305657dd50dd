/** Fields with a list to choose from, and lists of values. */
import type { INodeProperties } from 'n8n-workflow';

import { makeField, type Field, type Words } from './field';
import { isMissing, textOf } from './given';

/** One of the values, in any case where that leaves no doubt. @param values by default those of the property's options */
export function choice<const Value extends string = string>(
  property: INodeProperties,
  values: readonly Value[] = valuesOf(property) as Value[],
): Field<Value> {
  return makeField(property, (raw, words) => chosen(raw, words, values));
}

/** Any of the values, each once. A text may name several, separated by commas. An empty list is none of them. */
export function choices<const Value extends string = string>(
  property: INodeProperties,
  values: readonly Value[] = valuesOf(property) as Value[],
): Field<Value[]> {
  return makeField(property, (raw, words) =>
    eachOf(raw, words, /,/, (entry) => {
      if (!isMissing(entry)) return chosen(entry, words, values);
      throw words.refuse('has an empty entry', adviceFor(values));
    }),
  );
}

/** Several values of one kind: a list of them, or text with one a line or separated by commas; each once. */
export function several<T>(field: Field<T>, separator = /[\s,;]/): Field<T[]> {
  return makeField(field.property, (raw, words) =>
    eachOf(raw, words, separator, (entry) => (isMissing(entry) ? null : field.read(entry))),
  );
}

function eachOf<T>(raw: unknown, words: Words, separator: RegExp, read: (entry: unknown) => T | null): T[] | null {
  if (isMissing(raw)) return null;
  const entries: unknown[] = Array.isArray(raw) ? raw : (textOf(raw, words, 'reference') ?? '').split(separator);
  return [...new Set(entries.map(read))].filter((entry) => entry !== null);
}

function chosen<Value extends string>(raw: unknown, words: Words, values: readonly Value[]): Value | null {
  const given = textOf(raw, words, 'identifier');
  if (given === null) return null;
  const exact = values.find((value) => value === given);
  if (exact !== undefined) return exact;
  const [alike, another] = values.filter((value) => value.toLowerCase() === given.toLowerCase());
  if (alike !== undefined && another === undefined) return alike;
  throw words.refuse(`${words.came(given)}, which is none of its choices`, adviceFor(values));
}

const SHOWN_CHOICES = 20;

function adviceFor(values: readonly string[]): string {
  const named = values.filter((value) => value !== '');
  const more = named.length > SHOWN_CHOICES ? ', …' : '';
  return `Choose from the list, or give one of: ${named.slice(0, SHOWN_CHOICES).join(', ')}${more}.`;
}

function valuesOf({ displayName, options = [] }: INodeProperties): string[] {
  const values = options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
  if (values.length === 0) throw new TypeError(`${displayName} has no choices`);
  return values;
}
