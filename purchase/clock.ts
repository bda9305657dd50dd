/** Time, as purchases see it: tests bring a clock of their own. */
import { sleep } from 'n8n-workflow';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const REAL_CLOCK: Clock = { now: () => Date.now(), sleep };
