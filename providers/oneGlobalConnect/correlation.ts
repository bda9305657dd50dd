/**
 * `X-Correlation-ID` (facts/providers/1global-connect.md, section 1.4): the id under which 1GLOBAL's support finds a
 * call.
 */
import { createHash, randomBytes } from 'crypto';

export const CORRELATION_HEADER = 'X-Correlation-ID';

/**
 * A UUID for one request, as 1GLOBAL wants it: its first half is the same for all requests of a purchase, the second
 * half is this request's own. Calls that buy nothing get a random one from the credential.
 */
export function correlationIdOf(kind: string, reference: string): string {
  const same = createHash('sha256')
    .update(JSON.stringify(['1GLOBAL Connect', kind, reference]))
    .digest('hex');
  const own = randomBytes(8).toString('hex');
  // version 8 of RFC 9562: made from what its maker likes
  return [same.slice(0, 8), same.slice(8, 12), `8${same.slice(13, 16)}`, `a${own.slice(1, 4)}`, own.slice(4)].join('-');
}
