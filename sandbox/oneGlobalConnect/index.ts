/** Starts the stand-in of 1GLOBAL Connect, v1 and v2 over one state: in this process, nothing kept on disk. */
import { controlRoutes, fields } from '../core/control';
import type { Faults } from '../core/faults';
import { type ControlRoute, json, type Route } from '../core/http';
import type { JournalEntry } from '../core/journal';
import { pageRoutes } from '../core/page';
import { type ListenOptions, SandboxServer } from '../core/server';
import type { Delivery, WebhookSender } from '../core/webhooks';
import { type ConnectBooks, connectBooks, connectState } from './books';
import { API_PATH, toRoute } from './call';
import { act, DEVICE_ACTIONS, type DeviceAction } from './device';
import type { Outgoing } from './events';
import { catchUp } from './life';
import { refusalReply } from './refusals';
import { signInRoute, TOKEN_PATH } from './routes/signIn';
import { v1Calls } from './routes/v1';
import { v2Calls } from './routes/v2';
import { changeSettings, type ConnectSettings } from './settings';
import { type ConnectWorld, newWorld, resetWorld, type WorldOptions } from './world';

export type ConnectSandboxOptions = WorldOptions & ListenOptions;

export interface ConnectSandbox {
  /** Root of the server, where the control page is. */
  url: string;
  /** Base URL of the API, without version and trailing slash. */
  baseUrl: string;
  tokenUrl: string;
  /** Base URL of the control API: `<url>/_sandbox`. */
  controlUrl: string;
  clientId: string;
  clientSecret: string;
  books(): ConnectBooks;
  /** How often this exact client reference (device id) was ordered. */
  purchasesFor(reference: string): number;
  journal(filter?: { after?: number; route?: string }): JournalEntry[];
  /** ICCIDs of the physical SIMs that the account has in its drawer. */
  cards(): string[];
  /** What a SIM is watched for: URL by type. */
  watches(iccid: string): Record<string, string>;
  faults: Faults;
  webhooks: WebhookSender;
  settings(): ConnectSettings;
  changeSettings(change: Partial<ConnectSettings>): void;
  /** Something happens to an eSIM; resolves when the notifications that follow are answered. */
  device(iccid: string, action: DeviceAction, bytes?: number): Promise<Delivery[]>;
  expireTokens(): void;
  /** Time passes; resolves when the notifications that follow are answered. */
  advance(milliseconds: number): Promise<Delivery[]>;
  /** Refuses connections for this long, then listens on the same port again. */
  goOffline(milliseconds: number): Promise<void>;
  /** Resolves when no request, no delivery and no time offline is under way any more. */
  settled(): Promise<void>;
  /** Forgets all that happened; settings and the clock stay. */
  reset(seed?: string): void;
  stop(): Promise<void>;
}

/** Resolves when it listens. Stop it with `stop()`. */
export async function startConnectSandbox(options: ConnectSandboxOptions = {}): Promise<ConnectSandbox> {
  const world = newWorld(options);
  const server = new SandboxServer({
    api: {
      catchUp: () => void tell(world, catchUp(world)),
      routes: () => connectRoutes(world),
      refuse: (refusal) => refusalReply(refusal, world.settings),
      expireTokens: () => world.tokens.expireAll(),
    },
    journal: world.journal,
    faults: world.faults,
    clock: world.clock,
  });
  world.faults.routes = [...new Set(connectRoutes(world).map((route) => route.name))];
  const url = await server.listen(options);
  world.apiUrl = `${url}${API_PATH}`;
  const sandbox = handle(world, server, url, options);
  server.control = [...pageRoutes(__dirname), ...deviceRoutes(sandbox), ...sharedControl(world, sandbox)];
  return sandbox;
}

function connectRoutes(world: ConnectWorld): Route[] {
  return [signInRoute(world), ...[...v1Calls(world), ...v2Calls(world)].map((call) => toRoute(world, call))];
}

/** One after the other, as they happened, each as often as the settings say. */
async function tell(world: ConnectWorld, events: Outgoing[]): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const event of events) {
    for (let copy = 0; copy < world.settings.webhooks.copies; copy++) {
      deliveries.push(...(await world.webhooks.sendAtOnce([event])));
    }
  }
  return deliveries;
}

function handle(
  world: ConnectWorld,
  server: SandboxServer,
  url: string,
  options: ConnectSandboxOptions,
): ConnectSandbox {
  return {
    url,
    baseUrl: world.apiUrl,
    tokenUrl: `${url}${TOKEN_PATH}`,
    controlUrl: `${url}/_sandbox`,
    ...world.account,
    books: () => connectBooks(world),
    purchasesFor: (reference) => world.ledger.purchasesFor(reference),
    journal: (filter) => world.journal.read(filter),
    cards: () => [...world.state.sims.values()].filter(({ simType }) => simType === 'PSIM').map(({ iccid }) => iccid),
    watches: (iccid) =>
      Object.fromEntries([...(world.state.sims.get(iccid)?.watches ?? [])].map(([type, watch]) => [type, watch.url])),
    faults: world.faults,
    webhooks: world.webhooks,
    settings: () => ({ ...world.settings }),
    changeSettings: (change) => {
      world.settings = changeSettings(world.settings, { ...change });
    },
    device: async (iccid, action, bytes = 0) => {
      const due = catchUp(world);
      return await tell(world, [...due, ...act(world, iccid, action, bytes)]);
    },
    expireTokens: () => world.tokens.expireAll(),
    advance: async (milliseconds) => {
      world.clock.advance(milliseconds);
      return await tell(world, catchUp(world));
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

function deviceRoutes(sandbox: ConnectSandbox): ControlRoute[] {
  return [
    { method: 'GET', pattern: '/_sandbox/esims/actions', handle: () => json(DEVICE_ACTIONS) },
    {
      method: 'POST',
      pattern: '/_sandbox/esims/:iccid/:action',
      handle: async (request) => {
        const { iccid = '', action = '' } = request.params;
        const deliveries = await sandbox.device(iccid, action as DeviceAction, Number(fields(request)['bytes'] ?? 0));
        return json({ deliveries });
      },
    },
    {
      method: 'POST',
      pattern: '/_sandbox/tokens/expire',
      handle: () => {
        sandbox.expireTokens();
        return json({ ok: true });
      },
    },
  ];
}

function sharedControl(world: ConnectWorld, sandbox: ConnectSandbox): ControlRoute[] {
  return controlRoutes({
    ...world,
    state: () => connectState(world),
    books: sandbox.books,
    settings: sandbox.settings,
    changeSettings: sandbox.changeSettings,
    addCredit: () => {
      throw new Error('1GLOBAL sends invoices: there is no credit to add to');
    },
    advance: sandbox.advance,
    reset: sandbox.reset,
    goOffline: sandbox.goOffline,
  });
}
