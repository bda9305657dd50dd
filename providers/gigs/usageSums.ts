/** Sums over packages of which some may not say. */

/** `null` when one of them does not say. */
export function sum(bytes: Array<number | null>): number | null {
  return bytes.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

/** The latest end; `null` when one of them does not say. */
export function lastOf(times: Array<string | null>): string | null {
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known.at(-1) ?? null) : null;
}
