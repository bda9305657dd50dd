/** Decimal money as whole numbers: no sum in the sandbox's books is ever a binary float. */

const SCALE = 6;

/** "4.99" -> 4990000n (millionths). Throws for anything that is not a plain decimal with at most six places. */
export function toUnits(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(decimal);
  if (!match) throw new Error(`not a decimal amount: ${decimal}`);
  const units = BigInt((match[2] ?? '') + (match[3] ?? '').padEnd(SCALE, '0'));
  return match[1] === '-' ? -units : units;
}

/** 4990000n -> "4.99"; always at least two places. */
export function toDecimal(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const places = digits.slice(-SCALE).replace(/0{1,4}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${places}`;
}
