/** One bound for all the waiting that an item causes, also over its tries (Retry On Fail). */
import { BoundedMap } from '../providers/kit/memory';
import type { Clock } from './clock';
import type { Place } from './notes';

/** Waiting that is left, by item of a node: the tries of one execution share it. */
const left = new BoundedMap<number>(5_000);

export class Patience {
  private readonly name: string;

  /**
   * @param mostMs how long this item may wait altogether
   * @param signal ends every wait: n8n was told to stop
   */
  constructor(
    place: Place,
    mostMs: number,
    private readonly clock: Clock,
    private readonly signal?: AbortSignal,
  ) {
    this.name = JSON.stringify([place.execution, place.node, place.run, place.item]);
    if (!left.has(this.name)) left.set(this.name, mostMs);
  }

  get leftMs(): number {
    return left.get(this.name) ?? 0;
  }

  /** @returns false, without having waited, when that is more than is left, and when n8n was told to stop */
  async wait(milliseconds: number): Promise<boolean> {
    if (milliseconds > this.leftMs || this.signal?.aborted) return false;
    left.set(this.name, this.leftMs - milliseconds);
    await this.orStopped(this.clock.sleep(milliseconds));
    return !this.signal?.aborted;
  }

  private async orStopped(sleeping: Promise<void>): Promise<void> {
    const { signal } = this;
    if (!signal) return await sleeping;
    let stop = (): void => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    signal.addEventListener('abort', stop, { once: true });
    await Promise.race([sleeping, stopped]);
    signal.removeEventListener('abort', stop);
  }
}
