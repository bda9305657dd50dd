/**
 * Where Gigs' behaviour is not known or differs between versions (`facts/providers/gigs.md`, section 20), the sandbox takes
 * what the newest copy says and lets a test choose otherwise here.
 */
import { choice, sending, type SettingsOf } from '../core/settings';

export const SETTINGS = {
  /** Section 5: honoured, or the header makes requests fail (older copies), or nothing happens (nowhere described). */
  idempotency: choice('honoured', 'rejected', 'ignored'),
  /** Section 16: whether the project has Billing. */
  billing: false,
  /** Section 16: what a project without Billing answers to invoices is unknown. */
  withoutBilling: choice(403, 404, 422, 501),
  /** Section 12: six fields, the four of older copies, or six of which the two links are null. */
  credentials: choice('six', 'four', 'nullLinks'),
  /** Section 12: what the credentials of a physical SIM are. */
  physicalCredentials: choice('nulls', 'notFound'),
  /** Section 10: how long the activation of a new eSIM takes. */
  activationSeconds: 20,
  /** Section 14.2: usage balances are a preview. */
  usageBalances: choice('offered', 404, 501),
  /** Section 10: which call ends a subscription at once. */
  endCall: choice('post', 'delete'),
  /** Section 10: an older version refuses the statuses that came later. */
  olderStatuses: false,
  /** Section 14.2: a threshold of a data balance, in percent, whose crossing is told. */
  thresholdPercent: 80,
  /** Section 18: the secret of the endpoint ("sandbox sandbox sandbox!", opens nothing), and how headers begin. */
  webhookSecret: 'whsec_c2FuZGJveCBzYW5kYm94IHNhbmRib3gh',
  webhookHeaders: choice('webhook', 'svix'),
  /** Svix tries as often, over more than a day. */
  webhooks: sending({ timeoutMs: 15_000, attempts: 8, pauseMs: 250 }),
};

export type GigsSettings = SettingsOf<typeof SETTINGS>;
