/** The values of several fields, read together before anything happens. */
import { InputError, type Field } from './field';

/** A field whose own fields count as fields of whoever reads it: n8n's collection. */
export interface Group extends Field<Values> {
  readonly fields: ReadonlyArray<Field<unknown>>;
}

export class Values {
  constructor(private readonly values: ReadonlyMap<Field<unknown>, unknown>) {}

  /** `null` for what was not filled in, and for a field that was not read. Any form of a field stands for all. */
  get<T>(field: Field<T>): T | null {
    return (this.values.get(originOf(field)) ?? null) as T | null;
  }

  /** @throws InputError "<Label> is empty" */
  need<T>(field: Field<T>): T {
    const value = this.get(field);
    if (value !== null) return value;
    const label = field.property.displayName;
    throw new InputError(
      `${label} is empty`,
      `Fill in ${label}. If it is an expression, this item has no such value: check the name in the input data.`,
    );
  }

  /** Whether nothing at all was filled in. */
  get isEmpty(): boolean {
    return [...this.values.values()].every((value) => value === null);
  }

  entries(): Iterable<[Field<unknown>, unknown]> {
    return this.values;
  }
}

/**
 * Reads all of them; the fields of a collection can be asked for like the others.
 * @param raw gives what stands in the field of that name, of any type
 * @throws InputError the first that there is
 */
export function readValues(fields: ReadonlyArray<Field<unknown>>, raw: (name: string) => unknown): Values {
  const values = new Map<Field<unknown>, unknown>();
  for (const field of fields) {
    const value = field.read(raw(field.name));
    values.set(originOf(field), value);
    if (!isGroup(field) || !(value instanceof Values)) continue;
    for (const [inner, innerValue] of value.entries()) values.set(inner, innerValue);
  }
  return new Values(values);
}

function originOf(field: Field<unknown>): Field<unknown> {
  return field.origin ?? field;
}

function isGroup(field: Field<unknown>): field is Group {
  return 'fields' in field;
}
