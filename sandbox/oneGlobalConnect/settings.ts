/**
 * Where the provider's behaviour is not known (`facts/providers/1global-connect.md`, sections 3.2 and 7), the sandbox
 * takes the mildest one and lets a test choose another here. What the documentation does say is not a setting.
 */
import { choice, sending, type SettingsOf } from '../core/settings';

export const SETTINGS = {
  /** Section 1.9: how long an order stays ACCEPTED, then FULFILLING, is unknown. */
  acceptedMs: 200,
  fulfillingMs: 300,
  /** So many of the next orders end as FAILED; no reason is documented. */
  nextOrdersFail: 0,
  /** Section 1.2. */
  tokenSeconds: 300,
  /** Section 1.2: the name of the field is only known from Keycloak. */
  tokenTellsLifetime: true,
  /** Section 2.3: singular in the guides, plural in the OpenAPI file. */
  v1OrderPath: choice('singular', 'plural'),
  /** Section 2.3.4: bare by the schema, wrapped by the example; known from one source only. */
  v1OrderList: choice('bare', 'wrapped', 'missing'),
  /** Section 3.6: `device_id` is documented for a single v2 subscription only. */
  deviceIdInLists: false,
  deviceIdInDetails: true,
  /** Section 3.2: the printed examples contradict themselves. */
  pageMetadata: choice('truthful', 'alwaysNext', 'pageCountOne', 'pageOneForever', 'linksOnly'),
  /** Section 3.2: what a page behind the last one is. */
  behindLastPage: choice('empty', 'lastPageAgain', 'notFound'),
  /** Section 3.2: the largest page is unknown; a bigger one is cut down silently. */
  largestPage: 40,
  /** Section 3.6: both are printed. */
  balances: choice('number', 'text'),
  spentName: choice('spend_balance', 'spent_balance'),
  /** Section 1.10: the forms in which activation codes are printed. */
  lpa: choice('asPrinted', 'canonical', 'partsOnly'),
  /** Section 3.2: what links begin with. */
  links: choice('placeholder', 'absolute', 'path'),
  /** Section 1.6, status 406: new eSIMs that the account may still have. -1: any number. */
  esimsLeft: -1,
  /** Section 1.7: requests in any 60 seconds. 0: no limit. */
  requestsPerMinute: 0,
  /** Sections 2.5.3 and 1.9: statuses of these refusals are unknown. */
  deleteRefusedStatus: 400,
  tooManyActiveStatus: 422,
  /** Section 2.6: what a second registration of a type does in v1. */
  v1RegisteringTwice: choice('replaces', 'refused'),
  /** Section 1.11: letters are swapped in some lists. */
  swappedLetters: false,
  /** Section 3.7: Basic authentication towards the receiver. Empty: none. */
  webhookUser: '',
  webhookPassword: '',
  /** Section 2.6: retries, delays and duplicates are unknown. */
  webhooks: sending(),
};

export type ConnectSettings = SettingsOf<typeof SETTINGS>;
