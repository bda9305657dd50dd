import { createHash } from 'crypto';

/**
 * A short id that is the same for every delivery of the same event: 32 hexadecimal digits made from what identifies
 * it. The parts' order and their borders count.
 */
export function eventIdFrom(...parts: Array<string | null>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
