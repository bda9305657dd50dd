/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import type { Bought } from '../core/life';
import type { World } from '../core/world';
import { type InventoryItem, sampleInventory } from './catalogue';
import type { DentSettings } from './settings';

export interface Customer {
  uid: string;
  email: string | null;
  /** Fixed by the first package (section 11.1). */
  countrySet: string;
  countryOfResidence: string | null;
  items: PackageItem[];
  profiles: Profile[];
}

/** A purchased package: DENT's "activated item". Before it is active it expires at the latest date of activation. */
export interface PackageItem extends Bought {
  totalBytes: number;
  uid: string;
  customerUid: string;
  /** As it was sold: later edits of the inventory change nothing here. */
  sold: InventoryItem;
  metatag: string | null;
  mode: 'NOW' | 'FIRST_USE' | 'ON_DEMAND';
  salesDate: number;
  refundedAt: number | null;
}

export interface Profile {
  uid: string;
  iccid: string;
  imsi: string;
  activationCode: string;
  customerUid: string;
  /** Section 8, "States". */
  state: 'RELEASED' | 'INSTALLED' | 'DISABLED' | 'ERROR';
  active: boolean;
  installations: number;
  /** Of the device it was last installed on. */
  eid: string | null;
  /** Where it was last connected; null before the first connection ever. */
  country: string | null;
  lastSeen: number | null;
  activatedAt: number | null;
}

/** Keeps everything in the order of its creation. */
export const newState = () => ({
  inventory: sampleInventory(),
  customers: new Map<string, Customer>(),
  items: new Map<string, PackageItem>(),
  profiles: new Map<string, Profile>(),
});

export const ACCOUNT = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret-that-opens-nothing' };

export interface DentKind {
  settings: DentSettings;
  state: ReturnType<typeof newState>;
  account: typeof ACCOUNT;
  books: object;
}
export type DentWorld = World<DentKind>;
