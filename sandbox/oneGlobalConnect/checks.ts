/**
 * Strict reading of what a client sends: a header, a field or a query parameter that is not documented is refused and
 * counted as a violation. Stricter than the real provider is known to be, so that nothing undocumented is ever sent.
 */
import { isRecord, jsonBody, Refusal, type SandboxRequest } from '../core/http';

/** Says what is wrong with a value, or null. */
export type Check = (value: unknown) => string | null;
export type Shape = Readonly<Record<string, { check: Check; required?: boolean }>>;

export function violation(rule: string, message: string): Refusal {
  return new Refusal(rule, message, true);
}

/** The headers of every example (section 1.4). */
export function checkHeaders(request: SandboxRequest): void {
  if (!request.headers['x-correlation-id']) throw violation('invalidParams', 'The header X-Correlation-ID is missing.');
  const type = request.headers['content-type'];
  if (request.rawBody.length > 0 && !/^application\/json\b/.test(type ?? '')) {
    throw violation('unparsable', `Content-Type is ${type ?? 'missing'}, not application/json.`);
  }
}

export function checkQuery(
  request: SandboxRequest,
  rules: Readonly<Record<string, RegExp>>,
  required: string[] = [],
): void {
  for (const [name, value] of request.query) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw violation('invalidParams', `Undocumented query parameter: ${name}`);
    if (!rule.test(value)) throw violation('invalidParams', `Query parameter ${name} cannot be "${value}".`);
  }
  const missing = required.find((name) => !request.query.has(name));
  if (missing) throw violation('invalidParams', `Query parameter ${missing} is missing.`);
}

/** The body, when every part of it is documented. No shape: no body. */
export function readBody(request: SandboxRequest, shape: Shape | undefined): Record<string, unknown> {
  const body = jsonBody(request);
  if (!shape) {
    if (body !== undefined) throw violation('invalidParams', 'This call has no body.');
    return {};
  }
  if (!isRecord(body)) throw violation('unparsable', 'The body must be a JSON object.');
  const wrong = object(shape)(body);
  if (wrong !== null) throw violation('invalidParams', `The body ${wrong}`);
  return body;
}

export function object(shape: Shape): Check {
  return (value) => {
    if (!isRecord(value)) return 'must be an object.';
    for (const [name, given] of Object.entries(value)) {
      const rule = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (!rule) return `has an undocumented field: ${name}`;
      const wrong = rule.check(given);
      if (wrong !== null) return `has a field ${name} that ${wrong}`;
    }
    const missing = Object.entries(shape).find(([name, rule]) => rule.required && !(name in value));
    return missing ? `lacks ${missing[0]}.` : null;
  };
}

/** A list of exactly one. */
export function one(shape: Shape): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 1) return 'must be a list of one.';
    return object(shape)(value[0]);
  };
}

export const text: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'must be a text.');
export const number: Check = (value) => (typeof value === 'number' ? null : 'must be a number.');
export const country = matching(/^[A-Z]{2}$/, 'an ISO 3166 alpha-2 code');
export const currency = matching(/^[A-Z]{3}$/, 'an ISO 4217 code');
export const date = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'a date like 2019-09-13T12:00:00Z');
export const eid = matching(/^\d{32}$/, 'an EID of 32 digits');
export const iccid = matching(/^\d{18,22}$/, 'an ICCID of 18 to 22 digits');
export const url = matching(/^https?:\/\/\S+$/, 'a URL');

export function oneOf(...values: string[]): Check {
  return (value) => (values.includes(value as string) ? null : `must be one of ${values.join(', ')}.`);
}

function matching(pattern: RegExp, what: string): Check {
  return (value) => (typeof value === 'string' && pattern.test(value) ? null : `must be ${what}.`);
}

export const need = (check: Check): { check: Check; required: true } => ({ check, required: true });
export const may = (check: Check): { check: Check } => ({ check });
