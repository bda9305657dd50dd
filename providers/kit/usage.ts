/** Sums over the packages of an eSIM, of which some may not say. */
import { makeUsage, type UsageParts } from '../../esim/make';
import type { PackageUsage, Usage } from '../../esim/model';

const USABLE: ReadonlyArray<PackageUsage['status']> = ['active', 'depleted'];

/**
 * @param counted the packages that make up the sums: those that can be used, or could until they were used up
 */
export function usageOf(
  parts: Pick<UsageParts, 'provider' | 'iccid' | 'customerId'>,
  packages: PackageUsage[],
  counted: ReadonlyArray<PackageUsage['status']> = USABLE,
): Usage {
  const usable = packages.filter(({ status }) => counted.includes(status));
  const unlimited = usable.some((one) => one.unlimited);
  return makeUsage({
    ...parts,
    totalBytes: unlimited ? null : sumOf(usable.map((one) => one.totalBytes)),
    usedBytes: sumOf(usable.map((one) => one.usedBytes)),
    remainingBytes: unlimited ? null : sumOf(usable.map((one) => one.remainingBytes)),
    unlimited,
    expiresAt: lastOf(usable.map((one) => one.expiresAt)),
    packages,
  });
}

/** `null` as soon as one part is unknown: a sum that is too low would look like an empty eSIM. */
export function sumOf(bytes: ReadonlyArray<number | null>): number | null {
  return bytes.reduce<number | null>((total, one) => (total === null || one === null ? null : total + one), 0);
}

/** What is left of one when the other is taken off, never less than nothing. */
export function less(total: number | null, part: number | null): number | null {
  return total === null || part === null ? null : Math.max(0, total - part);
}

/** The latest end; `null` when one of them never ends or does not say. */
function lastOf(times: ReadonlyArray<string | null>): string | null {
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known.at(-1) ?? null) : null;
}
