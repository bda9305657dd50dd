/** A clock by which waiting takes no time: a stand-in's time passes instead, and what people wait for comes. */
import type { Clock } from '../../purchase/clock';

export function clockOf(sandbox: { advance(milliseconds: number): Promise<unknown> }): Clock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    async sleep(milliseconds) {
      aheadMs += milliseconds;
      await sandbox.advance(milliseconds);
    },
  };
}
