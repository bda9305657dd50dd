/** Starts a provider's stand-in: in this process, on 127.0.0.1, with nothing kept on disk. */
import { booksOf } from './books';
import { controlRoutes } from './control';
import { pageRoutes } from './page';
import type { Sandbox } from './sandbox';
import { type ListenOptions, SandboxServer } from './server';
import { type Kind, type StandIn, World, type WorldOptions } from './world';

export type SandboxOptions<K extends Kind> = WorldOptions<K> & ListenOptions;

/** Resolves when it listens. Stop it with `stop()`. */
export async function startStandIn<K extends Kind>(
  standIn: StandIn<K>,
  options: SandboxOptions<K>,
): Promise<{ world: World<K>; sandbox: Sandbox<K> }> {
  const world = new World(standIn, options);
  const server = new SandboxServer(world);
  const url = await server.listen(options);
  world.apiUrl = url + (standIn.apiPath ?? '');
  const sandbox = handle(world, server, url);
  server.control = [
    ...pageRoutes(standIn.folder),
    ...(standIn.control?.(world) ?? []),
    ...controlRoutes(world, sandbox),
  ];
  return { world, sandbox };
}

function handle<K extends Kind>(world: World<K>, server: SandboxServer<K>, url: string): Sandbox<K> {
  const { standIn, webhooks } = world;
  return {
    ...world.account,
    url,
    baseUrl: world.apiUrl,
    controlUrl: `${url}/_sandbox`,
    faults: world.faults,
    webhooks,
    books: () => booksOf(world),
    purchasesFor: (reference) => world.ledger.purchasesFor(reference),
    journal: (filter) => world.journal.read(filter),
    settings: () => ({ ...world.settings }),
    changeSettings: (change) => world.changeSettings(change),
    device: async (iccid, action, input = {}) => {
      const due = world.catchUp();
      const { events, usedBytes } = standIn.act(world, iccid, action, input);
      return { deliveries: [...(await due), ...(await world.tell(events))], usedBytes: usedBytes ?? null };
    },
    addCredit: (amount) => {
      if (standIn.credit === undefined)
        throw new Error(`${standIn.title} sends invoices: there is no credit to add to`);
      world.ledger.addCredit(amount);
    },
    expireTokens: () => world.tokens.expireAll(),
    advance: (milliseconds) => {
      world.clock.advance(milliseconds);
      return world.catchUp();
    },
    goOffline: (milliseconds) => server.goOffline(milliseconds),
    settled: async () => {
      await server.settled();
      await webhooks.settled();
    },
    reset: (seed) => world.reset(seed),
    stop: () => server.stop(),
  };
}
