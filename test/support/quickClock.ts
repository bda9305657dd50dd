/** A clock by which waiting takes no time, and that can be put forward. */
import type { Clock } from '../../purchase/clock';

export class QuickClock implements Clock {
  private aheadMs = 0;
  now = (): number => Date.now() + this.aheadMs;
  sleep = async (milliseconds: number): Promise<void> => {
    this.putForward(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  };
  putForward(milliseconds: number): void {
    this.aheadMs += milliseconds;
  }
}
