import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Esim, EsimEvent, Order, Refund, Usage } from '../../esim/model';
import type { DentSandbox } from '../../sandbox';
import {
  chain,
  dentCredential,
  dentNode,
  EVENT_NODES,
  eventExample,
  manualTrigger,
  ORDER_NODES,
  orderExample,
  picked,
  ROOT,
  setFields,
  type CredentialReference,
  type Execution,
  type N8nServer,
} from '../harness';
import type { Table } from './table';

/** What the demo does, step by step, each step with a row that says what came of it. */

const MIB = 1024 ** 2;
const OUTPUT = join(ROOT, 'demo-output');
const PACKAGE = 'eSIM Worldwide 1 GB';
const TOP_UP = 'eSIM Worldwide 50 MB';

export interface Stage {
  server: N8nServer;
  sandbox: DentSandbox;
  table: Table;
}

interface Bought {
  order: Order;
  esim: Esim;
  workflowId: string;
}

/** Runs the whole story; returns the activation code, to be drawn for a person. */
export async function play(stage: Stage): Promise<string> {
  const credential = await signIn(stage);
  const eventsId = await listen(stage, credential);
  const bought = await order(stage, credential);
  await buyAgain(stage, bought);
  await careFor(stage, credential, bought);
  await travel(stage, bought, eventsId);
  return bought.esim.activationCode ?? '';
}

async function signIn({ server, sandbox, table }: Stage): Promise<CredentialReference> {
  const credential = await dentCredential(server, sandbox);
  const { status, message } = await server.client.testCredential(credential.id);
  table.check(status === 'OK', 'Credential', 'works', status === 'OK' ? 'signed in to the sandbox' : message);
  return credential;
}

async function listen({ server, sandbox, table }: Stage, credential: CredentialReference): Promise<string> {
  const id = await server.client.createWorkflow(eventExample(credential));
  const [url] = await server.client.publish(id);
  if (url) sandbox.webhooks.setUrl('*', url);
  table.check(!!url, 'Trigger', 'published', url ?? 'the workflow has no webhook address');
  return id;
}

function packageId(sandbox: DentSandbox, name: string): string {
  const item = sandbox.inventory().find((candidate) => candidate.name === name);
  if (!item) throw new Error(`The sandbox does not sell "${name}"`);
  return item.id;
}

async function order({ server, sandbox, table }: Stage, credential: CredentialReference): Promise<Bought> {
  const workflow = orderExample(credential, packageId(sandbox, PACKAGE), PACKAGE);
  const workflowId = await server.client.createWorkflow(workflow);
  const execution = succeeded(await server.client.runWorkflow(workflowId));
  const placed = execution.only<Order>(ORDER_NODES.order);
  if (!placed.esim) throw new Error('The order came without an eSIM');
  const price = placed.price ? `${placed.price.amount} ${placed.price.currency}` : 'no price';
  table.check(
    placed.status === 'completed',
    'Order',
    placed.status,
    `${placed.package.name}, ${price}, ${placed.orderId}`,
  );
  await saveQrCode({ server, sandbox, table }, execution);
  return { order: placed, esim: placed.esim, workflowId };
}

async function saveQrCode({ server, table }: Stage, execution: Execution): Promise<void> {
  const [item] = execution.items<{ size: number }>(ORDER_NODES.qrCode);
  const image = item?.binary?.data;
  if (!image) throw new Error('There is no image of the QR code');
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, image.fileName ?? 'esim.png');
  writeFileSync(file, await server.client.download(image));
  table.row('QR code', 'saved', `${relative(ROOT, file)} (${item.json.size} x ${item.json.size} pixels)`);
}

/** The fear of every operator: the same paid order comes twice. */
async function buyAgain({ server, sandbox, table }: Stage, { order: first, workflowId }: Bought): Promise<void> {
  const again = succeeded(await server.client.runWorkflow(workflowId)).only<Order>(ORDER_NODES.order);
  const purchases = sandbox.purchasesFor(first.clientReference ?? '');
  const ok = again.alreadyExisted && again.orderId === first.orderId && purchases === 1;
  table.check(
    ok,
    'Run again',
    'not bought',
    `the same eSIM came back; purchases of ${first.clientReference}: ${purchases}`,
  );
}

async function careFor(
  { server, sandbox, table }: Stage,
  credential: CredentialReference,
  bought: Bought,
): Promise<void> {
  const { iccid } = bought.esim;
  const byIccid = { resource: 'esim', esimLookup: 'iccid', iccid: "={{ $('Known eSIM').item.json.iccid }}" };
  const topUpPackage = picked(packageId(sandbox, TOP_UP), TOP_UP);
  const workflow = chain('Look after an eSIM (made by the demo)', [
    manualTrigger,
    setFields('Known eSIM', { iccid }),
    dentNode('Get eSIM', credential, { ...byIccid, operation: 'get' }),
    dentNode('Top Up', credential, {
      ...byIccid,
      operation: 'topUp',
      packageId: topUpPackage,
      clientReference: `${bought.order.clientReference}-topup`,
    }),
    dentNode('Get Usage', credential, { ...byIccid, operation: 'getUsage' }),
    dentNode('Refund', credential, {
      resource: 'order',
      operation: 'refund',
      orderId: "={{ $('Top Up').item.json.orderId }}",
    }),
  ]);
  const execution = succeeded(await server.client.runWorkflow(await server.client.createWorkflow(workflow)));
  const [read, topUp] = [execution.only<Esim>('Get eSIM'), execution.only<Order>('Top Up')];
  const [usage, refund] = [execution.only<Usage>('Get Usage'), execution.only<Refund>('Refund')];
  table.check(read.activationCode === bought.esim.activationCode, 'Read back', read.state, `ICCID ${read.iccid}`);
  table.check(topUp.status === 'completed', 'Top-up', topUp.status, `${topUp.package.name}, ${topUp.orderId}`);
  const left = `${Math.round((usage.remainingBytes ?? 0) / MIB)} MB left of ${Math.round((usage.totalBytes ?? 0) / MIB)} MB`;
  table.check(usage.packages.length === 2, 'Usage', 'read', `${left}, in ${usage.packages.length} packages`);
  table.check(refund.state === 'refunded', 'Refund', refund.state, 'the top-up, since nothing of it was used');
}

/** The customer installs the eSIM, travels and uses data; the provider tells n8n. */
async function travel({ server, sandbox, table }: Stage, { esim }: Bought, eventsId: string): Promise<void> {
  const iccid = esim.iccid ?? '';
  const before = (await server.client.executions(eventsId)).length;
  await sandbox.device(iccid, 'install');
  await sandbox.device(iccid, 'travel', { country: 'GR' });
  await sandbox.device(iccid, 'useData', { bytes: 950 * MIB });
  const executions = (await server.client.waitForExecutions(eventsId, before + 3)).slice(before);
  for (const execution of executions) {
    const event = execution.only<EsimEvent>(EVENT_NODES.trigger);
    const branch = execution.nodes[execution.nodes.indexOf(EVENT_NODES.branch) + 1] ?? 'none';
    table.check(execution.status === 'success', 'Webhook', 'received', `${event.type} took the branch "${branch}"`);
  }
}

function succeeded(execution: Execution): Execution {
  if (execution.status === 'success') return execution;
  const { message = 'no message', description } = execution.error ?? {};
  throw new Error(`A workflow ended with ${execution.status}: ${message} ${description ?? ''}`.trim());
}
