/** Loading a thing once for all items of an execution that need it. */

export interface Sharing {
  /** Loads a thing at most once at a time: callers that ask while it is under way share the answer. */
  share<T>(key: string, load: () => Promise<T>): Promise<T>;
  /**
   * Nobody gets an answer to what was asked before: who asks while a loading is under way waits for the next, together
   * with all others who do. For what may have changed a moment ago.
   */
  shareFresh<T>(key: string, load: () => Promise<T>): Promise<T>;
}

export function makeSharing(): Sharing {
  return { share: makeShare(), shareFresh: makeShareFresh() };
}

function makeShare(): Sharing['share'] {
  const underWay = new Map<string, Promise<unknown>>();
  return async <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const pending = underWay.get(key);
    if (pending) return (await pending) as T;
    const loading = load();
    underWay.set(key, loading);
    try {
      return await loading;
    } finally {
      underWay.delete(key);
    }
  };
}

function makeShareFresh(): Sharing['shareFresh'] {
  const latest = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<unknown>>();
  return async <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const start = (): Promise<T> => {
      next.delete(key);
      const loading = load();
      latest.set(key, loading);
      return loading;
    };
    const mine = next.get(key) ?? (latest.get(key) ?? Promise.resolve()).then(start, start);
    next.set(key, mine);
    return (await mine) as T;
  };
}
