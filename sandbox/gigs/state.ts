/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import { Random } from '../core/random';
import { type Addon, type Plan, type Price, sampleAddons, samplePlans } from './catalogue';

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

export type ProfileStatus = 'deleted' | 'disabled' | 'enabled' | 'installed' | 'unknown';

export interface Sim {
  id: string;
  iccid: string;
  type: 'eSIM' | 'pSIM';
  status: 'inactive' | 'active' | 'retired';
  provider: string;
  /** Who used it last. */
  user: string | null;
  activationCode: string | null;
  profile: ProfileStatus;
  profileUpdatedAt: number;
  createdAt: number;
}

export type SubscriptionStatus = 'pending' | 'initiated' | 'active' | 'restricted' | 'ended';

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
  status: SubscriptionStatus;
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

export interface RememberedAnswer {
  status: number;
  body: string;
  until: number;
}

/** Keeps everything in the order of its creation. */
export class GigsState {
  readonly random: Random;
  readonly plans: Plan[] = samplePlans();
  readonly addons: Addon[] = sampleAddons();
  readonly users = new Map<string, User>();
  readonly addresses = new Map<string, Address>();
  readonly sims = new Map<string, Sim>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly attached = new Map<string, AttachedAddon>();
  readonly invoices = new Map<string, Invoice>();
  readonly creditNotes = new Map<string, CreditNote>();
  readonly remembered = new Map<string, RememberedAnswer>();

  constructor(seed: string) {
    this.random = new Random(`gigs/${seed}`);
  }

  /** Ids in the form of Gigs', such as `usr_` and 24 characters. */
  newId(prefix: string): string {
    return `${prefix}_${this.random.hex(24)}`;
  }

  /** A SIM that nobody has used yet. Made-up numbers: example.com belongs to nobody (RFC 2606). */
  addSim(type: Sim['type'], provider: string, now: number, iccidStart = '8999900'): Sim {
    const id = this.newId('sim');
    const code = `LPA:1$sandbox.example.com$SANDBOX-${this.random.hex(12).toUpperCase()}`;
    const sim: Sim = {
      id,
      iccid: iccidStart + this.random.digits(19 - iccidStart.length),
      type,
      status: 'inactive',
      provider,
      user: null,
      activationCode: type === 'eSIM' ? code : null,
      profile: 'unknown',
      profileUpdatedAt: now,
      createdAt: now,
    };
    this.sims.set(id, sim);
    return sim;
  }
}
