/**
 * Strict reading of what a client sends. A field or a query parameter that no page documents is refused and counted as a
 * violation: stricter than the real provider is known to be, so that nothing undocumented is ever sent to it.
 */
import { isIP } from 'node:net';

import { isRecord, jsonBody, Refusal, type SandboxRequest } from '../core/http';

/** Says what is wrong with a value, or null. */
export type Check = (value: unknown) => string | null;

export interface FieldRule {
  check: Check;
  required?: boolean;
}

export type BodyRules = Readonly<Record<string, FieldRule>>;

function violation(rule: string, message: string): Refusal {
  return new Refusal(rule, message, true);
}

/** The body's fields after every rule was applied. */
export function readBody(request: SandboxRequest, rules: BodyRules): Record<string, unknown> {
  const body = jsonBody(request) ?? {};
  if (!isRecord(body)) throw violation('malformedBody', 'The body must be a JSON object.');
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw violation('undocumentedField', `Undocumented body field: ${name}`);
    const wrong = rule.check(value);
    if (wrong !== null) throw violation('invalidField', `Body field ${name} ${wrong}`);
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.required && !(name in body)) throw violation('missingField', `Body field ${name} is missing.`);
  }
  return body;
}

/** Refuses parameters that are not in `rules` or whose value does not fit. */
export function checkQuery(request: SandboxRequest, rules: Readonly<Record<string, RegExp>>): void {
  for (const [name, value] of request.query) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw violation('undocumentedParameter', `Undocumented query parameter: ${name}`);
    if (!rule.test(value)) throw violation('invalidParameter', `Query parameter ${name} cannot be "${value}".`);
  }
}

export const text: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'must be a text.');
export const email: Check = (value) =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? null : 'must be an email address.';
export const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false.');
export const country: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? null : 'must be an ISO 3166-1 alpha-2 code in upper case.';
export const ip: Check = (value) => (typeof value === 'string' && isIP(value) !== 0 ? null : 'must be an IP address.');
export const whole: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? null : 'must be a whole number, 0 or more.';

export function oneOf(values: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && values.includes(value) ? null : `must be one of ${values.join(', ')}.`;
}

/** Text up to a length; 0 means any. */
export function textUpTo(longest: number): Check {
  return (value) =>
    text(value) ?? (longest > 0 && String(value).length > longest ? `is longer than ${longest} characters.` : null);
}

/** The Price object of section 4: `priceValue` is a JSON number, `sortIndex` may be left out. */
export const price: Check = (value) => {
  if (!isRecord(value)) return 'must be a Price object.';
  const extra = Object.keys(value).find((name) => !['sortIndex', 'priceValue', 'currencyCode'].includes(name));
  if (extra !== undefined) return `has an undocumented field: ${extra}`;
  if (typeof value['priceValue'] !== 'number' || !/^\d+(\.\d{1,6})?$/.test(String(value['priceValue']))) {
    return 'needs priceValue as a number with at most six decimals.';
  }
  if (typeof value['currencyCode'] !== 'string') return 'needs currencyCode.';
  return 'sortIndex' in value && !Number.isInteger(value['sortIndex']) ? 'needs sortIndex as a whole number.' : null;
};
