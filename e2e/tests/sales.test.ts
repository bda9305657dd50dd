/** One sale under one name, whatever n8n does with it: Retry, sub-workflows, loops, Stop; and a sale that stays open. */
import type { Order } from '../../esim/model';
import {
  chain,
  code,
  connect,
  dentNode,
  manualTrigger,
  pause,
  setFields,
  until,
  type Execution,
  type NodeSpec,
} from '../harness';
import { itemsNodes, newOrder, salesOf, startDentWorld, type DentWorld } from './support/world';

const LIMIT_MS = 240_000;
/** The waiting time at its minimum, and the 30 seconds to which the node knows the age of its notes. */
const WAITING_TIME_MS = 92_000;
const ONE_AT_A_TIME = { options: { itemsInParallel: 1 } };
const CLOSING = { options: { requestTimeout: 1, ifUnconfirmed: 'sendAgain', waitingMinutes: 1 } };

describe('sales on a real n8n', () => {
  let world: DentWorld;
  let shop: string | undefined;
  let sentAt: number;

  beforeAll(async () => {
    world = await startDentWorld({}, { credit: '3.00' });
  });

  afterAll(async () => {
    await world?.stop();
  });

  const bought = (...references: string[]): number[] =>
    references.map((reference) => world.sandbox.purchasesFor(reference));

  /** How often a purchase was sent, whether it arrived or not. */
  const sendings = (reference: string): number =>
    world.sandbox.journal({ route: 'register' }).filter((entry) => entry.reference === reference).length;

  /** Runs the one workflow that sells: what is open can only be closed by the node that has sent it. */
  async function sell(reference: string, more: Record<string, unknown> = {}): Promise<Execution> {
    const { client } = world.server;
    const create = dentNode('Create', world.credential, newOrder(more));
    const workflow = chain('Shop', [manualTrigger, ...itemsNodes(salesOf(reference)), create]);
    shop ??= await client.createWorkflow(workflow);
    await client.updateWorkflow(shop, workflow);
    return await client.runWorkflow(shop);
  }

  const said = ({ error }: Execution): string => `${error?.message}\n${error?.description}`;

  it('a purchase that is cut before it arrives ends as outcome unknown, and stays so at once', async () => {
    world.sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'register' });
    sentAt = Date.now();
    expect(said(await sell('open-1', CLOSING))).toMatch(/^Outcome unknown: .*"open-1"/);

    const again = await sell('open-1', CLOSING);
    expect(said(again)).toMatch(/^Outcome unknown: .*sent again only when that is more than 1 minute ago/);
    expect(sendings('open-1')).toBe(1);
  });

  it('what a person has checked is sent again once, and not twice', async () => {
    const checked = { options: { requestTimeout: 1, checkedReferences: 'other, checked-1' } };
    world.sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'register', times: 2 });
    expect(said(await sell('checked-1'))).toMatch(/^Outcome unknown/);
    expect(said(await sell('checked-1', checked))).toMatch(/^Outcome unknown/);
    expect(sendings('checked-1')).toBe(2);

    expect(said(await sell('checked-1', checked))).toMatch(/^Outcome unknown: .*which is done only once/);
    expect(sendings('checked-1')).toBe(2);
  });

  it('Retry of an execution whose last item failed buys the last one only', async () => {
    const execution = await world.run(salesOf('retry-1', 'retry-2', 'retry-3'), ['Create', newOrder(ONE_AT_A_TIME)]);
    expect(execution.status).toBe('error');
    expect(said(execution)).toMatch(/This run made 2 purchases: order ID \S+, \S+\./);
    expect(bought('retry-1', 'retry-2', 'retry-3')).toEqual([1, 1, 0]);

    world.sandbox.addCredit('100.00');
    const again = await world.server.client.retryExecution(execution.id);
    expect(again.json<Order>('Create').map(({ alreadyExisted }) => alreadyExisted)).toEqual([true, true, false]);
    expect(bought('retry-1', 'retry-2', 'retry-3')).toEqual([1, 1, 1]);
  });

  it('a sub-workflow that buys, fails and is called again buys one eSIM', async () => {
    const { client } = world.server;
    const called: NodeSpec = {
      name: 'Called',
      type: 'n8n-nodes-base.executeWorkflowTrigger',
      typeVersion: 1.1,
      parameters: { inputSource: 'passthrough' },
    };
    const buying = dentNode('Create', world.credential, newOrder());
    const mail = code('Mail', "throw new Error('the mail server is down')");
    const childId = await client.createWorkflow(chain('Sell one', [called, buying, mail]));
    await client.publish(childId);
    const call: NodeSpec = {
      name: 'Sell',
      type: 'n8n-nodes-base.executeWorkflow',
      typeVersion: 1.2,
      parameters: { workflowId: { __rl: true, mode: 'id', value: childId }, options: {} },
      retryOnFail: true,
      maxTries: 3,
      waitBetweenTries: 100,
    };
    const parent = chain('Sales', [manualTrigger, setFields('Sale', salesOf('called-1')[0]!), call]);
    const execution = await client.runWorkflow(await client.createWorkflow(parent));

    expect(said(execution)).toContain('the mail server is down');
    expect((await client.executions(childId)).map(({ status }) => status)).toEqual(['error', 'error', 'error']);
    expect(bought('called-1')).toEqual([1]);
  });

  it('a loop that comes to the same reference again is stopped, and hears who has it', async () => {
    const { client } = world.server;
    const loop: NodeSpec = {
      name: 'Loop',
      type: 'n8n-nodes-base.splitInBatches',
      typeVersion: 3,
      parameters: { batchSize: 1, options: {} },
    };
    const [sale] = salesOf('loop-1');
    const create = dentNode('Create', world.credential, newOrder());
    const workflow = chain('Loop', [manualTrigger, ...itemsNodes([sale!, sale!]), loop, create]);
    workflow.connections.Loop = { main: [] };
    connect(workflow, 'Loop', 'Create', 1);
    connect(workflow, 'Create', 'Loop');
    const execution = await client.runWorkflow(await client.createWorkflow(workflow));

    expect(said(execution)).toMatch(
      /^Client Reference "loop-1" is used twice in this execution: item 0 of run 1 of this node \(order \S+\) has it, too\n.*\$itemIndex/,
    );
    expect(bought('loop-1')).toEqual([1]);
  });

  it('Stop in the middle of a run: n8n’s log says what was bought, and the next run buys the rest', async () => {
    const { client } = world.server;
    const references = Array.from({ length: 6 }, (_, index) => `stop-${index}`);
    const count = (): number => bought(...references).reduce((sum, one) => sum + one, 0);
    const nodes = [
      ...itemsNodes(salesOf(...references)),
      dentNode('Create', world.credential, newOrder(ONE_AT_A_TIME)),
    ];
    const id = await client.createWorkflow(chain('Stopped', [manualTrigger, ...nodes]));
    world.sandbox.faults.next({ fault: 'slowAfterCommit', route: 'register', ms: 1_000, times: references.length });
    const running = await client.startWorkflow(id);
    await until('two purchases', async () => await Promise.resolve(count() >= 2), { intervalMs: 20 });
    await client.stopExecution(running);
    const lastWords = /eSIM: the execution was stopped\. This run made \d purchases?: order ID/;
    const log = (): string => `the last words of the run, in\n${world.server.logs().slice(-2_000)}`;
    await until(log, async () => await Promise.resolve(lastWords.test(world.server.logs())));
    expect((await client.waitForExecution(running)).status).toBe('canceled');
    expect(count()).toBeLessThan(references.length);
    world.sandbox.faults.clear();

    const again = await client.runWorkflow(id);
    expect(again.json<Order>('Create').map(({ clientReference }) => clientReference)).toEqual(references);
    expect(bought(...references)).toEqual(references.map(() => 1));
  });

  it('two items under one reference: On Error → Stop buys nothing of the run', async () => {
    const items = salesOf('alone-1', 'twice-1', 'twice-1');
    const execution = await world.run(items, ['Create', newOrder()]);
    expect(said(execution)).toMatch(/^Client Reference "twice-1" is used twice in this execution: item 2 has it, too/);
    expect(bought('alone-1', 'twice-1')).toEqual([0, 0]);
  });

  it('two items under one reference: On Error → Continue refuses both, and the rest goes on', async () => {
    const items = salesOf('twice-2', 'alone-2', 'twice-2');
    const execution = await world.run(items, ['Create', newOrder(), { onError: 'continueErrorOutput' }]);
    expect(execution.json<Order>('Create').map(({ clientReference }) => clientReference)).toEqual(['alone-2']);
    const errors = execution.json<{ error: string }>('Create', 1).map(({ error }) => error);
    expect(errors).toEqual(['item 2', 'item 0'].map((other) => expect.stringContaining(other) as string));
    expect(bought('twice-2', 'alone-2')).toEqual([0, 1]);
  });

  it('an expression in a reference that gives nothing is named, with its cure', async () => {
    const execution = await sell('unused', { clientReference: '=order-{{ $json.nope }}' });
    expect(said(execution)).toMatch(
      /^Client Reference has a part that gives nothing: \{\{ \$json\.nope \}\}.*\n.*\{\{ \$json\.nope \|\| 'none' \}\}/,
    );
    expect(bought('order-')).toEqual([0]);
  });

  it(
    'Send Again When Certain closes it after the waiting time: bought once',
    async () => {
      await pause(sentAt + WAITING_TIME_MS - Date.now());
      const closed = (await sell('open-1', CLOSING)).only<Order>('Create');
      expect(closed).toMatchObject({ clientReference: 'open-1', alreadyExisted: false });
      const again = (await sell('open-1', CLOSING)).only<Order>('Create');
      expect(again).toMatchObject({ orderId: closed.orderId, alreadyExisted: true });
      expect(bought('open-1')).toEqual([1]);
      expect(sendings('open-1')).toBe(2);
    },
    LIMIT_MS,
  );
});
