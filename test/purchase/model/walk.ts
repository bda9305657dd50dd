/** Carries a scenario out, and keeps what was seen. */
import { Database } from './database';
import { type Process, startProcess } from './processes';
import { Shop } from './provider';
import { CALM_MS, type RunPlan, type Scenario } from './scenario';
import { carryOut } from './carryOut';
import { type Life, World } from './world';

/** What a run did. */
export interface Seen {
  readonly plan: RunPlan;
  readonly content: string;
  /** Null while it is under way, and for ever when its process died. */
  ended: { orderId: string } | { kind: string; message: string; description: string } | null;
  /** No other one was under way at any time of it, or has died before. */
  wasAlone: boolean;
  /** What had been sent by anybody when it ended, and may have been bought. */
  open: number;
  /** What had been bought when it ended, or was about to be. */
  bought: number;
  /** What stood in the row when it ended. */
  row: readonly string[];
}

/** A request that spends money. */
export interface Send {
  readonly by: Seen;
  /** The claim that its run had won, and not used before. */
  readonly claim: 'certain' | 'checked' | null;
  /** Sent again by the same run after no clear answer. */
  readonly isRepeat: boolean;
  /** Something had been sent before that was bought, or may have been. */
  readonly wasOpen: boolean;
  /** `saidNo`: it was not bought, but its run has to find that out. */
  became: 'bought' | 'refused' | 'saidNo' | 'open';
}

/** One of the two processes, as long as it lives. */
export interface Host {
  readonly process: Process;
  readonly life: Life;
  /** Whose item it carried out last. */
  lastPlace: string;
}

const UNDISTURBED: RunPlan = {
  ifOpen: 'sendWhenCertain',
  isRetry: false,
  killedAt: undefined,
  stoppedAt: undefined,
  stallsAt: undefined,
};

let references = 0;

export class Walk {
  readonly world = new World();
  readonly reference = `order:${references++}`;
  readonly shop: Shop;
  readonly database: Database;
  readonly runs: Seen[] = [];
  readonly sends: Send[] = [];
  private readonly hosts = new Map<string, Host>();
  private places = 0;

  constructor(readonly scenario: Scenario) {
    const { provider, answers = [], looks = [], database = [] } = scenario;
    this.shop = new Shop(provider, this.world, [...answers], [...looks]);
    this.database = new Database(this.world, [...database]);
  }

  async toItsEnd(): Promise<this> {
    for (const { afterMs = 0, runs } of this.scenario.groups) {
      this.world.now += afterMs;
      for (const plan of runs) void this.world.after(plan.startsAtMs ?? 0, null).then(() => this.begin(plan));
      await this.world.goOn();
    }
    return this;
  }

  /** Another run, long after and with nothing going wrong, which sends again what is certain. */
  async inCalm(): Promise<Seen> {
    this.world.now += CALM_MS;
    this.database.faults.length = 0;
    this.shop.forgetFaults();
    const run = this.begin({ ...this.runs[0]?.plan, ...UNDISTURBED });
    await this.world.goOn();
    return run;
  }

  newPlace(): string {
    return `${this.reference} ${this.places++}`;
  }

  private begin(plan: RunPlan): Seen {
    const host = this.hostFor(plan);
    const run: Seen = {
      plan,
      content: plan.wantsOther ? 'package-2' : 'package-1',
      ended: null,
      wasAlone: this.runs.every(({ ended }) => ended !== null),
      open: 0,
      bought: 0,
      row: [],
    };
    for (const other of this.runs) if (other.ended === null) other.wasAlone = false;
    this.runs.push(run);
    void carryOut(this, run, host);
    return run;
  }

  private hostFor({ process = 'first' }: RunPlan): Host {
    const known = this.hosts.get(process);
    if (known && !known.life.isDead) return known;
    const ahead = process === 'second' ? (this.scenario.clockIsAheadMs ?? 0) : 0;
    const life = this.world.newLife(`${process} process`, ahead);
    const host = { process: startProcess(), life, lastPlace: this.newPlace() };
    this.hosts.set(process, host);
    return host;
  }
}
