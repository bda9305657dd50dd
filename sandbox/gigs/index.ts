/** Starts the stand-in of the Gigs API: in this process, on 127.0.0.1, with nothing kept on disk. */
import { controlRoutes } from '../core/control';
import type { Faults } from '../core/faults';
import type { ControlRoute, Route } from '../core/http';
import type { JournalEntry } from '../core/journal';
import { pageRoutes } from '../core/page';
import { type ListenOptions, SandboxServer } from '../core/server';
import type { Delivery, OutgoingEvent, WebhookSender } from '../core/webhooks';
import { type GigsBooks, gigsBooks, gigsState } from './books';
import { toRoute } from './call';
import { actAndTell, catchUpAndTell, gigsControlRoutes, payAndTell } from './control';
import type { DeviceActionName, DeviceInput } from './device';
import { envelope, signedHeaders } from './events';
import { refusalReply } from './refusals';
import { addonCalls } from './routes/addons';
import { billingCalls } from './routes/billing';
import { catalogueCalls } from './routes/catalogue';
import { peopleCalls } from './routes/people';
import { simCalls } from './routes/sims';
import { subscriptionCalls } from './routes/subscriptions';
import { changeSettings, type GigsSettings } from './settings';
import { type GigsWorld, newWorld, resetWorld, type WorldOptions } from './world';

export type GigsSandboxOptions = WorldOptions & ListenOptions;

export interface GigsSandbox {
  /** Base URL of the API, without a trailing slash. The control page is at its root. */
  url: string;
  /** Base URL of the control API: `<url>/_sandbox`. */
  controlUrl: string;
  projectId: string;
  apiToken: string;
  webhookSecret: string;
  books(): GigsBooks;
  /** How often this exact client reference was bought: a subscription's, or an add-on's idempotency key. */
  purchasesFor(reference: string): number;
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  /** ids of the physical SIMs that nobody uses yet. */
  cards(): string[];
  faults: Faults;
  webhooks: WebhookSender;
  settings(): GigsSettings;
  changeSettings(change: Partial<GigsSettings>): void;
  /** Does something with the phone of an eSIM; resolves when the webhooks that follow are answered. */
  device(iccid: string, action: DeviceActionName, input?: DeviceInput): Promise<Delivery[]>;
  /** The reseller has collected the money; resolves when the webhooks that follow are answered. */
  pay(invoiceId: string): Promise<Delivery[]>;
  /** An event in its envelope, of any type: `com.gigs.` goes before the name. */
  event(name: string, data: object, previousData?: object): OutgoingEvent;
  /** The headers that sign a body, by default now. */
  sign(body: string, at?: number): Record<string, string>;
  /** Time passes; resolves when the webhooks that follow are answered. */
  advance(milliseconds: number): Promise<Delivery[]>;
  /** Refuses connections for this long, then listens on the same port again. */
  goOffline(milliseconds: number): Promise<void>;
  /** Resolves when no request, no delivery and no time offline is under way any more. */
  settled(): Promise<void>;
  /** Forgets all that happened; settings, webhook URLs and the clock stay. */
  reset(seed?: string): void;
  stop(): Promise<void>;
}

/** Resolves when it listens. Stop it with `stop()`. */
export async function startGigsSandbox(options: GigsSandboxOptions = {}): Promise<GigsSandbox> {
  const world = newWorld(options);
  world.faults.routes = gigsRoutes(world).map((route) => route.name);
  const server = new SandboxServer({
    api: {
      catchUp: () => void catchUpAndTell(world),
      routes: () => gigsRoutes(world),
      refuse: refusalReply,
      // an API key does not expire by itself: the fault of an expired sign-in is a plain 401 here
      expireTokens: () => undefined,
    },
    journal: world.journal,
    faults: world.faults,
    clock: world.clock,
  });
  const url = await server.listen(options);
  const sandbox = handle(world, server, url, options);
  server.control = [...pageRoutes(__dirname), ...gigsControlRoutes(world), ...sharedControl(world, sandbox)];
  return sandbox;
}

function gigsRoutes(world: GigsWorld): Route[] {
  return [catalogueCalls, peopleCalls, subscriptionCalls, addonCalls, simCalls, billingCalls]
    .flatMap((calls) => calls(world))
    .map((call) => toRoute(world, call));
}

function handle(world: GigsWorld, server: SandboxServer, url: string, options: GigsSandboxOptions): GigsSandbox {
  return {
    url,
    controlUrl: `${url}/_sandbox`,
    projectId: world.projectId,
    apiToken: world.apiToken,
    webhookSecret: world.settings.webhookSecret,
    books: () => gigsBooks(world),
    purchasesFor: (reference) => world.ledger.purchasesFor(reference),
    journal: (filter) => world.journal.read(filter),
    cards: () => [...world.state.sims.values()].flatMap(({ id, type, user }) => (type === 'pSIM' && !user ? [id] : [])),
    faults: world.faults,
    webhooks: world.webhooks,
    settings: () => ({ ...world.settings }),
    changeSettings: (change) => {
      world.settings = changeSettings(world.settings, { ...change });
    },
    device: (iccid, action, input = {}) => actAndTell(world, iccid, action, input),
    pay: (invoiceId) => payAndTell(world, invoiceId),
    event: (name, data, previousData) => envelope(world, name, data, previousData),
    sign: (body, at) => signedHeaders(world.settings, body, at),
    advance: (milliseconds) => {
      world.clock.advance(milliseconds);
      return catchUpAndTell(world);
    },
    goOffline: (milliseconds) => server.goOffline(milliseconds),
    settled: async () => {
      await server.settled();
      await world.webhooks.settled();
    },
    reset: (seed) => resetWorld(world, { ...options, seed: seed ?? options.seed }),
    stop: () => server.stop(),
  };
}

function sharedControl(world: GigsWorld, sandbox: GigsSandbox): ControlRoute[] {
  return controlRoutes({
    ...world,
    state: () => gigsState(world),
    books: sandbox.books,
    settings: sandbox.settings,
    changeSettings: sandbox.changeSettings,
    addCredit: () => {
      throw new Error('Gigs sends invoices: there is no credit to add to');
    },
    advance: sandbox.advance,
    reset: sandbox.reset,
    goOffline: sandbox.goOffline,
  });
}
