/** Holds what the node gave against the shapes of the model. */
import type { Shape } from './shapes';
import type { Json } from './subject';

/** What is wrong with an output, in words; empty when it is the model. `raw` is left out of account. */
export function wrongsOf(json: Json, { name, fields, optional }: Shape): string[] {
  const known = ['raw', ...fields.map(([field]) => field)];
  const strange = Object.keys(json).filter((field) => !known.includes(field));
  return [
    ...strange.map((field) => `${name}.${field} is no field of the model`),
    ...fields.flatMap(([field, kind]) => {
      const value = json[field];
      if (value === undefined)
        return optional.includes(field) && !(field in json) ? [] : [`${name}.${field} is missing`];
      if (typeof kind === 'function') return kind(value) ? [] : [`${name}.${field} is ${JSON.stringify(value)}`];
      if (Array.isArray(kind)) return (value as Json[]).flatMap((one) => wrongsOf(one, kind[0]));
      return value === null ? [] : wrongsOf(value as Json, kind);
    }),
  ];
}

/** Whether the fields stand in the order of the shape, through and through. */
export function isInOrder(json: Json, { fields }: Shape): boolean {
  const present = fields.map(([field]) => field).filter((field) => field in json);
  const names = Object.keys(json).filter((field) => field !== 'raw');
  return (
    names.join() === present.join() &&
    fields.every(([field, kind]) => {
      const value = json[field] ?? null;
      if (typeof kind === 'function' || value === null) return true;
      if (Array.isArray(kind)) return (value as Json[]).every((one) => isInOrder(one, kind[0]));
      return isInOrder(value as Json, kind);
    })
  );
}

/** Fields that hold nothing in any of these outputs: "order.price", "esim.imsi". */
export function emptyFields(outputs: readonly Json[], { name, fields }: Shape): string[] {
  if (outputs.length === 0) return [];
  return fields.flatMap(([field, kind]) => {
    const values = outputs.flatMap((json) => (isEmpty(json[field]) ? [] : [json[field]]));
    if (values.length === 0)
      return field === 'warnings' || !outputs.some((json) => field in json) ? [] : [`${name}.${field}`];
    if (typeof kind === 'function') return partsEmpty(values, `${name}.${field}`);
    return emptyFields((Array.isArray(kind) ? values.flat() : values) as Json[], Array.isArray(kind) ? kind[0] : kind);
  });
}

/** Of a pair such as an order's package: either part may be unknown. */
function partsEmpty(values: readonly unknown[], name: string): string[] {
  const [first] = values;
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return [];
  return Object.keys(first).flatMap((part) =>
    values.every((value) => isEmpty((value as Json)[part])) ? [`${name}.${part}`] : [],
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
