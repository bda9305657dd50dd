/** The trigger under faults: floods, repetitions, wrong order, bodies that are none, a slow provider, n8n restarted. */
import axios from 'axios';
import type { EsimEvent, Order } from '../../esim/model';
import { chain, DENT_CREDENTIAL, PACKAGE_NAME, picked, until, type Execution, type NodeSpec } from '../harness';
import { startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';

const FLOOD = 1_000;
const MIB = 1024 ** 2;
const LIMIT_MS = 900_000;

describe('the trigger under faults on a real n8n', () => {
  let world: DentWorld;
  let iccids: string[];
  let workflowId: string;
  let url: string;

  beforeAll(async () => {
    // unlimited, n8n itself would run a thousand executions at once and need more memory than most machines have
    world = await startDentWorld({ N8N_CONCURRENCY_PRODUCTION_LIMIT: '10' });
    const order = { resource: 'order', operation: 'create', packageId: picked(WORLDWIDE_50_MB) };
    const items = Array.from({ length: 10 }, (_, index) => ({ reference: `flood-${index}` }));
    const bought = await world.run(items, ['Create', { ...order, clientReference: '={{ $json.reference }}' }]);
    iccids = bought.json<Order>('Create').map(({ esim }) => esim?.iccid ?? '');
    [workflowId, url] = await publish('Plain', []);
    // a sender that does not give up, and waits for its answer: as long as a busy machine takes for a flood, since what it
    // sends again is another event to n8n
    world.sandbox.changeSettings({
      webhooks: { delayMs: 0, pauseMs: 5_000, timeoutMs: 290_000, copies: 1, attempts: 100 },
    });
  });

  afterAll(async () => {
    await world?.stop();
  });

  async function publish(name: string, more: NodeSpec[], parameters: object = {}): Promise<[id: string, url: string]> {
    const trigger: NodeSpec = {
      name: 'eSIM Trigger',
      type: `${PACKAGE_NAME}.esimTrigger`,
      webhookId: `chaos-trigger-${name}`.toLowerCase().replace(' ', '-'),
      parameters: { provider: 'dentGigaStore', ...parameters },
      credentials: { [DENT_CREDENTIAL]: world.credential },
    };
    const id = await world.server.client.createWorkflow(chain(name, [trigger, ...more]));
    const [address = ''] = await world.server.client.publish(id);
    return [id, address];
  }

  const statusOf = (iccid: string, profileState: string) => ({ iccid, imsi: '260060145143896', profileState });
  const event = (body: unknown) => ({ event: 'esimStatus', body, url });

  /** How many executions the workflow has had, whatever became of them. */
  async function started(id = workflowId): Promise<number> {
    let count = 0;
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `workflowId=${id}&limit=250${cursor ? `&cursor=${cursor}` : ''}`;
      const page: { data: unknown[]; nextCursor: string | null } = await world.server.client.http.api(
        'GET',
        `/executions?${query}`,
      );
      count += page.data.length;
      cursor = page.nextCursor;
    }
    return count;
  }

  async function expectStarted(before: number, more: number, id = workflowId): Promise<void> {
    await until(`${more} executions`, async () => (await started(id)) >= before + more, { timeoutMs: 120_000 });
    expect((await started(id)) - before).toBe(more);
  }

  it.each([
    ['as they are', FLOOD, false],
    ['each confirmed by the provider', 100, true],
  ])(
    'starts exactly one execution for each event of a flood, %s (%d at once)',
    async (_how, count, confirmWithProvider) => {
      const [id, address] = await publish(`Flood ${count}`, [], { confirmWithProvider });
      const events = Array.from({ length: count }, (_, index) => ({
        ...event(statusOf(iccids[index % 10]!, 'RELEASED')),
        url: address,
      }));
      const deliveries = await world.sandbox.webhooks.sendAtOnce(events);

      expect(deliveries.filter(({ status }) => status !== 200)).toEqual([]);
      await expectStarted(0, count, id);
      await world.server.client.unpublish(id);
    },
    LIMIT_MS,
  );

  it(
    'answers 503 and starts nothing while the provider is too slow to confirm, and takes the event when it comes again',
    async () => {
      const before = await started();
      const { faults } = world.sandbox;
      faults.mix({ seed: 1, probabilities: { slowBeforeCommit: 1 }, ms: 12_000 });
      const answer = await axios.post(url, statusOf(iccids[0]!, 'RELEASED'), { validateStatus: () => true });
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '60']);
      expect(await started()).toBe(before);

      faults.mix(null);
      await world.sandbox.settled();
      const [delivery] = await world.sandbox.webhooks.sendAtOnce([event(statusOf(iccids[0]!, 'RELEASED'))]);
      expect(delivery?.status).toBe(200);
      await expectStarted(before, 1);
    },
    LIMIT_MS,
  );

  it(
    'takes every event in the end while the provider fails now and then',
    async () => {
      const before = await started();
      const probabilities = { error503BeforeCommit: 0.3, cutBeforeCommit: 0.2, truncatedJson: 0.2, tokenExpired: 0.1 };
      world.sandbox.faults.mix({ seed: 'trigger', probabilities });
      const events = Array.from({ length: 30 }, (_, index) => event(statusOf(iccids[index % 10]!, 'RELEASED')));
      const deliveries = await world.sandbox.webhooks.sendAtOnce(events);
      world.sandbox.faults.mix(null);

      expect(deliveries.filter(({ status }) => status !== 200)).toEqual([]);
      expect(deliveries.some(({ attempts }) => attempts > 1)).toBe(true);
      await expectStarted(before, events.length);
    },
    LIMIT_MS,
  );

  it.each([
    ['no JSON', 'this is no JSON'],
    ['half a JSON', '{"iccid":"89'],
    ['a list of numbers', '[1,2,3]'],
    ['nothing', ''],
  ])('refuses %s for good and starts nothing', async (_what, body) => {
    const before = await started();
    const headers = { 'Content-Type': 'application/json' };
    const answer = await axios.post(url, body, { headers, validateStatus: () => true });
    expect([400, 422]).toContain(answer.status);
    expect(await started()).toBe(before);
  });

  it('refuses a body of 17 MiB and starts nothing', async () => {
    const before = await started();
    const body = { ...statusOf(iccids[0]!, 'RELEASED'), filler: 'x'.repeat(17 * MIB) };
    const answer = await axios.post(url, body, { maxBodyLength: Infinity, validateStatus: () => true });
    expect(answer.status).toBe(413);
    expect(await started()).toBe(before);
  });

  it(
    'takes what was sent while n8n was down, once it is up again',
    async () => {
      const before = await started();
      await world.server.kill();
      const sending = world.sandbox.webhooks.sendAtOnce(iccids.map((iccid) => event(statusOf(iccid, 'RELEASED'))));
      await world.server.restart();
      const deliveries = await sending;

      expect(deliveries.filter(({ status }) => status !== 200)).toEqual([]);
      expect(deliveries.every(({ attempts }) => attempts > 1)).toBe(true);
      await expectStarted(before, iccids.length);
    },
    LIMIT_MS,
  );

  it('lets Remove Duplicates take out what was sent again, whatever the order', async () => {
    const unique: NodeSpec = {
      name: 'Remove Duplicates',
      type: 'n8n-nodes-base.removeDuplicates',
      typeVersion: 2,
      parameters: {
        operation: 'removeItemsSeenInPreviousExecutions',
        logic: 'removeItemsWithAlreadySeenKeyValues',
        dedupeValue: '={{ $json.eventId }}',
        options: {},
      },
    };
    const [id, address] = await publish('Unique', [unique]);
    await world.sandbox.device(iccids[1]!, 'install');
    const [released, installed] = ['RELEASED', 'INSTALLED'].map((state) => statusOf(iccids[1]!, state));
    const order = [installed, released, installed, released, released, installed];
    for (const [index, body] of order.entries()) {
      expect((await axios.post(address, body)).status).toBe(200);
      await world.server.client.waitForExecutions(id, index + 1);
    }

    const executions: Execution[] = await world.server.client.executions(id);
    expect(executions).toHaveLength(order.length);
    const left = executions.flatMap((execution) => execution.json<EsimEvent>('Remove Duplicates'));
    expect(left.map(({ type }) => type).sort()).toEqual(['esim.installed', 'esim.released']);
  });
});
