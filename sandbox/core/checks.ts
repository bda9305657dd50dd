/**
 * Strict reading of what a client sends. A field or a query parameter that no page documents is refused and counted as a
 * violation: stricter than a real provider is known to be, so that nothing undocumented is ever sent to it.
 */
import { isIP } from 'node:net';

import { isRecord, jsonBody, type SandboxRequest, violation } from './http';

export interface Check {
  /** Says what is wrong with a value, or null. */
  (value: unknown): string | null;
  /** The field must be there. */
  needed?: true;
}

/** The fields of an object: these and no others. */
export type Shape = Readonly<Record<string, Check>>;
/** Query parameters, with the form of their values: these and no others. */
export type QueryRules = Readonly<Record<string, RegExp>>;
export type Body = Record<string, unknown>;

/** The body when everything in it is documented; no body at all counts as an empty one. @param shape absent: no body */
export function readBody(request: SandboxRequest, shape: Shape | undefined): Body {
  const body = jsonBody(request);
  if (shape === undefined) {
    if (body !== undefined) throw violation('undocumentedBody', 'This call takes no body.');
    return {};
  }
  if (body === undefined) return checked({}, shape);
  if (!isRecord(body)) throw violation('wrongBody', 'The body must be a JSON object.');
  return checked(body, shape);
}

function checked(body: Body, shape: Shape): Body {
  const [rule, wrong] = wrongIn(shape, body) ?? [];
  if (rule) throw violation(rule, `The body ${wrong}`);
  return body;
}

/** Refuses parameters that are not in `rules`, whose value does not fit, or that are missing though needed. */
export function checkQuery({ query }: SandboxRequest, rules: QueryRules, needed: readonly string[] = []): void {
  for (const [name, value] of query) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw violation('undocumentedParameter', `Undocumented query parameter: ${name}`);
    if (!rule.test(value)) throw violation('invalidParameter', `Query parameter ${name} cannot be "${value}".`);
  }
  const missing = needed.find((name) => !query.has(name));
  if (missing) throw violation('missingParameter', `Query parameter ${missing} is missing.`);
}

function wrongIn(shape: Shape, value: Body): [rule: string, what: string] | null {
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!check) return ['undocumentedField', `has an undocumented field: ${name}`];
    const wrong = check(given);
    if (wrong !== null) return ['invalidField', `has a field ${name} that ${wrong}`];
  }
  const missing = Object.keys(shape).find((name) => shape[name]?.needed && !(name in value));
  return missing === undefined ? null : ['missingField', `lacks the field ${missing}.`];
}

/** The same check, of a field that must be there. */
export function need(check: Check): Check {
  return Object.assign((value: unknown) => check(value), { needed: true as const });
}

/** An object with these fields and no others. */
export function fields(shape: Shape): Check {
  return (value) => (isRecord(value) ? (wrongIn(shape, value)?.[1] ?? null) : 'must be an object.');
}

export function matching(pattern: RegExp, what: string): Check {
  return (value) => (typeof value === 'string' && pattern.test(value) ? null : `must be ${what}.`);
}

export const text = matching(/[^]/, 'a text');
export const email = matching(/^[^@\s]+@[^@\s]+$/, 'an email address');
export const country = matching(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code in upper case');
export const currency = matching(/^[A-Z]{3}$/, 'an ISO 4217 code');
export const eid = matching(/^\d{32}$/, 'an EID of 32 digits');
export const iccid = matching(/^\d{18,22}$/, 'an ICCID of 18 to 22 digits');
export const url = matching(/^https?:\/\/\S+$/, 'a URL');
export const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false.');
export const number: Check = (value) => (typeof value === 'number' ? null : 'must be a number.');
export const whole: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? null : 'must be a whole number, 0 or more.';
export const ip: Check = (value) => (typeof value === 'string' && isIP(value) !== 0 ? null : 'must be an IP address.');

export function oneOf(...values: string[]): Check {
  return (value) => (values.includes(value as string) ? null : `must be one of ${values.join(', ')}.`);
}

/** Text up to a length; 0 means any. */
export function textUpTo(longest: number): Check {
  const tooLong = (value: string) =>
    longest > 0 && value.length > longest ? `is longer than ${longest} characters.` : null;
  return (value) => text(value) ?? tooLong(String(value));
}

export function orNull(check: Check): Check {
  return (value) => (value === null ? null : check(value));
}

/** @param length absent: any */
export function listOf(check: Check, length?: number): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'must be a list.';
    if (length !== undefined && value.length !== length) return `must be a list of ${length}.`;
    return value.map(check).find((wrong) => wrong !== null) ?? null;
  };
}

/** A text field of a body that was checked; null when it is not there. */
export function textIn(body: Body | undefined, name: string): string | null {
  const value = body?.[name];
  return typeof value === 'string' ? value : null;
}
