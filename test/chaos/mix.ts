/** What goes wrong in the chaos runs: every kind of fault that the sandboxes know, drawn by a seed. */
import type { FaultMix } from '../../sandbox';

/** About a third of all requests go wrong. */
const PROBABILITIES: FaultMix['probabilities'] = {
  cutBeforeCommit: 0.025,
  cutAfterCommit: 0.04,
  hangBeforeCommit: 0.006,
  hangAfterCommit: 0.01,
  error500BeforeCommit: 0.02,
  error500AfterCommit: 0.03,
  error502BeforeCommit: 0.015,
  error502AfterCommit: 0.02,
  error503BeforeCommit: 0.015,
  error503AfterCommit: 0.015,
  errorInSuccessBeforeCommit: 0.015,
  errorInSuccessAfterCommit: 0.015,
  tooManyRequests: 0.015,
  tooManyRequestsWithRetryAfter: 0.015,
  truncatedJson: 0.02,
  malformedJson: 0.015,
  emptyBody: 0.015,
  brokenGzip: 0.01,
  cutMidBody: 0.015,
  tokenExpired: 0.015,
  slowBeforeCommit: 0.01,
  slowAfterCommit: 0.01,
};

/** Request Timeout of the nodes under faults, in seconds; a purchase gets three times as long. More for a busy machine. */
export const PATIENCE_SECONDS = Number(process.env.CHAOS_PATIENCE ?? 1);

/** A slow request takes, and a hanging one lasts, longer than a purchase is waited for. */
export function faultMix(seed: string): FaultMix {
  return { seed, probabilities: PROBABILITIES, ms: PATIENCE_SECONDS * 4_000 };
}
