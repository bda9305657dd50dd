/** Starts the stand-in of the DENT Giga Store API: in this process, on 127.0.0.1, with nothing kept on disk. */
import { controlRoutes } from '../core/control';
import type { Faults } from '../core/faults';
import type { Route } from '../core/http';
import type { JournalEntry } from '../core/journal';
import { pageRoutes } from '../core/page';
import { type ListenOptions, SandboxServer } from '../core/server';
import type { Delivery, WebhookSender } from '../core/webhooks';
import { type DentBooks, dentBooks, dentState } from './books';
import { toRoute } from './call';
import { activateAndTell, actAndTell, catchUpAndTell, dentControlRoutes, type DeviceOutcome } from './control';
import type { DeviceActionName, DeviceInput } from './device';
import type { InventoryItem } from './inventory';
import { refusalReply } from './refusals';
import { customerCalls } from './routes/customers';
import { inventoryCalls } from './routes/inventory';
import { itemCalls } from './routes/items';
import { purchaseCalls } from './routes/purchases';
import { signInCalls } from './routes/signIn';
import { changeSettings, type DentSettings } from './settings';
import { type DentWorld, newWorld, resetWorld, type WorldOptions } from './world';

export type DentSandboxOptions = WorldOptions & ListenOptions;

export interface DentSandbox {
  /** Base URL of the provider's API, without a trailing slash. The control page is at its root. */
  url: string;
  /** Base URL of the control API: `<url>/_sandbox`. */
  controlUrl: string;
  clientId: string;
  clientSecret: string;
  books(): DentBooks;
  /** How often this exact client reference (metatag) was bought. */
  purchasesFor(reference: string): number;
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  inventory(): InventoryItem[];
  faults: Faults;
  webhooks: WebhookSender;
  settings(): DentSettings;
  changeSettings(change: Partial<DentSettings>): void;
  /** Does something with the phone of an eSIM; resolves when the webhooks that follow are answered. */
  device(iccid: string, action: DeviceActionName, input?: DeviceInput): Promise<DeviceOutcome>;
  /** Starts a waiting package; resolves when its webhook is answered. */
  activate(itemUid: string): Promise<Delivery[]>;
  addCredit(amount: string): void;
  expireTokens(): void;
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
export async function startDentSandbox(options: DentSandboxOptions = {}): Promise<DentSandbox> {
  const world = newWorld(options);
  world.faults.routes = dentRoutes(world).map((route) => route.name);
  const server = new SandboxServer({
    api: {
      catchUp: () => void catchUpAndTell(world),
      routes: () => dentRoutes(world),
      refuse: (refusal) => refusalReply(refusal, world.settings),
      expireTokens: () => world.tokens.expireAll(),
    },
    journal: world.journal,
    faults: world.faults,
    clock: world.clock,
  });
  const url = await server.listen(options);
  const sandbox = handle(world, server, url, options);
  server.control = [...pageRoutes(__dirname), ...dentControlRoutes(world), ...sharedControl(world, sandbox)];
  return sandbox;
}

function dentRoutes(world: DentWorld): Route[] {
  return [signInCalls, inventoryCalls, purchaseCalls, itemCalls, customerCalls]
    .flatMap((calls) => calls(world))
    .map((call) => toRoute(world, call));
}

function handle(world: DentWorld, server: SandboxServer, url: string, options: DentSandboxOptions): DentSandbox {
  return {
    url,
    controlUrl: `${url}/_sandbox`,
    ...world.account,
    books: () => dentBooks(world),
    purchasesFor: (reference) => world.ledger.purchasesFor(reference),
    journal: (filter) => world.journal.read(filter),
    inventory: () => world.state.inventory.map((item) => ({ ...item })),
    faults: world.faults,
    webhooks: world.webhooks,
    settings: () => ({ ...world.settings }),
    changeSettings: (change) => {
      world.settings = changeSettings(world.settings, { ...change });
    },
    device: (iccid, action, input = {}) => actAndTell(world, iccid, action, input),
    activate: (itemUid) => activateAndTell(world, itemUid),
    addCredit: (amount) => world.ledger.addCredit(amount),
    expireTokens: () => world.tokens.expireAll(),
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

function sharedControl(world: DentWorld, sandbox: DentSandbox): ReturnType<typeof controlRoutes> {
  return controlRoutes({
    ...world,
    state: () => dentState(world),
    books: sandbox.books,
    settings: sandbox.settings,
    changeSettings: sandbox.changeSettings,
    addCredit: sandbox.addCredit,
    advance: sandbox.advance,
    reset: sandbox.reset,
    goOffline: sandbox.goOffline,
  });
}
