/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import type { Bought } from '../core/life';
import { newActivationCode, newIccid, newImsi } from '../core/numbers';
import type { Random } from '../core/random';
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

/** A fresh profile, on no device. */
export type Profile = ReturnType<typeof newProfile>;
export const newProfile = (random: Random, customerUid: string) => ({
  uid: random.uuid(),
  iccid: newIccid(random),
  imsi: newImsi(random),
  activationCode: newActivationCode(random),
  customerUid,
  /** Section 8, "States". */
  state: 'RELEASED' as 'RELEASED' | 'INSTALLED' | 'DISABLED' | 'ERROR',
  active: true,
  installations: 0,
  /** Of the device it was last installed on. */
  eid: null as string | null,
  /** Where it was last connected; null before the first connection ever. */
  country: null as string | null,
  lastSeen: null as number | null,
  activatedAt: null as number | null,
});

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
