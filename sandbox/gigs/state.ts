/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import { newIccid } from '../core/numbers';
import type { Random } from '../core/random';
import type { World } from '../core/world';
import { type Addon, type Plan, type Price, sampleAddons, samplePlans } from './catalogue';
import type { GigsSettings } from './settings';

export interface User {
  id: string;
  email: string;
  fullName: string | null;
  birthday: string | null;
  preferredLocale: string;
  metadata: Record<string, string>;
  createdAt: number;
}

export interface Address {
  id: string;
  user: string;
  line1: string;
  line2: string | null;
  city: string;
  state: string | null;
  postalCode: string | null;
  country: string;
  createdAt: number;
}

export interface Sim {
  id: string;
  iccid: string;
  type: 'eSIM' | 'pSIM';
  status: 'inactive' | 'active' | 'retired';
  provider: string;
  /** Who used it last. */
  user: string | null;
  activationCode: string | null;
  profile: 'deleted' | 'disabled' | 'enabled' | 'installed' | 'unknown';
  profileUpdatedAt: number;
  createdAt: number;
}

export interface Period {
  number: number;
  start: number;
  end: number;
}

export interface Subscription {
  id: string;
  plan: Plan;
  user: string;
  address: string | null;
  sim: string | null;
  simWanted: string;
  metadata: Record<string, string>;
  status: 'pending' | 'initiated' | 'active' | 'restricted' | 'ended';
  createdAt: number;
  /** When the activation will be done; null while it is not under way. */
  readyAt: number | null;
  activatedAt: number | null;
  canceledAt: number | null;
  endedAt: number | null;
  firstUsageAt: number | null;
  cancellation: { cause: string; userReason: string | null; userComment: string | null } | null;
  period: Period | null;
  usage: Array<{ at: number; bytes: number; country: string }>;
}

export interface AttachedAddon {
  id: string;
  addon: Addon;
  subscription: string;
  user: string;
  status: 'pending' | 'initiated' | 'active' | 'ended';
  createdAt: number;
  activatedAt: number | null;
  endedAt: number | null;
  period: Period | null;
  totalBytes: number | null;
  usedBytes: number;
}

export interface InvoiceLine {
  id: string;
  total: number;
  tax: { id: string; amount: number } | null;
}

export interface Invoice {
  id: string;
  subscription: string;
  addon: string | null;
  reason: 'subscriptionCreation' | 'subscriptionRenewal' | 'other';
  status: 'finalized' | 'paid' | 'voided';
  currency: string;
  lines: InvoiceLine[];
  createdAt: number;
  paidAt: number | null;
}

export interface CreditNote {
  id: string;
  invoice: string;
  status: 'issued' | 'voided';
  total: Price;
  createdAt: number;
}

const CARDS = 3;

/** Keeps everything in the order of its creation. Physical SIMs are loaded by Gigs: there is no call for that (section 12). */
export function newState(random: Random, now: number) {
  const cards = Array.from({ length: CARDS }, () => newSim(random, 'pSIM', 'p3', now));
  return {
    plans: byId(samplePlans()),
    addons: byId(sampleAddons()),
    users: byId<User>([]),
    addresses: byId<Address>([]),
    sims: byId(cards),
    subscriptions: byId<Subscription>([]),
    attached: byId<AttachedAddon>([]),
    invoices: byId<Invoice>([]),
    creditNotes: byId<CreditNote>([]),
  };
}

function byId<T extends { id: string }>(rows: T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Ids in the form of Gigs', such as `usr_` and 24 characters. */
export function newId(random: Random, prefix: string): string {
  return `${prefix}_${random.hex(24)}`;
}

/** A SIM that nobody has used yet. */
export function newSim(random: Random, type: Sim['type'], provider: string, now: number, iccidStart?: string): Sim {
  const code = `LPA:1$sandbox.example.com$SANDBOX-${random.hex(12).toUpperCase()}`;
  return {
    id: newId(random, 'sim'),
    iccid: newIccid(random, 19, iccidStart),
    type,
    status: 'inactive',
    provider,
    user: null,
    activationCode: type === 'eSIM' ? code : null,
    profile: 'unknown',
    profileUpdatedAt: now,
    createdAt: now,
  };
}

export const ACCOUNT = { projectId: 'sandbox', apiToken: 'gpk_sandbox_token_that_opens_nothing' };

export interface GigsKind {
  settings: GigsSettings;
  state: ReturnType<typeof newState>;
  account: typeof ACCOUNT;
  books: Record<'subscriptions' | 'addons' | 'creditNotes' | 'users' | 'addresses', number>;
}
export type GigsWorld = World<GigsKind>;
