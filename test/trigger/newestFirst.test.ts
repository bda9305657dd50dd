import { newestFirst } from '../../trigger/newestFirst';

/** Tasks that end when they are told to. */
function tasks() {
  const started: string[] = [];
  const ends = new Map<string, (how: 'well' | 'badly') => void>();
  const task = (name: string) => async (): Promise<string> => {
    started.push(name);
    const how = await new Promise<'well' | 'badly'>((resolve) => ends.set(name, resolve));
    if (how === 'badly') throw new Error(name);
    return name;
  };
  return { started, task, end: (name: string, how: 'well' | 'badly' = 'well') => ends.get(name)?.(how) };
}

const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('a bound for what is done at the same time', () => {
  it('lets the newest of those that wait go first', async () => {
    const { started, task, end } = tasks();
    const inTurn = newestFirst(2);
    const all = ['a', 'b', 'c', 'd'].map(async (name) => await inTurn(task(name)));
    await settle();
    expect(started).toEqual(['a', 'b']);
    end('a');
    await settle();
    expect(started).toEqual(['a', 'b', 'd']);
    for (const name of ['b', 'd']) end(name);
    await settle();
    end('c');
    await expect(Promise.all(all)).resolves.toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives the place of a task that fails to the next one', async () => {
    const { started, task, end } = tasks();
    const inTurn = newestFirst(1);
    const failing = inTurn(task('failing'));
    const next = inTurn(task('next'));
    await settle();
    end('failing', 'badly');
    await expect(failing).rejects.toThrow('failing');
    await settle();
    expect(started).toEqual(['failing', 'next']);
    end('next');
    await expect(next).resolves.toBe('next');
  });
});
