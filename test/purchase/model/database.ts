/**
 * n8n's deduplication store as `test/support/processedData.ts` has it (one row, read whole and written back whole, no
 * lock), in the time of the model's world, and with the entries readable.
 */
import type { Rows } from '../../../purchase/store';
import type { Life, World } from './world';

/** How one call goes. */
export interface DatabaseFault {
  /** Between reading the row and writing it back, in milliseconds. */
  gap?: number;
  /** It throws: without having done anything, or after having done it all the same. */
  fails?: 'before' | 'after';
}

const READING_MS = 2;
const USUAL_GAP_MS = 4;

export class Database {
  row: string[] = [];
  /** A call that was carried out and failed all the same. */
  hasLied = false;
  /** Something could not be done, or be taken back, although it was tried twice. */
  hasGivenUp = false;
  longestMs = 0;

  private failures = 0;

  /** @param faults those of the next calls, whoever makes them */
  constructor(
    private readonly world: World,
    readonly faults: DatabaseFault[],
  ) {}

  /** What n8n's helpers are in one process. */
  seenBy(life: Life): Rows {
    const change = async <T>(act: (row: string[]) => T): Promise<T> => await this.change(life, act);
    return {
      checkProcessedAndRecord: async (items, _scope, { maxEntries }) =>
        await change((row) => {
          const present = new Set(row);
          const processed = items.filter((item) => present.has(String(item)));
          const fresh = items.filter((item) => !present.has(String(item)));
          row.push(...fresh.map(String));
          if (maxEntries) row.splice(0, row.length - maxEntries);
          return { new: fresh, processed };
        }),
      removeProcessed: async (items) =>
        await change((row) => {
          for (const item of items) if (row.includes(String(item))) row.splice(row.indexOf(String(item)), 1);
        }),
    };
  }

  private async change<T>(life: Life, act: (row: string[]) => T): Promise<T> {
    const { gap = USUAL_GAP_MS, fails } = this.faults.shift() ?? {};
    const started = this.world.now;
    await this.world.after(READING_MS, life);
    this.failures = fails ? this.failures + 1 : 0;
    if (this.failures > 1) this.hasGivenUp = true;
    if (fails === 'before') throw new Error('database is locked');
    const row = [...this.row];
    await this.world.after(gap, life);
    this.longestMs = Math.max(this.longestMs, this.world.now - started);
    const result = act(row);
    this.row = row;
    if (fails === 'after') {
      this.hasLied = true;
      throw new Error('the connection was lost');
    }
    return result;
  }
}
