/**
 * Where the provider's behaviour is not known (`facts/providers/1global-connect.md`, sections 3.2 and 7), the sandbox
 * takes the mildest one and lets a test choose another here. What the documentation does say is not a setting.
 */
import type { SendingRules } from '../core/webhooks';

export interface ConnectSettings {
  /** Section 1.9: how long an order stays ACCEPTED, then FULFILLING, is unknown. */
  acceptedMs: number;
  fulfillingMs: number;
  /** So many of the next orders end as FAILED; no reason is documented. */
  nextOrdersFail: number;
  /** Section 1.2. */
  tokenSeconds: number;
  /** Section 1.2: the name of the field is only known from Keycloak. */
  tokenTellsLifetime: boolean;
  /** Section 2.3: singular in the guides, plural in the OpenAPI file. */
  v1OrderPath: 'singular' | 'plural';
  /** Section 2.3.4: bare by the schema, wrapped by the example; known from one source only. */
  v1OrderList: 'bare' | 'wrapped' | 'missing';
  /** Section 3.6: `device_id` is documented for a single v2 subscription only. */
  deviceIdInLists: boolean;
  deviceIdInDetails: boolean;
  /** Section 3.2: the printed examples contradict themselves. */
  pageMetadata: 'truthful' | 'alwaysNext' | 'pageCountOne' | 'pageOneForever' | 'linksOnly';
  /** Section 3.2: what a page behind the last one is. */
  behindLastPage: 'empty' | 'lastPageAgain' | 'notFound';
  /** Section 3.2: the largest page is unknown; a bigger one is cut down silently. */
  largestPage: number;
  /** Section 3.6: both are printed. */
  balances: 'number' | 'text';
  spentName: 'spend_balance' | 'spent_balance';
  /** Section 1.10: the forms in which activation codes are printed. */
  lpa: 'asPrinted' | 'canonical' | 'partsOnly';
  /** Section 3.2: what links begin with. */
  links: 'placeholder' | 'absolute' | 'path';
  /** Section 1.6, status 406: new eSIMs that the account may still have. -1: any number. */
  esimsLeft: number;
  /** Section 1.7: requests in any 60 seconds. 0: no limit. */
  requestsPerMinute: number;
  /** Sections 2.5.3 and 1.9: statuses of these refusals are unknown. */
  deleteRefusedStatus: number;
  tooManyActiveStatus: number;
  /** Section 2.6: what a second registration of a type does in v1. */
  v1RegisteringTwice: 'replaces' | 'refused';
  /** Section 1.11: letters are swapped in some lists. */
  swappedLetters: boolean;
  /** Section 3.7: Basic authentication towards the receiver. Empty: none. */
  webhookUser: string;
  webhookPassword: string;
  /** Section 2.6: retries, delays and duplicates are unknown. */
  webhooks: SendingRules;
}

export const DEFAULT_SETTINGS: Readonly<ConnectSettings> = {
  acceptedMs: 200,
  fulfillingMs: 300,
  nextOrdersFail: 0,
  tokenSeconds: 300,
  tokenTellsLifetime: true,
  v1OrderPath: 'singular',
  v1OrderList: 'bare',
  deviceIdInLists: false,
  deviceIdInDetails: true,
  pageMetadata: 'truthful',
  behindLastPage: 'empty',
  largestPage: 40,
  balances: 'number',
  spentName: 'spend_balance',
  lpa: 'asPrinted',
  links: 'placeholder',
  esimsLeft: -1,
  requestsPerMinute: 0,
  deleteRefusedStatus: 400,
  tooManyActiveStatus: 422,
  v1RegisteringTwice: 'replaces',
  swappedLetters: false,
  webhookUser: '',
  webhookPassword: '',
  webhooks: { delayMs: 0, timeoutMs: 10_000, copies: 1, attempts: 1 },
};

/** What a setting with a choice may be; the others are checked by the type of their default. */
const CHOICES: Partial<Record<keyof ConnectSettings, readonly string[]>> = {
  v1OrderPath: ['singular', 'plural'],
  v1OrderList: ['bare', 'wrapped', 'missing'],
  pageMetadata: ['truthful', 'alwaysNext', 'pageCountOne', 'pageOneForever', 'linksOnly'],
  behindLastPage: ['empty', 'lastPageAgain', 'notFound'],
  balances: ['number', 'text'],
  spentName: ['spend_balance', 'spent_balance'],
  lpa: ['asPrinted', 'canonical', 'partsOnly'],
  links: ['placeholder', 'absolute', 'path'],
  v1RegisteringTwice: ['replaces', 'refused'],
};

/** Settings as they were with some replaced. Throws for a name or a value that does not exist. */
export function changeSettings(settings: ConnectSettings, change: Readonly<Record<string, unknown>>): ConnectSettings {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new Error(`no such setting: ${name}`);
    const key = name as keyof ConnectSettings;
    const fits = CHOICES[key]?.includes(String(value)) ?? typeof value === typeof DEFAULT_SETTINGS[key];
    if (!fits || value === null) throw new Error(`not a value of the setting ${name}: ${JSON.stringify(value)}`);
  }
  const webhooks = { ...settings.webhooks, ...(change['webhooks'] as Partial<SendingRules> | undefined) };
  return { ...settings, ...(change as Partial<ConnectSettings>), webhooks };
}
