/** What can happen to one reference, in words that a counterexample can be read in. */
import type { IfOpen } from '../../../purchase/decide';
import type { DatabaseFault } from './database';
import type { Answer, Kind, Look } from './provider';

/** One run of the node with the reference. What is left out does not happen. */
export interface RunPlan {
  /** Since its group began. */
  startsAtMs?: number;
  /** In which of two processes. One that has died has been started again by then. */
  process?: 'first' | 'second';
  /** Another try of the item that this process has carried out last: Retry On Fail. */
  isRetry?: boolean;
  ifOpen?: IfOpen;
  /** It wants something else under the reference. */
  wantsOther?: boolean;
  /** The process dies before its so-manieth event since the run began. */
  killedAt?: number;
  /** n8n's *Stop* comes before that event. */
  stoppedAt?: number;
  /** The process stands still before that event, for longer than the waiting time. */
  stallsAt?: number;
}

/** Runs at about the same time. The next group begins when all is quiet. */
export interface Group {
  afterMs?: number;
  runs: RunPlan[];
}

export interface Scenario {
  provider: Kind;
  groups: Group[];
  /** Those of the next requests that spend money; after that all goes well. */
  answers?: Answer[];
  /** Those of the next looks at the books. */
  looks?: Look[];
  /** Those of the next calls of n8n's database. */
  database?: DatabaseFault[];
  /** How far the second process's clock is ahead. */
  clockIsAheadMs?: number;
}

export const MINUTE_MS = 60_000;
export const WAITING_MS = 30 * MINUTE_MS;
export const STALL_MS = WAITING_MS + 5 * MINUTE_MS;
/** The waiting time, and how far ahead of it clocks may be. */
export const CALM_MS = WAITING_MS + 15 * MINUTE_MS;
