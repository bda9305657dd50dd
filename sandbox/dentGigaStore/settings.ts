/**
 * Where the provider's behaviour is not known (`facts/providers/dent-giga-store.md`, section 17), the sandbox takes the
 * mildest one and lets a test choose another here. What the documentation does say is not a setting.
 */
import type { SendingRules } from '../core/webhooks';

export interface DentSettings {
  /** Section 11.2: the documentation shows an array, two clients read an object. */
  customersEnvelope: 'array' | 'object';
  /** Section 11.2: the order of the list is unknown. */
  customersOrder: 'oldestFirst' | 'newestFirst';
  /** Section 11.2: the largest page is unknown; a bigger `page_size` is cut down silently. 0: no limit. */
  largestPage: number;
  /** Section 13: the Error Handling page is not known. */
  errorShape: 'problem' | 'message' | 'error' | 'text' | 'html' | 'empty';
  /** Section 13: statuses of refusals are unknown; by the rule's name (see refusals.ts), else the sandbox's guess. */
  refusalStatuses: Record<string, number>;
  /** Section 10: the page prints the path without `/gigastore`, unlike every other. */
  refundPathPrefix: '' | '/gigastore';
  /** Section 10: a monthly maximum exists, its number is unknown. */
  refundsPerMonth: number;
  /** Section 10: refund of a package that waits for its activation. */
  refundWaitingPackages: boolean;
  /** Section 10: "ok" is all that is said of the answer. */
  refundAnswer: 'empty' | 'text' | 'item';
  /** Section 10: what lists show of a refunded package. */
  refundedPackages: 'withoutData' | 'unchanged' | 'hidden';
  /** Section 2: the unit is not stated; taken as seconds. */
  tokenSeconds: number;
  /** Section 2: whether a new token ends the one before. */
  tokensAreExclusive: boolean;
  /** Section 7.1: values other than "success" are unknown. */
  statusWord: string;
  /** Section 7.1: "empty until activation" may be any of these. */
  emptyActivatedAt: 'null' | 'emptyString' | 'absent';
  /** Section 7.1: `metatag`, `userIp` and `userCountry` are not marked optional, nor required. */
  requireMetatag: boolean;
  requireUserIpAndCountry: boolean;
  /** Section 7.1: a length limit of `metatag` is unknown. 0: none. */
  longestMetatag: number;
  /** Section 9: fields that only strangers' code sends (userIp, userCountry, customerProfileDomainId, dedicated). */
  acceptThirdPartyFields: boolean;
  /** Section 9.2: whether the country set is checked here as well. */
  topUpWithProfileChecksCountrySet: boolean;
  /** Section 13: an `idempotency-key` header is claimed by one client. Ignored is the dangerous case. */
  idempotencyKey: 'ignored' | 'honoured';
  /** Section 7.2: answer and repetition of the ON_DEMAND call are unknown. */
  activateAnswer: 'item' | 'empty';
  activateAgain: 'accepted' | 'refused';
  /** Section 3: that sales can be listed and read (E12, E13) is known only from others' code. */
  activatedItems: 'offered' | 'missing';
  /** Section 11.5: how one activated item looks is unknown but for a `customer` object with `uid`. */
  activatedItemShape: 'flat' | 'nested';
  /** Section 4: `validityUnlimited` presumably means no end. */
  unlimitedExpiresAt: 'null' | 'absent' | 'farFuture';
  /** Section 11.2: what the total counts. */
  totalBalanceCounts: 'unexpired' | 'activeOnly';
  /** Section 7.1: units vary in the samples. */
  balanceUnits: 'mixed' | 'asSold';
  /** Section 16, point 5: 3 digits on register, 5 and 0 on top-up, 0 in lists; or the same everywhere. */
  timestampDigits: 'asInSamples' | '0' | '3' | '5';
  /** Section 8: whether the address inside the Apple link is percent-encoded. */
  appleLinkEncoded: boolean;
  /** Section 12.3: 100 MB as 100 x 1048576 or 10^8. */
  alertBelowBytes: number;
  /** Section 12.3: the text speaks of several customers, the sample is one object. */
  alertShape: 'object' | 'array';
  /** Section 12.5: "whenever a balance is activated", so probably also for NOW. */
  activationWebhookForNow: boolean;
  /** Section 12.1: retries, delays and duplicates are unknown; "a few seconds" is the delay. */
  webhooks: SendingRules;
}

export const DEFAULT_SETTINGS: Readonly<DentSettings> = {
  customersEnvelope: 'array',
  customersOrder: 'oldestFirst',
  largestPage: 0,
  errorShape: 'problem',
  refusalStatuses: {},
  refundPathPrefix: '',
  refundsPerMonth: 50,
  refundWaitingPackages: true,
  refundAnswer: 'empty',
  refundedPackages: 'withoutData',
  tokenSeconds: 86400,
  tokensAreExclusive: false,
  statusWord: 'success',
  emptyActivatedAt: 'null',
  requireMetatag: false,
  requireUserIpAndCountry: false,
  longestMetatag: 0,
  acceptThirdPartyFields: false,
  topUpWithProfileChecksCountrySet: true,
  idempotencyKey: 'ignored',
  activateAnswer: 'item',
  activateAgain: 'accepted',
  activatedItems: 'offered',
  activatedItemShape: 'flat',
  unlimitedExpiresAt: 'null',
  totalBalanceCounts: 'unexpired',
  balanceUnits: 'mixed',
  timestampDigits: 'asInSamples',
  appleLinkEncoded: false,
  alertBelowBytes: 100 * 1024 * 1024,
  alertShape: 'object',
  activationWebhookForNow: true,
  webhooks: { delayMs: 0, timeoutMs: 10_000, copies: 1, attempts: 1 },
};

/** What a setting with a choice may be; the others are checked by the type of their default. */
const CHOICES: Partial<Record<keyof DentSettings, readonly string[]>> = {
  customersEnvelope: ['array', 'object'],
  customersOrder: ['oldestFirst', 'newestFirst'],
  errorShape: ['problem', 'message', 'error', 'text', 'html', 'empty'],
  refundPathPrefix: ['', '/gigastore'],
  refundAnswer: ['empty', 'text', 'item'],
  refundedPackages: ['withoutData', 'unchanged', 'hidden'],
  emptyActivatedAt: ['null', 'emptyString', 'absent'],
  idempotencyKey: ['ignored', 'honoured'],
  activateAnswer: ['item', 'empty'],
  activateAgain: ['accepted', 'refused'],
  activatedItems: ['offered', 'missing'],
  activatedItemShape: ['flat', 'nested'],
  unlimitedExpiresAt: ['null', 'absent', 'farFuture'],
  totalBalanceCounts: ['unexpired', 'activeOnly'],
  balanceUnits: ['mixed', 'asSold'],
  timestampDigits: ['asInSamples', '0', '3', '5'],
  alertShape: ['object', 'array'],
};

/** Settings as they were with some replaced. Throws for a name or a value that does not exist. */
export function changeSettings(settings: DentSettings, change: Readonly<Record<string, unknown>>): DentSettings {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new Error(`no such setting: ${name}`);
    const key = name as keyof DentSettings;
    const fits = CHOICES[key]?.includes(String(value)) ?? typeof value === typeof DEFAULT_SETTINGS[key];
    if (!fits || value === null) throw new Error(`not a value of the setting ${name}: ${JSON.stringify(value)}`);
  }
  const webhooks = { ...settings.webhooks, ...(change['webhooks'] as Partial<SendingRules> | undefined) };
  return { ...settings, ...(change as Partial<DentSettings>), webhooks };
}
