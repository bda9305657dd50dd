import { oneAtATime } from '../../purchase/oneAtATime';

describe('tasks of one name', () => {
  it('run one after the other, whatever became of the one before', async () => {
    const steps: string[] = [];
    const task =
      (name: string, fails = false) =>
      async (): Promise<string> => {
        steps.push(`${name} begins`);
        await new Promise(setImmediate);
        steps.push(`${name} ends`);
        return fails ? await Promise.reject(new Error(name)) : name;
      };
    const ended = await Promise.allSettled([
      oneAtATime('same', task('a', true)),
      oneAtATime('same', task('b')),
      oneAtATime('same', task('c')),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('do not wait for those of another name, nor for those that have ended', async () => {
    const stuck = oneAtATime('stuck', async () => await new Promise(() => undefined));
    await expect(oneAtATime('other', async () => await Promise.resolve(1))).resolves.toBe(1);
    await expect(oneAtATime('other', async () => await Promise.resolve(2))).resolves.toBe(2);
    expect(stuck).toBeInstanceOf(Promise);
  });
});
