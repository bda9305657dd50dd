/** A clock by which waiting takes no time, and that can be put forward. */
import type { Clock } from '../../purchase/clock';

export class QuickClock implements Clock {
  private waited = 0;
  private aheadMs = 0;

  now = (): number => Date.now() + this.waited + this.aheadMs;

  sleep = async (milliseconds: number): Promise<void> => {
    this.waited += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
  };

  putForward(milliseconds: number): void {
    this.aheadMs += milliseconds;
  }

  /** What was waited for altogether, in milliseconds. */
  waitedMs(): number {
    return this.waited;
  }
}

export function quickClock(): QuickClock {
  return new QuickClock();
}
