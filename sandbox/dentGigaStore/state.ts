/** What the stand-in knows. Plain records: the rules are in the other files. Times are milliseconds since 1970. */
import { Random } from '../core/random';
import { newProfileNumbers } from './identifiers';
import { type InventoryItem, sampleInventory } from './inventory';

export type ActivationMode = 'NOW' | 'FIRST_USE' | 'ON_DEMAND';
/** Section 8, "States". */
export type ProfileState = 'RELEASED' | 'INSTALLED' | 'DISABLED' | 'ERROR';

export interface Customer {
  uid: string;
  email: string | null;
  /** Fixed by the first package (section 11.1). */
  countrySet: string;
  countryOfResidence: string | null;
  items: PackageItem[];
  profiles: Profile[];
}

/** A purchased package: DENT's "activated item". */
export interface PackageItem {
  uid: string;
  customerUid: string;
  /** As it was sold: later edits of the inventory change nothing here. */
  sold: InventoryItem;
  metatag: string | null;
  mode: ActivationMode;
  salesDate: number;
  activatedAt: number | null;
  /** Once active: the end of validity. Before: the latest date of activation (section 7.1). Null: no end. */
  expiresAt: number | null;
  usedBytes: number;
  refundedAt: number | null;
}

export interface Profile {
  uid: string;
  iccid: string;
  imsi: string;
  activationCode: string;
  customerUid: string;
  state: ProfileState;
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
export class DentState {
  readonly random: Random;
  readonly inventory: InventoryItem[] = sampleInventory();
  readonly customers = new Map<string, Customer>();
  readonly items = new Map<string, PackageItem>();
  readonly profiles = new Map<string, Profile>();
  readonly rememberedAnswers = new Map<string, string>();

  constructor(seed: string) {
    this.random = new Random(`dent/${seed}`);
  }

  addCustomer(email: string | null, countrySet: string, countryOfResidence: string | null): Customer {
    const uid = this.random.uuid();
    const customer: Customer = { uid, email, countrySet, countryOfResidence, items: [], profiles: [] };
    this.customers.set(customer.uid, customer);
    return customer;
  }

  /** A fresh profile, on no device. */
  addProfile(customer: Customer): Profile {
    const profile: Profile = {
      uid: this.random.uuid(),
      ...newProfileNumbers(this.random),
      customerUid: customer.uid,
      state: 'RELEASED',
      active: true,
      installations: 0,
      eid: null,
      country: null,
      lastSeen: null,
      activatedAt: null,
    };
    this.profiles.set(profile.iccid, profile);
    customer.profiles.push(profile);
    return profile;
  }

  addItem(
    customer: Customer,
    item: Omit<PackageItem, 'uid' | 'customerUid' | 'usedBytes' | 'refundedAt'>,
  ): PackageItem {
    const added = { ...item, uid: this.random.uuid(), customerUid: customer.uid, usedBytes: 0, refundedAt: null };
    this.items.set(added.uid, added);
    customer.items.push(added);
    return added;
  }
}
