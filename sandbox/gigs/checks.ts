/** Strict reading: Gigs refuses unknown parameters, empty values and wrong types (section 4). Each is a violation. */
import { isRecord, jsonBody, Refusal, type SandboxRequest } from '../core/http';

/** Says what is wrong with a value, or null. */
export type Check = (value: unknown) => string | null;

export interface FieldRule {
  check: Check;
  required?: boolean;
}

export type BodyRules = Readonly<Record<string, FieldRule>>;

function violation(message: string): Refusal {
  return new Refusal('undocumented', message, true);
}

/** The body's fields after every rule was applied. @param rules absent: no body at all */
export function readBody(request: SandboxRequest, rules: BodyRules | undefined): Record<string, unknown> {
  const body = jsonBody(request);
  if (rules === undefined) {
    if (body !== undefined) throw violation('This call takes no body.');
    return {};
  }
  const wrong = fieldsOf(rules)(body ?? {});
  if (wrong !== null) throw violation(`The body ${wrong}`);
  return (body ?? {}) as Record<string, unknown>;
}

/** Refuses parameters that are not in `rules`, that are empty, or whose value does not fit. */
export function checkQuery(request: SandboxRequest, rules: Readonly<Record<string, RegExp>>): void {
  const { query } = request;
  for (const [name, value] of query) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw violation(`Unknown parameter: ${name}`);
    if (value === '') throw violation(`Parameter ${name} must not be empty.`);
    if (!rule.test(value)) throw violation(`Parameter ${name} cannot be "${value}".`);
    if (query.getAll(name).length > 1) throw violation(`Parameter ${name} must be given once, comma-separated.`);
  }
  if (query.has('after') && query.has('before')) throw violation('after excludes before.');
}

/** An object with these fields and no others. */
export function fieldsOf(rules: BodyRules): Check {
  return (value) => {
    if (!isRecord(value)) return 'must be an object.';
    for (const [name, field] of Object.entries(value)) {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (!rule) return `has an unknown property: ${name}`;
      const wrong = rule.check(field);
      if (wrong !== null) return `has a property ${name} that ${wrong}`;
    }
    const missing = Object.entries(rules).find(([name, rule]) => rule.required && !(name in value));
    return missing ? `lacks the property ${missing[0]}.` : null;
  };
}

export const text: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'must be a text.');
export const email: Check = (value) =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) ? null : 'must be an email address.';
export const date: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : 'must be a date.';
export const country: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? null : 'must be a country code.';
export const minorUnits: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? null : 'must be a whole number of the smallest unit.';

export function idWith(prefix: string): Check {
  return (value) =>
    typeof value === 'string' && value.startsWith(`${prefix}_`) ? null : `must be an id (${prefix}_).`;
}

export function textUpTo(longest: number): Check {
  return (value) => text(value) ?? (String(value).length > longest ? `is longer than ${longest} characters.` : null);
}

export function oneOf(values: readonly string[]): Check {
  return (value) => (values.includes(String(value)) ? null : `must be one of ${values.join(', ')}.`);
}

export function orNull(check: Check): Check {
  return (value) => (value === null ? null : check(value));
}

export function listOf(check: Check): Check {
  return (value) =>
    Array.isArray(value) ? (value.map(check).find((wrong) => wrong !== null) ?? null) : 'must be a list.';
}

/** Section 7: at most 10 keys of 40 characters, values of 255; null deletes. */
export const metadata: Check = (value) => {
  if (!isRecord(value)) return 'must be an object.';
  const entries = Object.entries(value);
  if (entries.length > 10) return 'has more than 10 keys.';
  const fits = ([key, one]: [string, unknown]) =>
    key.length <= 40 && !key.startsWith('gigs.com') && (one === null || (typeof one === 'string' && one.length <= 255));
  return entries.every(fits) ? null : 'has a key or a value that is not allowed.';
};
