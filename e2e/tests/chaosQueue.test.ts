/** Purchases in n8n's queue mode (a main process, two workers, PostgreSQL, Redis) with a worker killed, or standing still. */
import { standKinds } from '../../test/chaos/stands';
import { startDentSandbox, type DentSandbox } from '../../sandbox';
import { startQueueMode, type QueueHost } from '../chaos/queueMode';
import { chain, dentCredential, dentNode, findServices, manualTrigger, pause, until } from '../harness';
import { expectGood, LIMIT_MS, SEED, shortCampaign } from './support/chaos';
import { packed } from './support/packed';
import { itemsNodes, newOrder, salesOf } from './support/world';

/** The waiting time at its minimum, and the 30 seconds to which the node knows the age of its notes. */
const WAITING_TIME_MS = 92_000;
const PURCHASES = 4;
const ATTEMPTS = 5;

describe(`purchases in queue mode (seed ${SEED})`, () => {
  let host: QueueHost;

  beforeAll(async () => {
    const { programs, reason } = await findServices();
    if (programs === null) throw new Error(reason);
    host = await startQueueMode(packed(), programs);
  });

  afterAll(async () => {
    await host?.dispose();
  });

  it(
    'are made once and reported as they are when a worker is killed in the middle',
    async () => {
      expectGood(await shortCampaign(host, standKinds[0]!));
    },
    LIMIT_MS,
  );

  describe('of a worker that stands still between note and sending for longer than the waiting time', () => {
    let sandbox: DentSandbox;

    beforeAll(async () => {
      sandbox = await startDentSandbox();
    });

    afterAll(async () => {
      for (const worker of host?.workers ?? []) worker.goOn();
      await sandbox?.stop();
    });

    /** A workflow that sells these, and sends what is open again when it is certain. */
    async function shopFor(references: string[]): Promise<string> {
      const options = { requestTimeout: 1, ifUnconfirmed: 'sendAgain', waitingMinutes: 1 };
      const create = dentNode('Create', await dentCredential(host, sandbox), newOrder({ options }));
      const workflow = chain('Shop', [manualTrigger, ...itemsNodes(salesOf(...references)), create]);
      return await host.client.createWorkflow(workflow);
    }

    const sent = (references: string[]): number =>
      sandbox.journal({ route: 'register' }).filter(({ reference }) => references.includes(reference ?? '')).length;

    /** Stops the worker that runs it as soon as its notes are made, which is a quarter of a second before they are used. */
    async function stalled(attempt = 1): Promise<{ references: string[]; shop: string; goOn(): Promise<void> }> {
      const references = Array.from({ length: PURCHASES }, (_, index) => `still-${attempt}-${index}`);
      const shop = await shopFor(references);
      const running = await host.client.startWorkflow(shop);
      await until('the notes', async () => (await host.notes()).includes(shop), { intervalMs: 5 });
      for (const worker of host.workers) worker.standStill();
      const said = (what: string) => new RegExp(`Worker ${what} execution ${running} `);
      const worker = host.workers.find((one) => said('started').test(one.logs()));
      for (const other of host.workers) if (other !== worker) other.goOn();
      await pause(500);
      if (worker && sent(references) === 0) {
        const goOn = async (): Promise<void> => {
          worker.goOn();
          await until(
            'the worker to come to an end',
            async () => await Promise.resolve(said('finished').test(worker.logs())),
            {
              timeoutMs: 120_000,
            },
          );
        };
        return { references, shop, goOn };
      }
      worker?.goOn();
      if (attempt === ATTEMPTS) throw new Error('No worker could be stopped between note and sending');
      return await stalled(attempt + 1);
    }

    it(
      'are bought once: by the worker that closes them, and not by the one that goes on then',
      async () => {
        const { references, shop, goOn } = await stalled();
        const bought = (): number[] => references.map((reference) => sandbox.purchasesFor(reference));
        await pause(WAITING_TIME_MS);
        // Redis may give the first of these to the worker that stands still, and n8n gives it up
        await until(
          'the other worker to buy all',
          async () => {
            const { status } = await host.client.runWorkflow(shop);
            return status === 'success';
          },
          { timeoutMs: 180_000 },
        );
        expect(bought()).toEqual(references.map(() => 1));

        await goOn();
        expect(bought()).toEqual(references.map(() => 1));
        expect(sent(references)).toBe(PURCHASES);
      },
      LIMIT_MS,
    );
  });
});
