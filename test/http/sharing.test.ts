import { makeSharing } from '../../http/sharing';

/** Loads numbers, 1, 2, 3…, and ends each loading only when told to. */
function slowLoader() {
  const ends: Array<(end: () => unknown) => void> = [];
  const load = async (): Promise<unknown> => {
    const number = ends.length + 1;
    const end = await new Promise<() => unknown>((resolve) => ends.push(resolve));
    return end() ?? number;
  };
  const end = async (number: number, how: () => unknown = () => undefined): Promise<void> => {
    while (ends.length < number) await Promise.resolve();
    ends[number - 1]?.(how);
  };
  return { load, end, begun: () => ends.length };
}

async function aMoment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('what is shared', () => {
  it('is loaded once for all who ask while it is under way, and again for those who come later', async () => {
    const { share } = makeSharing();
    const { load, end } = slowLoader();
    const asked = [share('list', load), share('list', load)];
    await end(1);
    expect(await Promise.all(asked)).toEqual([1, 1]);

    const later = share('list', load);
    await end(2);
    expect(await later).toBe(2);
  });
});

describe('what is shared fresh', () => {
  it('is loaded once for all who ask before the loading begins', async () => {
    const { shareFresh } = makeSharing();
    const { load, end, begun } = slowLoader();
    const asked = [shareFresh('list', load), shareFresh('list', load), shareFresh('list', load)];
    await end(1);
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    expect(begun()).toBe(1);
  });

  it('never gives what was asked for before: who comes in between waits for the next, together with the others', async () => {
    const { shareFresh } = makeSharing();
    const { load, end, begun } = slowLoader();
    const first = shareFresh('list', load);
    await aMoment();
    const late = [shareFresh('list', load), shareFresh('list', load)];
    await aMoment();
    expect(begun()).toBe(1);

    await end(1);
    expect(await first).toBe(1);
    await end(2);
    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('is loaded anew for the next after a loading that failed', async () => {
    const { shareFresh } = makeSharing();
    const { load, end } = slowLoader();
    const first = shareFresh('list', load);
    await aMoment();
    const second = shareFresh('list', load);
    const failed = expect(first).rejects.toThrow('gone');
    await end(1, () => {
      throw new Error('gone');
    });
    await failed;
    await end(2);
    expect(await second).toBe(2);
  });

  it('keeps things of different names apart', async () => {
    const { shareFresh } = makeSharing();
    const { load, end, begun } = slowLoader();
    const asked = [shareFresh('list', load), shareFresh('another', load)];
    await aMoment();
    expect(begun()).toBe(2);
    await Promise.all([end(1), end(2)]);
    expect(await Promise.all(asked)).toEqual([1, 2]);
  });
});
