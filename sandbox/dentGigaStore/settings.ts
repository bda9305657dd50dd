/**
 * Where the provider's behaviour is not known (`facts/providers/dent-giga-store.md`, section 17), the sandbox takes the
 * mildest one and lets a test choose another here. What the documentation does say is not a setting.
 */
import { choice, sending, type SettingsOf } from '../core/settings';

export const SETTINGS = {
  /** Section 11.2: the documentation shows an array, two clients read an object. */
  customersEnvelope: choice('array', 'object'),
  /** Section 11.2: the order of the list is unknown. */
  customersOrder: choice('oldestFirst', 'newestFirst'),
  /** Section 11.2: the largest page is unknown; a bigger `page_size` is cut down silently. 0: no limit. */
  largestPage: 0,
  /** Section 13: the Error Handling page is not known. */
  errorShape: choice('problem', 'message', 'error', 'text', 'html', 'empty'),
  /** Section 13: statuses of refusals are unknown; by the rule's name (see refusals.ts), else the sandbox's guess. */
  refusalStatuses: {} as Record<string, number>,
  /** Section 10: the page prints the path without `/gigastore`, unlike every other. */
  refundPathPrefix: choice('', '/gigastore'),
  /** Section 10: a monthly maximum exists, its number is unknown. */
  refundsPerMonth: 50,
  /** Section 10: refund of a package that waits for its activation. */
  refundWaitingPackages: true,
  /** Section 10: "ok" is all that is said of the answer. */
  refundAnswer: choice('empty', 'text', 'item'),
  /** Section 10: what lists show of a refunded package. */
  refundedPackages: choice('withoutData', 'unchanged', 'hidden'),
  /** Section 2: the unit is not stated; taken as seconds. */
  tokenSeconds: 86400,
  /** Section 2: whether a new token ends the one before. */
  tokensAreExclusive: false,
  /** Section 7.1: values other than "success" are unknown. */
  statusWord: 'success',
  /** Section 7.1: "empty until activation" may be any of these. */
  emptyActivatedAt: choice('null', 'emptyString', 'absent'),
  /** Section 7.1: `metatag`, `userIp` and `userCountry` are not marked optional, nor required. */
  requireMetatag: false,
  requireUserIpAndCountry: false,
  /** Section 7.1: a length limit of `metatag` is unknown. 0: none. */
  longestMetatag: 0,
  /** Section 9: fields that only strangers' code sends (userIp, userCountry, customerProfileDomainId, dedicated). */
  acceptThirdPartyFields: false,
  /** Section 9.2: whether the country set is checked here as well. */
  topUpWithProfileChecksCountrySet: true,
  /** Section 13: an `idempotency-key` header is claimed by one client. Ignored is the dangerous case. */
  idempotencyKey: choice('ignored', 'honoured'),
  /** Section 7.2: answer and repetition of the ON_DEMAND call are unknown. */
  activateAnswer: choice('item', 'empty'),
  activateAgain: choice('accepted', 'refused'),
  /** Section 3: that sales can be listed and read (E12, E13) is known only from others' code. */
  activatedItems: choice('offered', 'missing'),
  /** Section 11.5: how one activated item looks is unknown but for a `customer` object with `uid`. */
  activatedItemShape: choice('flat', 'nested'),
  /** Section 4: `validityUnlimited` presumably means no end. */
  unlimitedExpiresAt: choice('null', 'absent', 'farFuture'),
  /** Section 11.2: what the total counts. */
  totalBalanceCounts: choice('unexpired', 'activeOnly'),
  /** Section 7.1: units vary in the samples. */
  balanceUnits: choice('mixed', 'asSold'),
  /** Section 16, point 5: 3 digits on register, 5 and 0 on top-up, 0 in lists; or the same everywhere. */
  timestampDigits: choice('asInSamples', '0', '3', '5'),
  /** Section 8: whether the address inside the Apple link is percent-encoded. */
  appleLinkEncoded: false,
  /** Section 12.3: 100 MB as 100 x 1048576 or 10^8. */
  alertBelowBytes: 100 * 1024 * 1024,
  /** Section 12.3: the text speaks of several customers, the sample is one object. */
  alertShape: choice('object', 'array'),
  /** Section 12.5: "whenever a balance is activated", so probably also for NOW. */
  activationWebhookForNow: true,
  /** Section 12.1: retries, delays and duplicates are unknown; "a few seconds" is the delay. */
  webhooks: sending(),
};

export type DentSettings = SettingsOf<typeof SETTINGS>;
