/** What a provider's folder gives to the kit (`StandIn`), and everything that a running one consists of (`World`). */
import { Answers } from './answers';
import { Clock } from './clock';
import { Faults } from './faults';
import type { ControlRoute, Refusal, Reply, Route } from './http';
import { Journal } from './journal';
import { Ledger } from './ledger';
import type { DeviceInput, Done } from './life';
import { Limit } from './limit';
import { Random } from './random';
import { changeSettings, type CommonSettings, type Declaration, usualSettings } from './settings';
import { Tokens } from './signIn';
import { type Delivery, type Headers, type OutgoingEvent, WebhookSender } from './webhooks';

/** The types that differ between providers. */
export interface Kind {
  settings: CommonSettings;
  state: object;
  /** What a client signs in with. */
  account: object;
  /** What the books of this provider have more than those of all. */
  books: object;
}

/** One provider as data and rules. Whatever changes something is synchronous: check first, change afterwards. */
export interface StandIn<K extends Kind> {
  /** As people read it: "1GLOBAL Connect". */
  title: string;
  /** Absolute path of the folder with `page.mjs`, the script of its control page. */
  folder: string;
  /** Where the API begins, below the address of the server. Default: there. */
  apiPath?: string;
  /** Made-up credential; the options of a start may have another. */
  account: K['account'];
  settings: Declaration<K['settings']>;
  /** Kinds of webhooks that have a URL of their own. */
  events: readonly string[];
  /** Decimal text. Absent: the provider sends invoices, there is no credit to add to. */
  credit?: string;
  /** Name of the call that gives out tokens. */
  tokenCall?: string;
  /** What it knows at the beginning, and after each reset. */
  state(random: Random, now: number): K['state'];
  /** Asked anew for each request, since settings may change them. */
  routes(world: World<K>): Route[];
  /** The provider's error status and body. */
  refuse(refusal: Refusal, world: World<K>): Reply;
  /** What became due by now. */
  catchUp(world: World<K>): OutgoingEvent[];
  /** What can be done to an eSIM outside the API. */
  actions: readonly string[];
  /** @throws Error in plain words when the eSIM is unknown or its state does not allow it; nothing is changed then */
  act(world: World<K>, iccid: string, action: string, input: DeviceInput): Done;
  /** Headers of a delivery, made anew for each attempt: a signature, a password. */
  headers?(world: World<K>, body: string): Headers;
  /** Control calls that only this provider has. */
  control?(world: World<K>): ControlRoute[];
  books(world: World<K>): K['books'];
  /** What its control page shows beside what all pages show: `orders`, `esims`. No activation codes. */
  page(world: World<K>): object;
}

export type WorldOptions<K extends Kind> = Partial<K['account']> & {
  /** Same seed, same identifiers. Default "1". */
  seed?: string | number;
  /** Decimal text, where the provider has a credit. */
  credit?: string;
  settings?: Partial<K['settings']>;
  /** ISO 8601: the clock stands still there until it is advanced. Absent: real time. */
  clockStandsAt?: string;
};

export class World<K extends Kind> {
  readonly clock: Clock;
  readonly faults = new Faults();
  readonly journal = new Journal();
  readonly webhooks: WebhookSender;
  readonly account: K['account'];
  settings: K['settings'];
  /** Base URL of the API; known once it listens. */
  apiUrl = '';
  /** These are made anew by a reset. */
  random!: Random;
  state!: K['state'];
  ledger!: Ledger;
  tokens!: Tokens;
  answers!: Answers;
  limit!: Limit;

  constructor(
    readonly standIn: StandIn<K>,
    private readonly options: WorldOptions<K>,
  ) {
    this.clock = new Clock(options.clockStandsAt);
    const given = Object.entries(options).filter(([name, value]) => name in standIn.account && value !== undefined);
    this.account = { ...standIn.account, ...Object.fromEntries(given) };
    this.settings = usualSettings(standIn.settings);
    this.changeSettings({ ...options.settings } as Partial<K['settings']>);
    this.webhooks = new WebhookSender(
      standIn.events,
      () => this.now,
      () => this.settings.webhooks,
      (body) => standIn.headers?.(this, body) ?? {},
    );
    this.begin();
    this.faults.routes = [...new Set(standIn.routes(this).map(({ name }) => name))];
  }

  /** Milliseconds since 1970, on the sandbox's clock. */
  get now(): number {
    return this.clock.now();
  }

  changeSettings(change: Partial<K['settings']>): void {
    this.settings = changeSettings<K['settings']>(this.standIn.settings, this.settings, change);
  }

  /** Sends webhooks one after the other. A route does not wait for it: no request hangs on its webhooks. */
  tell(events: OutgoingEvent[]): Promise<Delivery[]> {
    return events.length > 0 ? this.webhooks.sendInOrder(events) : Promise.resolve([]);
  }

  catchUp(): Promise<Delivery[]> {
    return this.tell(this.standIn.catchUp(this));
  }

  /** Forgets all that happened. Settings, webhook URLs and the clock stay. */
  reset(seed?: string): void {
    this.begin(seed);
    this.journal.clear();
    this.faults.clear();
    this.webhooks.clearLog();
  }

  private begin(seed = String(this.options.seed ?? '1')): void {
    const now = () => this.now;
    this.random = new Random(`${this.standIn.title}/${seed}`);
    this.state = this.standIn.state(this.random, this.now);
    this.ledger = new Ledger(this.options.credit ?? this.standIn.credit ?? '0.00', now);
    this.tokens = new Tokens(new Random(`tokens/${seed}`), now);
    this.answers = new Answers(now);
    this.limit = new Limit(now);
  }
}
