/** Gigs' error answers (section 4): the rule's name gives status, type and, where a program can act on it, a code. */
import { json, type Refusal, type Reply } from '../core/http';

const TYPES: Readonly<Record<number, string>> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'permissionDenied',
  404: 'notFound',
  409: 'conflict',
  422: 'invalid',
  501: 'notImplemented',
};

const STATUSES: Readonly<Record<string, number>> = {
  malformedBody: 400,
  badToken: 401,
  permissionDenied: 403,
  unknownPath: 404,
  notFound: 404,
  notImplemented: 501,
};

/** Codes of section 4; any other rule is a plain `invalid`. */
const CODES = new Set([
  'invalidIccid',
  'simAlreadyUsed',
  'userAddressAlreadyExists',
  'userAddressInvalid',
  'userAlreadyExists',
  'voucherNotFound',
]);

export function refuse({ rule, message }: Refusal): Reply {
  const status = STATUSES[rule] ?? 422;
  const code = CODES.has(rule) ? { code: rule } : {};
  const documentation = ['https://developers.gigs.com/api/error-handling'];
  return json({ object: 'error', message, type: TYPES[status], ...code, documentation }, status);
}
