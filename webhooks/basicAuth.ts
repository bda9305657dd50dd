/** HTTP Basic authentication (RFC 7617) of a webhook delivery. */
import { createHash, timingSafeEqual } from 'crypto';

import type { Check } from './check';
import { distrust, PROVEN } from './check';

/**
 * Compares in constant time, whatever the lengths. The word `Basic` may be in any case.
 * Nothing is trusted while no password is set.
 * @param header the `Authorization` header as it came
 */
export function checkBasicAuth(header: string | undefined, user: string, password: string): Check {
  if (password === '') return distrust('no password is set in the credential');
  const sent = header?.trim() ?? '';
  if (sent === '') return distrust('the request has no Authorization header');
  const given = /^basic\s+([A-Za-z0-9+/]+={0,2})$/i.exec(sent)?.[1];
  if (given === undefined) return distrust('the Authorization header is not HTTP Basic');
  return sameBytes(Buffer.from(given, 'base64'), Buffer.from(`${user}:${password}`, 'utf8'))
    ? PROVEN
    : distrust('the user name or the password is wrong');
}

/** `timingSafeEqual` wants equal lengths; digests have them and give away nothing about the secret's. */
function sameBytes(left: Buffer, right: Buffer): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
