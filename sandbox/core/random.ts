/**
 * Seeded randomness: the same seed gives the same identifiers and the same faults, run after run.
 * Not for secrets: everything here is made up anyway.
 */
import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on nothing but the text. */
export function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** Deterministic stream of made-up values. */
export class Random {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** Lower-case hexadecimal text of the given length. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) {
      text += createHash('sha256').update(`${this.seed}/${this.drawn++}`).digest('hex');
    }
    return text.slice(0, length);
  }

  /** Decimal digits of the given length. */
  digits(length: number): string {
    return [...this.hex(length * 2)]
      .map((character) => parseInt(character, 16) % 10)
      .slice(0, length)
      .join('');
  }

  /** Text in the form of a version 4 UUID. */
  uuid(): string {
    const text = this.hex(32);
    return [
      text.slice(0, 8),
      text.slice(8, 12),
      `4${text.slice(13, 16)}`,
      `a${text.slice(17, 20)}`,
      text.slice(20),
    ].join('-');
  }
}
