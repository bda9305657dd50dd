/** What the stand-in knows, for both API versions at once. Times are milliseconds since 1970. */
import type { Bought } from '../core/life';
import { newIccid } from '../core/numbers';
import type { Random } from '../core/random';
import type { World } from '../core/world';
import { catalogue, type Product } from './catalogue';
import type { ConnectSettings } from './settings';

export type Version = 'v1' | 'v2';
export type SimStatus = 'Released' | 'Downloaded' | 'Installed' | 'Unavailable';

export interface Order {
  id: string;
  kind: 'ACTIVATION' | 'TOPUP';
  simType: 'ESIM' | 'PSIM';
  createdAt: number;
  fulfillingAt: number;
  endsAt: number;
  fails: boolean;
  product: Product;
  email: string | null;
  deviceId: string | null;
  eid: string | null;
  /** Known before for top-ups and physical SIMs, else once it is completed. */
  iccid: string | null;
  subscriptionId: string | null;
  activationDate: number | null;
  settled: boolean;
  /** An order keeps showing its code when the eSIM has been deleted: the worse of two ways, and nobody knows which. */
  matchingId?: string | null;
}

export type Sim = ReturnType<typeof newSim>;
export function newSim(random: Random, simType: 'ESIM' | 'PSIM', eid: string | null, lastModified: number) {
  const text = simType === 'ESIM' ? random.hex(16).toUpperCase() : null;
  return {
    iccid: newIccid(random, 19, '8999901'),
    matchingId: text && `5C-${text.slice(0, 6)}-${text.slice(6)}`,
    simType,
    status: 'Released' as SimStatus,
    eid,
    lastModified,
    /** By type: whom to call, and with which version's payload. */
    watches: new Map<string, { url: string; version: Version }>(),
  };
}

/** Without `activatedAt` while it waits for the first data. */
export interface Subscription extends Bought {
  totalBytes: number;
  id: string;
  iccid: string;
  email: string | null;
  deviceId: string | null;
  /** As it was sold. */
  product: Product;
  createdAt: number;
  /** Whether its end was told. */
  endTold: boolean;
  thresholdTold: boolean;
}

/** Cards that the account has lying in a drawer. */
const CARDS = 3;

/** Keeps everything in the order of its creation. */
export function newState(random: Random) {
  const cards = Array.from({ length: CARDS }, () => newSim(random, 'PSIM', null, 0));
  return {
    products: catalogue(),
    orders: new Map<string, Order>(),
    sims: new Map(cards.map((sim) => [sim.iccid, sim])),
    subscriptions: new Map<string, Subscription>(),
  };
}

export function subscriptionsOf({ state }: ConnectWorld, iccid: string): Subscription[] {
  return [...state.subscriptions.values()].filter((one) => one.iccid === iccid);
}

export const ACCOUNT = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret-that-opens-nothing' };

export interface ConnectKind {
  settings: ConnectSettings;
  state: ReturnType<typeof newState>;
  account: typeof ACCOUNT;
  books: object;
}
export type ConnectWorld = World<ConnectKind>;
