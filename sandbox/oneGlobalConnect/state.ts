/** What the stand-in knows, for both API versions at once. Times are milliseconds since 1970. */
import { Random } from '../core/random';
import { catalogue, type Product } from './catalogue';

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

export interface Sim {
  iccid: string;
  matchingId: string | null;
  simType: 'ESIM' | 'PSIM';
  status: SimStatus;
  eid: string | null;
  lastModified: number;
  /** By type: whom to call, and with which version's payload. */
  watches: Map<string, { url: string; version: Version }>;
}

export interface Subscription {
  id: string;
  iccid: string;
  email: string | null;
  deviceId: string | null;
  /** As it was sold. */
  product: Product;
  createdAt: number;
  /** Null while it waits for the first data. */
  activationDate: number | null;
  expiresAt: number | null;
  usedBytes: number;
  /** Whether its end was told. */
  endTold: boolean;
  thresholdTold: boolean;
}

/** Cards that the account has lying in a drawer. */
const CARDS = 3;

/** Keeps everything in the order of its creation. */
export class ConnectState {
  readonly random: Random;
  readonly products: Product[] = catalogue();
  readonly orders = new Map<string, Order>();
  readonly sims = new Map<string, Sim>();
  readonly subscriptions = new Map<string, Subscription>();
  /** When the last requests came, for the limit per minute. */
  recentRequests: number[] = [];

  constructor(seed: string) {
    this.random = new Random(`1global/${seed}`);
    for (let card = 0; card < CARDS; card++) this.addSim('PSIM', null, 0);
  }

  addSim(simType: Sim['simType'], eid: string | null, now: number): Sim {
    const matchingId = simType === 'ESIM' ? this.matchingId() : null;
    const iccid = this.iccid();
    const sim: Sim = { iccid, matchingId, simType, status: 'Released', eid, lastModified: now, watches: new Map() };
    this.sims.set(iccid, sim);
    return sim;
  }

  subscriptionId(): string {
    const base64 = Buffer.from(this.random.hex(62), 'hex').toString('base64url');
    return `${base64}=`;
  }

  subscriptionsOf(iccid: string): Subscription[] {
    return [...this.subscriptions.values()].filter((one) => one.iccid === iccid);
  }

  /** 89 is telecom, 999 is no country; the last digit is Luhn's. */
  private iccid(): string {
    const digits = `8999901${this.random.digits(11)}`;
    const sum = [...digits].reverse().reduce((total, digit, index) => {
      const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return digits + String((10 - (sum % 10)) % 10);
  }

  private matchingId(): string {
    const text = this.random.hex(16).toUpperCase();
    return `5C-${text.slice(0, 6)}-${text.slice(6)}`;
  }
}
