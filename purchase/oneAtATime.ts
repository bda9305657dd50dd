/** Runs tasks of the same name one after the other, inside this process. */

const tails = new Map<string, Promise<unknown>>();

/** Waits until every earlier task of this name has ended, however it ended, then runs this one. */
export async function oneAtATime<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve();
  const mine = before.then(task, task);
  tails.set(name, mine);
  try {
    return await mine;
  } finally {
    if (tails.get(name) === mine) tails.delete(name);
  }
}
