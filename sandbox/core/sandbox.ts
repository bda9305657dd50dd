/** The handle that a test has on a running stand-in. */
import type { Books } from './books';
import type { Faults } from './faults';
import type { JournalEntry } from './journal';
import type { DeviceInput } from './life';
import type { Delivery, WebhookSender } from './webhooks';
import type { Kind } from './world';

/** A running stand-in, with what its client signs in with. */
export type Sandbox<K extends Kind> = K['account'] & {
  /** Address of the server, without a trailing slash. The control page is at its root. */
  url: string;
  /** Base URL of the API. */
  baseUrl: string;
  /** Base URL of the control API: `<url>/_sandbox`. */
  controlUrl: string;
  faults: Faults;
  webhooks: WebhookSender;
  books(): Books & K['books'];
  /** How often this exact client reference was bought. */
  purchasesFor(reference: string): number;
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  settings(): K['settings'];
  changeSettings(change: Partial<K['settings']>): void;
  /** Does something with the phone of an eSIM; resolves when the webhooks that follow are answered. */
  device(iccid: string, action: string, input?: DeviceInput): Promise<DeviceOutcome>;
  /** Decimal text. Throws where the provider sends invoices. */
  addCredit(amount: string): void;
  expireTokens(): void;
  /** Time passes; resolves when the webhooks that follow are answered. */
  advance(milliseconds: number): Promise<Delivery[]>;
  /** Refuses connections for this long, then listens on the same port again. */
  goOffline(milliseconds: number): Promise<void>;
  /** Resolves when no request, no delivery and no time offline is under way any more. */
  settled(): Promise<void>;
  /** Forgets all that happened; settings, webhook URLs and the clock stay. */
  reset(seed?: string): void;
  stop(): Promise<void>;
};

export interface DeviceOutcome {
  deliveries: Delivery[];
  /** Only after using data. */
  usedBytes: number | null;
}
