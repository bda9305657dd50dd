import { startGigsSandbox, type GigsSandbox, type GigsSettings } from '../../../sandbox';
import { TRAVEL } from '../../../sandbox/gigs/catalogue';
import {
  chain,
  manualTrigger,
  N8nServer,
  picked,
  type CredentialReference,
  type Execution,
  type NodeSpec,
} from '../../harness';
import { gigsCredential, gigsNode } from '../../harness/gigs';
import { packed } from './packed';
import { itemsNodes } from './world';

export type GigsStep = [name: string, parameters: Record<string, unknown>, more?: Partial<NodeSpec>];

/** A real n8n with the packed package, and a Gigs of its own behind the credential. */
export interface GigsWorld {
  server: N8nServer;
  sandbox: GigsSandbox;
  credential: CredentialReference;
  /** Runs eSIM nodes one after the other on the given items. */
  run(items: object[], ...nodes: GigsStep[]): Promise<Execution>;
  stop(): Promise<void>;
}

export async function startGigsWorld(settings: Partial<GigsSettings> = {}): Promise<GigsWorld> {
  const sandbox = await startGigsSandbox({ settings });
  const server = await N8nServer.start({ pack: packed() });
  const credential = await gigsCredential(server, sandbox);
  return {
    server,
    sandbox,
    credential,
    run: async (items, ...steps) => {
      const nodes = steps.map(([name, parameters, more]) => gigsNode(name, credential, parameters, more));
      const workflow = chain(steps.map(([name]) => name).join(', '), [manualTrigger, ...itemsNodes(items), ...nodes]);
      return await server.client.runWorkflow(await server.client.createWorkflow(workflow));
    },
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
    packageId: picked(TRAVEL),
    customerEmail: '={{ $json.email }}',
    clientReference: '={{ $json.reference }}',
    additionalFields: { sim: 'sim_test_esim' },
    ...more,
  };
}
