import { randomUUID } from 'node:crypto';

import type { Place } from '../../purchase/notes';
import { Patience } from '../../purchase/patience';
import { TestClock } from './processes';

let clock: TestClock;
let place: Place;

beforeEach(() => {
  clock = new TestClock();
  place = { execution: randomUUID(), node: 'node-1', run: 0, item: 0 };
});

describe('the waiting of an item', () => {
  it('has one bound, whatever it waits for', async () => {
    const patience = new Patience(place, 10_000, clock);
    await expect(patience.wait(6_000)).resolves.toBe(true);
    await expect(patience.wait(5_000)).resolves.toBe(false);
    await expect(patience.wait(4_000)).resolves.toBe(true);
    await expect(patience.wait(1)).resolves.toBe(false);
    expect(clock.slept).toEqual([6_000, 4_000]);
    expect(patience.leftMs).toBe(0);
  });

  it('has the same bound over its tries', async () => {
    await new Patience(place, 10_000, clock).wait(8_000);
    const again = new Patience(place, 10_000, clock);
    expect(again.leftMs).toBe(2_000);
    await expect(again.wait(3_000)).resolves.toBe(false);
  });

  it.each<Partial<Place>>([{ item: 1 }, { run: 1 }, { node: 'node-2' }, { execution: 'another' }])(
    'is its own: %j has another',
    async (other) => {
      await new Patience(place, 10_000, clock).wait(8_000);
      expect(new Patience({ ...place, ...other }, 10_000, clock).leftMs).toBe(10_000);
    },
  );

  it('ends when n8n is told to stop', async () => {
    const controller = new AbortController();
    clock.sleep = async () => await new Promise(() => undefined);
    const waiting = new Patience(place, 10_000, clock, controller.signal).wait(5_000);
    controller.abort();
    await expect(waiting).resolves.toBe(false);
  });

  it('does not begin after that', async () => {
    const patience = new Patience(place, 10_000, clock, AbortSignal.abort());
    await expect(patience.wait(1)).resolves.toBe(false);
    expect(clock.slept).toEqual([]);
    expect(patience.leftMs).toBe(10_000);
  });

  it('goes on while nobody says stop, and leaves nobody listening', async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    await expect(new Patience(place, 10_000, clock, signal).wait(1_000)).resolves.toBe(true);
    expect(removed).toHaveBeenCalledTimes(1);
  });
});
