/** What checking a delivery's signature or password came to. The reason is for the log: it names no secret. */
export type Check = { trusted: true; proven: true } | { trusted: false; reason: string };

export const PROVEN: Check = { trusted: true, proven: true };

export function distrust(reason: string): Extract<Check, { trusted: false }> {
  return { trusted: false, reason };
}
