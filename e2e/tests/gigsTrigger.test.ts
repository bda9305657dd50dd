import axios from 'axios';
import type { EsimEvent, Order } from '../../esim/model';
import { chain, pause, until, type Execution } from '../harness';
import { gigsTrigger, REMINDER_NODES, reminderExample } from '../harness/gigs';
import { newOrder, startGigsWorld, type GigsWorld } from './support/gigsWorld';

const TRIGGER = 'Gigs';
const EVENTS = 200;

interface Sent {
  /** Null for a delivery that must not start anything. */
  eventId: string | null;
  body: string;
  headers: Record<string, string>;
}

describe('the trigger for Gigs on a real n8n', () => {
  let world: GigsWorld;
  let workflowId: string;
  let url: string;

  beforeAll(async () => {
    world = await startGigsWorld({ activationSeconds: 0 });
    const { client } = world.server;
    workflowId = await client.createWorkflow(chain('Gigs events', [gigsTrigger(TRIGGER, world.credential)]));
    [url = ''] = await client.publish(workflowId);
  });

  afterAll(async () => {
    await world?.stop();
  });

  const post = async ({ body, headers }: Omit<Sent, 'eventId'>) =>
    await axios.post<unknown>(url, Buffer.from(body), {
      headers: { 'Content-Type': 'application/json', ...headers },
      validateStatus: () => true,
    });

  const eventsSoFar = async () =>
    (await world.server.client.executions(workflowId)).map((execution) => execution.only<EsimEvent>(TRIGGER).eventId);

  it('starts with signed events of a new order', async () => {
    world.sandbox.webhooks.setUrl('*', url);
    await world.run([{ email: 'trigger@example.com', reference: 'trigger-1' }], ['Create', newOrder()]);
    await world.sandbox.settled();
    const executions = await world.server.client.waitForExecutions(workflowId, 3);
    const types = executions.map((execution: Execution) => execution.only<EsimEvent>(TRIGGER).type);
    expect(types.sort()).toEqual(['esim.statusChanged', 'order.completed', 'order.created']);
    expect(world.sandbox.webhooks.deliveries().map(({ status }) => status)).toEqual([200, 200, 200]);
    world.sandbox.webhooks.setUrl('*', null);
  });

  it('delivers every genuine event once, and answers 401 to every other one', async () => {
    const before = (await eventsSoFar()).length;
    const sent = Array.from({ length: EVENTS }, (_, number) => delivery(world, number));
    const answers: number[] = [];
    for (let start = 0; start < EVENTS; start += 10) {
      const batch = sent.slice(start, start + 10);
      answers.push(...(await Promise.all(batch.map(async (one) => (await post(one)).status))));
    }
    const genuine = sent.flatMap(({ eventId }) => eventId ?? []);
    expect(answers).toEqual(sent.map(({ eventId }) => (eventId === null ? 401 : 200)));

    // recorded and played again
    const replays = sent.filter(({ eventId }) => eventId !== null).slice(0, 20);
    for (const one of replays) expect((await post(one)).status).toBe(401);

    await until('every genuine event', async () => (await eventsSoFar()).length >= before + genuine.length || null);
    expect((await eventsSoFar()).slice(before).sort()).toEqual([...genuine].sort());
    for (const reason of ['are not all there', 'no signature matches', 'in the past', 'it is a replay']) {
      expect(world.server.logs()).toContain(reason);
    }
    expect(world.server.logs()).not.toContain(world.sandbox.webhookSecret);
  });

  it('takes an event that was sent while n8n was down, once it is back', async () => {
    const before = (await eventsSoFar()).length;
    world.sandbox.changeSettings({ webhooks: { ...world.sandbox.settings().webhooks, pauseMs: 2_000, attempts: 30 } });
    world.sandbox.webhooks.setUrl('*', url);
    await world.server.kill();
    const told = world.sandbox.webhooks.sendInOrder([event(world, 'subscription.resumed', 'sub_while_down')]);
    await pause(3_000);
    await world.server.restart();
    await told;
    world.sandbox.webhooks.setUrl('*', null);
    const executions = await world.server.client.waitForExecutions(workflowId, before + 1);
    expect(executions.at(-1)?.only<EsimEvent>(TRIGGER)).toMatchObject({ subscriptionId: 'sub_while_down' });
  });

  it('reminds of an eSIM that is not installed, with fresh links, and not of one that is', async () => {
    const { client } = world.server;
    const id = await client.createWorkflow(reminderExample(world.credential));
    const [reminder = ''] = await client.publish(id);
    world.sandbox.webhooks.setUrl('subscription.activated', reminder);
    const references = ['remind-1', 'remind-2'];
    const bought = await world.run(
      references.map((reference) => ({ email: `${reference}@example.com`, reference })),
      [
        'Create',
        newOrder({
          additionalFields: { sim: 'sim_test_esim_delayed_up_to_one_min' },
          options: { waitForCompletion: false },
        }),
      ],
    );
    const [, second] = bought.json<Order>('Create');
    await world.sandbox.advance(60_000);
    const read = { resource: 'order', operation: 'get', orderLookup: 'orderId', orderId: second?.orderId };
    const { esim } = (await world.run([{}], ['Get', read])).only<Order>('Get');
    await world.sandbox.device(esim?.iccid ?? '', 'install');

    const executions = await client.waitForExecutions(id, 2, 60_000);
    const ends = executions.map((execution) => ({
      email: execution.only<{ raw: { data: { user: { email: string } } } }>(REMINDER_NODES.trigger).raw.data.user.email,
      reminded: execution.nodes.includes(REMINDER_NODES.qrCode),
    }));
    expect(ends).toEqual(
      expect.arrayContaining([
        { email: 'remind-1@example.com', reminded: true },
        { email: 'remind-2@example.com', reminded: false },
      ]),
    );
    const [file] = executions.flatMap((execution) =>
      execution.nodes.includes(REMINDER_NODES.qrCode)
        ? execution.items<{ iosInstallUrl: string }>(REMINDER_NODES.qrCode)
        : [],
    );
    expect(file?.json.iosInstallUrl).toMatch(/^https:\/\//);
    expect(file?.binary?.data).toMatchObject({ mimeType: 'image/png' });
  });
});

function event(world: GigsWorld, name: string, subscription: string) {
  return world.sandbox.event(name, { object: 'subscription', id: subscription, status: 'active' });
}

/** Every fourth is forged, stale or unsigned; the headers are of both families. */
function delivery(world: GigsWorld, number: number): Sent {
  const { body: envelope } = event(world, 'subscription.updated', `sub_${number}`);
  const body = JSON.stringify(envelope);
  const headers = world.sandbox.sign(body);
  const eventId = (envelope as { id: string }).id;
  if (number % 4 !== 0) return { eventId, body, headers: number % 2 === 0 ? headers : asSvix(headers) };
  switch ((number / 4) % 3) {
    case 0:
      return { eventId: null, body: body.replace('active', 'ended'), headers };
    case 1:
      return { eventId: null, body, headers: world.sandbox.sign(body, Date.now() - 10 * 60 * 1000) };
    default:
      return { eventId: null, body, headers: {} };
  }
}

function asSvix(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value]));
}
