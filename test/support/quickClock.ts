/** Time that passes as soon as somebody waits for it. */
import type { Clock } from '../../purchase/clock';

export interface QuickClock extends Clock {
  /** What was waited for altogether, in milliseconds. */
  waitedMs(): number;
  putForward(milliseconds: number): void;
}

export function quickClock(): QuickClock {
  let waited = 0;
  let ahead = 0;
  return {
    now: () => Date.now() + waited + ahead,
    async sleep(milliseconds) {
      waited += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
    waitedMs: () => waited,
    putForward: (milliseconds) => void (ahead += milliseconds),
  };
}
