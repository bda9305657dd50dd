/** Bounded parallelism: a few at once, results in order, one failure harming no other. */

export type Settled<T> = { value: T } | { error: unknown };

export interface InParallel<T> {
  /** How many run at the same time, at least 1. */
  atOnce: number;
  /** Start nothing more once one has failed. What is under way is always waited for. */
  stopAfterFailure: boolean;
  run: (index: number) => Promise<T>;
}

/** @returns one entry per index, in order; undefined for what was not started */
export async function inParallel<T>(
  count: number,
  { atOnce, stopAfterFailure, run }: InParallel<T>,
): Promise<Array<Settled<T> | undefined>> {
  const results = new Array<Settled<T> | undefined>(count).fill(undefined);
  let next = 0;
  let stopped = false;

  async function work(): Promise<void> {
    while (next < count && !stopped) {
      const index = next++;
      const settled = await settle(async () => await run(index));
      results[index] = settled;
      if ('error' in settled && stopAfterFailure) stopped = true;
    }
  }

  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
  return results;
}

async function settle<T>(task: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await task() };
  } catch (error) {
    return { error };
  }
}
