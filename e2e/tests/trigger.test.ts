import axios from 'axios';
import type { EsimEvent, Order } from '../../esim/model';
import { EVENT_NODES, eventExample, picked, type Execution } from '../harness';
import { startDentWorld, type DentWorld } from './support/world';

const MIB = 1024 ** 2;

/** What a stranger may send to the URL: an event about an eSIM that does not exist. */
const MADE_UP = { iccid: '8997212330099184896', imsi: '260060145143896', profileState: 'INSTALLED' };

describe('the trigger on a real n8n', () => {
  let world: DentWorld;
  let workflowId: string;
  let url: string;
  let iccid: string;

  /** Runs what causes webhooks and waits until each has started the workflow. */
  async function executionsAfter(count: number, cause: () => Promise<unknown>): Promise<Execution[]> {
    const before = (await world.server.client.executions(workflowId)).length;
    await cause();
    return (await world.server.client.waitForExecutions(workflowId, before + count)).slice(before);
  }

  beforeAll(async () => {
    world = await startDentWorld();
    const { client } = world.server;
    workflowId = await client.createWorkflow(eventExample(world.credential));
    [url = ''] = await client.publish(workflowId);
    const { id } = world.sandbox.inventory().find(({ name }) => name === 'eSIM Worldwide 1 GB')!;
    const reference = { resource: 'order', operation: 'create', packageId: picked(id), clientReference: 'trigger-1' };
    iccid = (await world.run([{}], ['Create', reference])).only<Order>('Create').esim?.iccid ?? '';
    world.sandbox.webhooks.setUrl('*', url);
  });

  afterAll(async () => {
    await world?.stop();
  });

  it.each(['HEAD', 'GET'])('answers a probe with %s and starts nothing', async (method) => {
    const before = (await world.server.client.executions(workflowId)).length;
    expect((await axios.request({ method, url })).status).toBe(200);
    expect(await world.server.client.executions(workflowId)).toHaveLength(before);
  });

  it('starts a branch for an installation, a journey and low data, each confirmed by the provider', async () => {
    const executions = await executionsAfter(3, async () => {
      await world.sandbox.device(iccid, 'install');
      await world.sandbox.device(iccid, 'travel', { country: 'GR' });
      await world.sandbox.device(iccid, 'useData', { bytes: 950 * MIB });
    });

    const events = executions.map((execution) => execution.only<EsimEvent>(EVENT_NODES.trigger));
    expect(events.map(({ type }) => type)).toEqual(['esim.installed', 'country.changed', 'balance.low']);
    expect(events).toEqual(events.map(() => expect.objectContaining({ iccid, confirmed: true })));
    const branches = executions.map(
      ({ nodes }) => nodes.filter((name) => !Object.values<string>(EVENT_NODES).includes(name))[0],
    );
    expect(branches).toEqual(['Welcome', 'Note the Journey', 'Offer a Top-Up']);
  });

  it('starts a branch when a package that was bought on demand is activated', async () => {
    const onDemand = {
      resource: 'order',
      operation: 'create',
      packageId: picked('14ed2704-35ff-4feb-82a3-12345678abcd'),
      clientReference: 'trigger-2',
      additionalFields: { activationMode: 'ON_DEMAND' },
    };
    const { orderId } = (await world.run([{}], ['Create', onDemand])).only<Order>('Create');
    const [execution] = await executionsAfter(1, async () => await world.sandbox.activate(orderId));

    expect(execution?.only<EsimEvent>(EVENT_NODES.trigger)).toMatchObject({ type: 'package.activated', orderId });
    expect(execution?.nodes).toContain('Note the Start');
  });

  it('gives one item for each event of a delivery that has several', async () => {
    world.sandbox.changeSettings({ alertShape: 'array' });
    const [first] = world.sandbox.webhooks.deliveries().filter(({ event }) => event === 'balanceAlert');
    const body = [first?.body].flat()[0];
    const [execution] = await executionsAfter(1, async () => await axios.post(url, [body, body]));

    expect(execution?.json(EVENT_NODES.trigger)).toHaveLength(2);
  });

  it('refuses an event that the provider does not confirm, and starts nothing', async () => {
    const before = (await world.server.client.executions(workflowId)).length;
    const answer = await axios.post(url, MADE_UP, { validateStatus: () => true });

    expect(answer.status).toBe(401);
    expect(await world.server.client.executions(workflowId)).toHaveLength(before);
    expect(world.server.logs()).not.toContain(world.sandbox.clientSecret);
  });

  it.each([
    ['no JSON', 'this is no JSON'],
    ['a body of no known kind', '"text"'],
  ])('answers 400 to %s', async (_what, body) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await axios.post(url, body, { headers, validateStatus: () => true });
    expect(answer.status).toBe(400);
  });

  it('goes on to work after n8n was killed and started again', async () => {
    await world.server.kill();
    await world.server.restart();
    const [execution] = await executionsAfter(1, async () => await world.sandbox.device(iccid, 'disable'));

    expect(execution?.only<EsimEvent>(EVENT_NODES.trigger)).toMatchObject({ type: 'esim.disabled', iccid });
    expect(execution?.nodes).toContain('Nothing to Do');
  });

  it('is gone after unpublishing', async () => {
    await world.server.client.unpublish(workflowId);
    expect((await axios.post(url, MADE_UP, { validateStatus: () => true })).status).toBe(404);
  });
});
