/** n8n's resource locator, and what is only shown. */
import type { INodeProperties } from 'n8n-workflow';

import type { Field } from './field';
import { isRecord } from './given';

/** The value that was picked or typed, read by the field that is wrapped. Text alone, from an expression, is taken too. */
export function locator<T>(field: Field<T>): Field<T> {
  return { ...field, read: (raw, shown) => field.read(picked(raw), shown) };
}

function picked(raw: unknown): unknown {
  return isRecord(raw) && Object.hasOwn(raw, 'mode') && Object.hasOwn(raw, 'value') ? raw.value : raw;
}

/** Words in the editor. */
export function notice(property: INodeProperties): Field<null> {
  return { name: property.name, property, read: () => null };
}
