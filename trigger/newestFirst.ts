/**
 * Bounds what all deliveries of this n8n do at the same time. A flood that is worked on all at once makes every sender wait
 * too long, and all of them come again; so a few are worked on, and of those that wait the newest goes first, since the
 * oldest is about to be told to come again anyway.
 */
export function newestFirst(places: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: Array<() => void> = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.pop();
      if (next) next();
      else free++;
    }
  };
}
