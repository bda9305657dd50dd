/** The handle that a test has on a running stand-in. */
import { booksOf } from './books';
import type { DeviceInput } from './life';
import type { SandboxServer } from './server';
import type { Kind, World } from './world';

export type Sandbox<K extends Kind> = ReturnType<typeof handleOf<K>>;

/** @param url address of the server, without a trailing slash; the control page is at its root */
export function handleOf<K extends Kind>(world: World<K>, server: SandboxServer<K>, url: string) {
  const { standIn, webhooks } = world;
  return {
    ...world.account,
    title: standIn.title,
    url,
    /** Base URL of the API. */
    baseUrl: world.apiUrl,
    /** Base URL of the control API. */
    controlUrl: `${url}/_sandbox`,
    faults: world.faults,
    webhooks,
    books: () => booksOf(world),
    /** How often this exact client reference was bought. */
    purchasesFor: (reference: string) => world.ledger.purchasesFor(reference),
    journal: (filter?: { after?: number; route?: string }) => world.journal.read(filter),
    settings: (): K['settings'] => ({ ...world.settings }),
    changeSettings: (change: Partial<K['settings']>) => world.changeSettings(change),
    /**
     * Does something with the phone of an eSIM; resolves when the webhooks that follow are answered. `usedBytes` is null
     * unless data was used. Throws in plain words when it is not possible.
     */
    device: async (iccid: string, action: string, input: DeviceInput = {}) => {
      const due = world.catchUp();
      const { events, usedBytes = null } = standIn.act(world, iccid, action, input);
      return { deliveries: [...(await due), ...(await world.tell(events))], usedBytes };
    },
    /** Decimal text. Throws where the provider sends invoices. */
    addCredit: (amount: string) => {
      if (standIn.credit === undefined)
        throw new Error(`${standIn.title} sends invoices: there is no credit to add to`);
      world.ledger.addCredit(amount);
    },
    expireTokens: () => world.tokens.expireAll(),
    /** Time passes; resolves when the webhooks that follow are answered. */
    advance: (milliseconds: number) => {
      world.clock.advance(milliseconds);
      return world.catchUp();
    },
    /** Refuses connections for this long, then listens on the same port again. */
    goOffline: (milliseconds: number) => server.goOffline(milliseconds),
    /** Resolves when no request, no delivery and no time offline is under way any more. */
    settled: async () => {
      await server.underWay.settled();
      await webhooks.underWay.settled();
    },
    /** Forgets all that happened; settings, webhook URLs and the clock stay. */
    reset: (seed?: string) => world.reset(seed),
    stop: () => server.stop(),
  };
}
