/** After an unknown outcome: what the workflow is told, and how it finds out; and the nightly reconciliation. */
import { join } from 'node:path';
import axios from 'axios';
import type { Order } from '../../esim/model';
import {
  chain,
  connect,
  DENT_CREDENTIAL,
  dentNode,
  edit,
  manualTrigger,
  readWorkflow,
  ROOT,
  setFields,
  until,
} from '../harness';
import { newOrder, startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';

const READING = ['searchCustomers', 'activatedItems', 'customers', 'activatedItem'];

describe('after an unknown outcome on a real n8n', () => {
  let world: DentWorld;

  beforeAll(async () => {
    world = await startDentWorld();
  });

  afterAll(async () => {
    await world?.stop();
  });

  /** The purchase is made, its answer is lost, and from then on nothing can be read. */
  async function loseTheAnswer(reference: string): Promise<void> {
    const { sandbox } = world;
    await until('the purchase to be made', async () => await Promise.resolve(sandbox.purchasesFor(reference) > 0), {
      intervalMs: 20,
    });
    const routes = READING.filter((route) => sandbox.faults.routes.includes(route));
    sandbox.faults.mix({ seed: 1, routes, probabilities: { error500BeforeCommit: 1 } });
  }

  const order = newOrder();

  it('the error branch gets the reference, the kind, what to check and the fields that came in', async () => {
    const { sandbox, server, credential } = world;
    sandbox.faults.next({ fault: 'hangAfterCommit', route: 'register', ms: 3_000 });
    const workflow = chain('Lost', [
      manualTrigger,
      setFields('Sale', { email: 'lost@example.com', reference: 'lost-1' }),
      dentNode('Create', credential, order, { onError: 'continueErrorOutput' }),
    ]);
    const id = await server.client.createWorkflow(workflow);
    const [execution] = await Promise.all([server.client.runWorkflow(id), loseTheAnswer('lost-1')]);
    sandbox.faults.mix(null);

    expect(execution.json('Create')).toEqual([]);
    expect(execution.only('Create', 1)).toEqual({
      email: 'lost@example.com',
      reference: 'lost-1',
      error: expect.stringMatching(/^Outcome unknown: .*"lost-1"/) as string,
      message: expect.stringMatching(/^Look in Sales History .*"lost-1"/) as string,
      details: { kind: 'outcomeUnknown' },
    });
    expect(sandbox.purchasesFor('lost-1')).toBe(1);
  });

  it('Order → Get by client reference finds the order and its eSIM', async () => {
    const lookup = {
      resource: 'order',
      operation: 'get',
      orderLookup: 'clientReference',
      clientReference: 'lost-1',
      customerEmail: 'lost@example.com',
    };
    const found = (await world.run([{}], ['Get', lookup])).only<Order>('Get');
    expect(found).toMatchObject({ status: 'completed', clientReference: 'lost-1' });
    expect(found.esim?.activationCode).toMatch(/^LPA:1\$/);
  });

  it('an error branch that looks the reference up delivers in the same execution', async () => {
    const { sandbox, server, credential } = world;
    sandbox.faults.next({ fault: 'hangAfterCommit', route: 'register', ms: 3_000 });
    const get = {
      resource: 'order',
      operation: 'get',
      orderLookup: 'clientReference',
      clientReference: '={{ $json.reference }}',
      customerEmail: '={{ $json.email }}',
    };
    const workflow = chain('Lost and found', [
      manualTrigger,
      setFields('Sale', { email: 'found@example.com', reference: 'lost-2' }),
      dentNode('Create', credential, order, { onError: 'continueErrorOutput' }),
      dentNode('Look Up', credential, get, { retryOnFail: true, maxTries: 5, waitBetweenTries: 1_000 }),
    ]);
    workflow.connections.Create = { main: [] };
    connect(workflow, 'Create', 'Look Up', 1);
    const id = await server.client.createWorkflow(workflow);
    const calm = async (): Promise<void> => {
      await loseTheAnswer('lost-2');
      // the provider recovers once the node has given up
      const looks = (): number => sandbox.journal().filter(({ route }) => READING.includes(route)).length;
      const before = looks();
      await until('the node to have looked in vain', async () => await Promise.resolve(looks() > before + 7), {
        timeoutMs: 120_000,
      });
      sandbox.faults.mix(null);
    };
    const [execution] = await Promise.all([server.client.runWorkflow(id), calm()]);

    const delivered = [...execution.json<Order>('Create'), ...execution.json<Order>('Look Up')];
    expect(delivered.map(({ clientReference }) => clientReference)).toEqual(['lost-2']);
    expect(sandbox.purchasesFor('lost-2')).toBe(1);
  });

  it('running again gives the same order back and buys nothing', async () => {
    const again = await world.run([{ email: 'lost@example.com', reference: 'lost-1' }], ['Create', order]);
    expect(again.only<Order>('Create')).toMatchObject({ clientReference: 'lost-1', alreadyExisted: true });
    expect(world.sandbox.purchasesFor('lost-1')).toBe(1);
  });
});

describe('the example that reconciles orders', () => {
  let world: DentWorld;

  beforeAll(async () => {
    world = await startDentWorld();
  });

  afterAll(async () => {
    await world?.stop();
  });

  /** An order past our node, as another system would make it. */
  async function buy(metatag: string): Promise<string> {
    const { url, clientId, clientSecret } = world.sandbox;
    const auth = { username: clientId, password: clientSecret };
    const signedIn = await axios.post<{ accessToken: string }>(`${url}/reseller/authenticate`, undefined, { auth });
    const headers = { Authorization: `Bearer ${signedIn.data.accessToken}` };
    const body = { inventoryItemId: WORLDWIDE_50_MB, metatag, customerEmail: `${metatag}@example.com` };
    const bought = await axios.post<{ activatedItem: { uid: string } }>(`${url}/gigastore/activations/register`, body, {
      headers,
    });
    return bought.data.activatedItem.uid;
  }

  it('names what is paid and not provisioned, provisioned twice, and only at the provider', async () => {
    const { server, credential } = world;
    await buy('fine');
    const twice = [await buy('twice'), await buy('twice')];
    const stray = await buy('stray');
    const day = new Date().toISOString().slice(0, 10);
    const paid = ['fine', 'twice', 'missing'].map((orderNumber) => ({
      orderNumber,
      customerEmail: `${orderNumber}@example.com`,
    }));
    const chosen = { credentials: { [DENT_CREDENTIAL]: credential } };
    const workflow = edit(readWorkflow(join(ROOT, 'examples', 'reconcile-orders.json')), {
      'Paid Orders': { parameters: { jsonOutput: JSON.stringify({ day, paid }) } },
      'Orders at the Provider': chosen,
      'Look Again': chosen,
    });
    const id = await server.client.createWorkflow(workflow);
    const execution = await server.client.runWorkflow(id, { trigger: 'When Clicking Execute' });

    expect(execution.error?.message).toBeUndefined();
    const findings = execution.json<{ finding: string; reference: string; orderIds: string[] }>('Compare');
    expect(findings).toEqual([
      expect.objectContaining({ finding: 'notProvisioned', reference: 'missing' }),
      expect.objectContaining({ finding: 'provisionedTwice', reference: 'twice' }),
      expect.objectContaining({ finding: 'onlyAtProvider', reference: 'stray', orderIds: [stray] }),
    ]);
    expect([...(findings[1]?.orderIds ?? [])].sort()).toEqual([...twice].sort());
    expect(execution.only('Look Again', 1)).toMatchObject({ reference: 'missing', details: { kind: 'notFound' } });
    expect(execution.nodes).toEqual(expect.arrayContaining(['Refund One of Them', 'Ask Who Ordered It']));
  });
});
