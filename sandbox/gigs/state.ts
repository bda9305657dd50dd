/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import { type Body, textIn } from '../core/checks';
import { newActivationCode, newIccid } from '../core/numbers';
import type { Random } from '../core/random';
import type { World } from '../core/world';
import { type Addon, type Plan, type Price, sampleAddons, samplePlans } from './catalogue';
import type { GigsSettings } from './settings';

export type User = ReturnType<typeof newUser>;
/** @param given the body of a request that was checked */
export const newUser = (random: Random, createdAt: number, given: Body) => ({
  id: newId(random, 'usr'),
  email: String(given['email']),
  fullName: textIn(given, 'fullName'),
  birthday: textIn(given, 'birthday'),
  preferredLocale: textIn(given, 'preferredLocale') ?? 'en-US',
  metadata: metadataIn(given),
  createdAt,
});

export type Address = ReturnType<typeof newAddress>;
/** @param given the body of a request that was checked */
export const newAddress = (random: Random, createdAt: number, user: string, given: Body) => ({
  id: newId(random, 'adr'),
  user,
  line1: String(given['line1']),
  line2: textIn(given, 'line2'),
  city: String(given['city']),
  state: textIn(given, 'state'),
  postalCode: textIn(given, 'postalCode'),
  country: String(given['country']),
  createdAt,
});

export type Sim = ReturnType<typeof newSim>;
/** A SIM that nobody has used yet. */
export const newSim = (
  random: Random,
  type: 'eSIM' | 'pSIM',
  provider: string,
  createdAt: number,
  iccidStart?: string,
) => ({
  id: newId(random, 'sim'),
  iccid: newIccid(random, 19, iccidStart),
  type,
  status: 'inactive' as 'inactive' | 'active' | 'retired',
  provider,
  /** Who used it last. */
  user: null as string | null,
  activationCode: type === 'eSIM' ? newActivationCode(random) : null,
  profile: 'unknown' as 'deleted' | 'disabled' | 'enabled' | 'installed' | 'unknown',
  profileUpdatedAt: createdAt,
  createdAt,
});

export interface Period {
  number: number;
  start: number;
  end: number;
}

interface Cancellation {
  cause: string;
  userReason: string | null;
  userComment: string | null;
}

export type Subscription = ReturnType<typeof newSubscription>;
/** @param simWanted id of a SIM, "auto" or a placeholder. @param given the body of a request that was checked */
export const newSubscription = (
  random: Random,
  createdAt: number,
  plan: Plan,
  user: string,
  simWanted: string,
  given: Body,
) => ({
  id: newId(random, 'sub'),
  plan: { ...plan },
  user,
  address: textIn(given, 'userAddress'),
  sim: null as string | null,
  simWanted,
  metadata: metadataIn(given),
  status: 'initiated' as 'pending' | 'initiated' | 'active' | 'restricted' | 'ended',
  createdAt,
  /** When the activation will be done; null while it is not under way. */
  readyAt: null as number | null,
  activatedAt: null as number | null,
  canceledAt: null as number | null,
  endedAt: null as number | null,
  firstUsageAt: null as number | null,
  cancellation: null as Cancellation | null,
  period: null as Period | null,
  usage: [] as Array<{ at: number; bytes: number; country: string }>,
});

export type AttachedAddon = ReturnType<typeof newAttachedAddon>;
export const newAttachedAddon = (random: Random, createdAt: number, addon: Addon, { id, user }: Subscription) => ({
  id: newId(random, 'sad'),
  addon: { ...addon },
  subscription: id,
  user,
  status: 'pending' as 'pending' | 'initiated' | 'active' | 'ended',
  createdAt,
  activatedAt: null as number | null,
  endedAt: null as number | null,
  period: null as Period | null,
  totalBytes: addon.allowances.dataBytes,
  usedBytes: 0,
});

export interface InvoiceLine {
  id: string;
  total: number;
  tax: { id: string; amount: number } | null;
}

export type Invoice = ReturnType<typeof newInvoice>;
/** For an add-on, or (null) for the subscription itself. */
export const newInvoice = (
  random: Random,
  createdAt: number,
  subscription: string,
  addon: string | null,
  currency: string,
) => ({
  id: newId(random, 'inv'),
  subscription,
  addon,
  reason: addon === null ? 'subscriptionCreation' : 'other',
  status: 'finalized' as 'finalized' | 'paid' | 'voided',
  currency,
  lines: [] as InvoiceLine[],
  createdAt,
  paidAt: null as number | null,
});

export type CreditNote = ReturnType<typeof newCreditNote>;
export const newCreditNote = (random: Random, createdAt: number, invoice: string, total: Price) => ({
  id: newId(random, 'crn'),
  invoice,
  status: 'issued' as 'issued' | 'voided',
  total,
  createdAt,
});

/** Ids in the form of Gigs', such as `usr_` and 24 characters. */
export function newId(random: Random, prefix: string): string {
  return `${prefix}_${random.hex(24)}`;
}

function metadataIn(given: Body): Record<string, string> {
  return { ...(given['metadata'] as Record<string, string> | undefined) };
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

export const ACCOUNT = { projectId: 'sandbox', apiToken: 'gpk_sandbox_token_that_opens_nothing' };

export interface GigsKind {
  settings: GigsSettings;
  state: ReturnType<typeof newState>;
  account: typeof ACCOUNT;
  books: Record<'subscriptions' | 'addons' | 'creditNotes' | 'users' | 'addresses', number>;
}
export type GigsWorld = World<GigsKind>;
