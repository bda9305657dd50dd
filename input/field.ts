/** A field: what the person sees in the editor, and how its value is read, in one declaration. */
import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';

import { ProviderError } from '../http/errors';

/** What a person or an expression gave cannot be taken. The message begins with the field's label. */
export class InputError extends ProviderError {
  /** @param advice what to do, in words for a person */
  constructor(message: string, advice?: string) {
    super('badInput', message, advice === undefined ? {} : { description: advice });
    this.name = 'InputError';
  }
}

export interface Field<T> {
  readonly name: string;
  readonly property: INodeProperties;
  /**
   * @param raw whatever n8n gives, of any type
   * @param shown what the person sees, where this is another form of the field: its label is the one that messages name
   * @returns `null` when nothing was filled in (undefined, null, empty text) and the property has no default
   * @throws InputError for what is there and does not fit
   */
  read(raw: unknown, shown?: INodeProperties): T | null;
  /** The field that this one shows in another form. */
  readonly origin?: Field<T>;
}

/** How a field speaks of itself and of what came. */
export interface Words {
  readonly label: string;
  /** `came as "two"`; never the text itself where it is a secret. */
  came(text: string): string;
  /** @param problem continues the label: "is an object" */
  refuse(problem: string, advice?: string): InputError;
}

/** Reads what was filled in; `null` when nothing was. */
export type Reader<T> = (raw: unknown, words: Words) => T | null;

/** What to do about a number that has lost its last digits. */
export const PASS_AS_TEXT =
  'Numbers this long are rounded. Make it text where it comes from: format the column of the spreadsheet as text, or put the number in quotes.';

const LONGEST_SHOWN = 60;

/** What came is never shown for a password field. */
export function makeField<T>(property: INodeProperties, read: Reader<T>): Field<T> {
  return {
    name: property.name,
    property,
    read(raw, shown = property) {
      const words = wordsOf(shown);
      return read(raw, words) ?? read(standardOf(shown), words);
    },
  };
}

/**
 * The same field, shown elsewhere or in other words (`displayOptions`, `required`, `hint`): `Values` gives its value
 * for either.
 */
export function shownAs<F extends Field<unknown>>(field: F, changes: Partial<INodeProperties>): F {
  const property = { ...field.property, ...changes };
  const read = (raw: unknown, shown = property): unknown => field.read(raw, shown);
  return { ...field, property, read, origin: field.origin ?? field };
}

/** What holds while nobody fills anything in; an expression does not, since nobody has worked it out. */
function standardOf({ type, default: standard }: INodeProperties): unknown {
  const value: unknown = type === 'resourceLocator' ? (standard as INodeParameterResourceLocator).value : standard;
  return isExpression(value) ? undefined : value;
}

/** What became of some reading, for whoever has something to add to its refusal. */
export function tried<T>(read: () => T): { value: T } | { error: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}

export function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST_SHOWN)];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…` : text;
}

/** How n8n marks text that has to be worked out first. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

function wordsOf({ displayName: label, typeOptions }: INodeProperties): Words {
  return {
    label,
    came: (text) => (typeOptions?.password === true ? 'came as text' : `came as "${shortened(text)}"`),
    refuse: (problem, advice) => new InputError(`${label} ${problem}`, advice),
  };
}
