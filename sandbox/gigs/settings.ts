/**
 * Where Gigs' behaviour is not known or differs between versions (`facts/providers/gigs.md`, section 20), the sandbox takes
 * what the newest copy says and lets a test choose otherwise here.
 */
import type { SendingRules } from '../core/webhooks';

export interface GigsSettings {
  /** Section 5: honoured, or the header makes requests fail (older copies), or nothing happens (nowhere described). */
  idempotency: 'honoured' | 'rejected' | 'ignored';
  /** Section 16: whether the project has Billing. */
  billing: boolean;
  /** Section 16: what a project without Billing answers to invoices is unknown. */
  withoutBilling: 403 | 404 | 422 | 501;
  /** Section 12: six fields, the four of older copies, or six of which the two links are null. */
  credentials: 'six' | 'four' | 'nullLinks';
  /** Section 12: what the credentials of a physical SIM are. */
  physicalCredentials: 'nulls' | 'notFound';
  /** Section 10: how long the activation of a new eSIM takes. */
  activationSeconds: number;
  /** Section 14.2: usage balances are a preview. */
  usageBalances: 'offered' | 404 | 501;
  /** Section 10: which call ends a subscription at once. */
  endCall: 'post' | 'delete';
  /** Section 10: an older version refuses the statuses that came later. */
  olderStatuses: boolean;
  /** Section 14.2: a threshold of a data balance, in percent, whose crossing is told. */
  thresholdPercent: number;
  /** Section 18: the secret of the endpoint, and whether headers are called webhook-* or svix-*. */
  webhookSecret: string;
  webhookHeaders: 'webhook' | 'svix';
  webhooks: SendingRules;
}

export const DEFAULT_SETTINGS: Readonly<GigsSettings> = {
  idempotency: 'honoured',
  billing: false,
  withoutBilling: 403,
  credentials: 'six',
  physicalCredentials: 'nulls',
  activationSeconds: 20,
  usageBalances: 'offered',
  endCall: 'post',
  olderStatuses: false,
  thresholdPercent: 80,
  // "sandbox sandbox sandbox!" in Base64: opens nothing
  webhookSecret: 'whsec_c2FuZGJveCBzYW5kYm94IHNhbmRib3gh',
  webhookHeaders: 'webhook',
  // Svix tries as often, over more than a day
  webhooks: { delayMs: 0, timeoutMs: 15_000, copies: 1, attempts: 8, pauseMs: 250 },
};

const CHOICES: Partial<Record<keyof GigsSettings, ReadonlyArray<string | number>>> = {
  idempotency: ['honoured', 'rejected', 'ignored'],
  withoutBilling: [403, 404, 422, 501],
  credentials: ['six', 'four', 'nullLinks'],
  physicalCredentials: ['nulls', 'notFound'],
  usageBalances: ['offered', 404, 501],
  endCall: ['post', 'delete'],
  webhookHeaders: ['webhook', 'svix'],
};

/** Settings as they were with some replaced. Throws for a name or a value that does not exist. */
export function changeSettings(settings: GigsSettings, change: Readonly<Record<string, unknown>>): GigsSettings {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new Error(`no such setting: ${name}`);
    const key = name as keyof GigsSettings;
    const choices = CHOICES[key];
    const fits = choices ? choices.includes(value as string) : typeof value === typeof DEFAULT_SETTINGS[key];
    if (!fits || value === null) throw new Error(`not a value of the setting ${name}: ${JSON.stringify(value)}`);
  }
  const webhooks = { ...settings.webhooks, ...(change['webhooks'] as Partial<SendingRules> | undefined) };
  return { ...settings, ...(change as Partial<GigsSettings>), webhooks };
}
