import { startConnectSandbox, type ConnectSandbox, type ConnectSettings } from '../../../sandbox';
import {
  chain,
  connectCredential,
  connectNode,
  manualTrigger,
  N8nServer,
  type ConnectVersion,
  type CredentialReference,
  type Execution,
  type NodeSpec,
  type Workflow,
} from '../../harness';
import { packed } from './packed';
import { itemsNodes } from './world';

export const THREE_GB = 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=';
export const WORLD_50_MB = 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=';

export type ConnectStep = [name: string, parameters: Record<string, unknown>, more?: Partial<NodeSpec>];

/** A real n8n with the packed package, and a 1GLOBAL Connect of its own behind a credential for each API version. */
export interface ConnectWorld {
  server: N8nServer;
  sandbox: ConnectSandbox;
  credentials: Readonly<Record<ConnectVersion, CredentialReference>>;
  /** eSIM nodes one after the other, on the given items. */
  workflow(version: ConnectVersion, items: object[], ...nodes: ConnectStep[]): Workflow;
  run(version: ConnectVersion, items: object[], ...nodes: ConnectStep[]): Promise<Execution>;
  stop(): Promise<void>;
}

export async function startConnectWorld(settings: Partial<ConnectSettings> = {}): Promise<ConnectWorld> {
  const sandbox = await startConnectSandbox({ settings });
  const server = await N8nServer.start({ pack: packed() });
  const credentials = {
    v1: await connectCredential(server, sandbox, 'v1'),
    v2: await connectCredential(server, sandbox, 'v2'),
  };
  const workflow: ConnectWorld['workflow'] = (version, items, ...steps) => {
    const nodes = steps.map(([name, parameters, more]) => connectNode(name, credentials[version], parameters, more));
    return chain(steps.map(([name]) => name).join(', '), [manualTrigger, ...itemsNodes(items), ...nodes]);
  };
  return {
    server,
    sandbox,
    credentials,
    workflow,
    run: async (version, items, ...steps) =>
      await server.client.runWorkflow(await server.client.createWorkflow(workflow(version, items, ...steps))),
    stop: async () => {
      await server.dispose();
      await sandbox.stop();
    },
  };
}

/** The parameters of a new order; email address and reference come from the item. */
export function newOrder(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    resource: 'order',
    operation: 'create',
    packageId: { __rl: true, mode: 'list', value: THREE_GB },
    customerEmail: '={{ $json.email }}',
    clientReference: '={{ $json.reference }}',
    country: 'GB',
    firstName: 'John',
    lastName: 'Doe',
    countryOfResidence: 'US',
    ...more,
  };
}
