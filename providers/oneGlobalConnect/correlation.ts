/** `X-Correlation-ID` (providers/1global-connect.md, section 1.4): the id under which 1GLOBAL's support finds a call. */
import { createHash } from 'crypto';

/**
 * A UUID that is the same whenever the same purchase is sent, in this execution or another. All other calls get a
 * random one from the credential.
 */
export function correlationIdOf(kind: string, reference: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify(['1GLOBAL Connect', kind, reference]))
    .digest('hex');
  // version 8 of RFC 9562: made from what its maker likes
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

export const CORRELATION_HEADER = 'X-Correlation-ID';
