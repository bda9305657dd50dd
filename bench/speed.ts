/** How long our nodes take against n8n's own on the same n8n: ratios, since seconds belong to the machine. */
import axios from 'axios';

import { chain, PACKAGE_NAME, pause, type N8nClient, type NodeSpec } from '../e2e/harness';
import type { DentSandbox } from '../sandbox';
import { flows, type Setting } from './flows';

export interface Ratio {
  what: string;
  /** Median time of ours divided by that of the other. */
  ratio: number;
  against: string;
}

const ROUNDS = 3;
const ORDERS = 100;
const DELIVERIES = 300;
/** What a request to a provider takes: nothing, as on this machine, or as much as over the internet. */
const DISTANCES_MS = [0, 300];
const OPTIONS = { timeout: 600_000, proxy: false as const };

async function medianMs(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await act();
    times.push(performance.now() - started);
    await pause(500);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

interface Bench {
  client: N8nClient;
  sandbox: DentSandbox;
  setting: Setting;
  distanceMs: number;
}

/** Every round orders what was never ordered before, at a provider with empty books: reading them takes longer later. */
async function orderingMs(
  { client, sandbox, setting, distanceMs }: Bench,
  path: string,
  parallel?: number,
): Promise<number> {
  const flow = flows.find((one) => one.path === path)!;
  const id = await client.createWorkflow(flow.workflow(setting));
  const [url = ''] = await client.publish(id);
  let round = 0;
  const ms = await medianMs(async () => {
    sandbox.reset(`speed ${round}`);
    if (distanceMs > 0) sandbox.faults.mix({ seed: path, probabilities: { slowBeforeCommit: 1 }, ms: distanceMs });
    const name = `speed-${path}-${parallel}-${distanceMs}-${round++}`;
    const items = Array.from({ length: ORDERS }, (_, index) => ({
      reference: `${name}-${index}`,
      email: `${name}-${index}@example.com`,
      parallel,
    }));
    const { data } = await axios.post<unknown[]>(url, { items }, OPTIONS);
    if (data.length !== ORDERS) throw new Error(`${flow.name} ordered ${data.length} of ${ORDERS}`);
  });
  await client.unpublish(id);
  return ms;
}

/** Answers to a burst of deliveries, fifty at a time. */
async function receivingMs(client: N8nClient, trigger: NodeSpec, body: unknown): Promise<number> {
  const id = await client.createWorkflow(chain(`Receive: ${trigger.name}`, [trigger]));
  const [url = ''] = await client.publish(id);
  const ms = await medianMs(async () => {
    let left = DELIVERIES;
    const send = async (): Promise<void> => {
      while (left-- > 0) await axios.post(url, body, OPTIONS);
    };
    await Promise.all(Array.from({ length: 50 }, send));
  });
  await client.unpublish(id);
  return ms;
}

export async function speed({ client, sandbox, setting }: Omit<Bench, 'distanceMs'>): Promise<Ratio[]> {
  const ratios: Ratio[] = [];
  for (const distanceMs of DISTANCES_MS) {
    const bench = { client, sandbox, setting, distanceMs };
    const loop = await orderingMs(bench, 'bench-http-loop');
    const all = await orderingMs(bench, 'bench-http-all');
    for (const parallel of [5, 25]) {
      const ms = await orderingMs(bench, 'bench-esim', parallel);
      const what = `${ORDERS} orders, ${parallel} items in parallel, ${distanceMs} ms away`;
      ratios.push({ what, ratio: ms / loop, against: 'HTTP Request in Loop Over Items' });
      ratios.push({ what, ratio: ms / all, against: 'HTTP Request, all items in one node' });
    }
  }
  sandbox.faults.mix(null);

  const event = { iccid: '8997212330099184896', imsi: '260060145143896', profileState: 'INSTALLED' };
  const webhook: NodeSpec = {
    name: 'Webhook',
    type: 'n8n-nodes-base.webhook',
    typeVersion: 2,
    webhookId: 'speed-webhook',
    parameters: { httpMethod: 'POST', path: 'speed-webhook', options: {} },
  };
  const trigger: NodeSpec = {
    name: 'eSIM Trigger',
    type: `${PACKAGE_NAME}.esimTrigger`,
    webhookId: 'speed-trigger',
    parameters: { provider: 'dentGigaStore', confirmWithProvider: false },
    credentials: { dentGigaStoreApi: setting.esimCredential },
  };
  const plain = await receivingMs(client, webhook, event);
  const received = await receivingMs(client, trigger, event);
  ratios.push({ what: `${DELIVERIES} deliveries to eSIM Trigger`, ratio: received / plain, against: 'Webhook node' });
  return ratios;
}
