/** What properties of bodies must look like. */
import { type Check, matching } from '../../core/checks';
import { isRecord } from '../../core/http';

export function idWith(prefix: string): Check {
  return matching(new RegExp(`^${prefix}_`), `an id (${prefix}_)`);
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
