import { startDentSandbox, type DentSandbox, type DentSandboxOptions } from '../../../sandbox';
import {
  chain,
  dentCredential,
  dentNode,
  manualTrigger,
  N8nServer,
  picked,
  setFields,
  type CredentialReference,
  type Execution,
  type NodeSpec,
} from '../../harness';
import { packed } from './packed';

/** The cheapest package of the sandbox that covers the whole world. */
export const WORLDWIDE_50_MB = '14ed2704-35ff-4feb-82a3-12345678abcd';

/** A real n8n with the packed package, and a DENT Giga Store of its own behind the credential. */
export interface DentWorld {
  server: N8nServer;
  sandbox: DentSandbox;
  credential: CredentialReference;
  /** Runs eSIM nodes one after the other on the given items. */
  run(items: object[], ...nodes: DentStep[]): Promise<Execution>;
  stop(): Promise<void>;
}

export type DentStep = [name: string, parameters: Record<string, unknown>, more?: Partial<NodeSpec>];

/** @param env added to n8n's environment */
export async function startDentWorld(
  env: Record<string, string> = {},
  options: DentSandboxOptions = {},
): Promise<DentWorld> {
  const sandbox = await startDentSandbox(options);
  const server = await N8nServer.start({ pack: packed(), env });
  const credential = await dentCredential(server, sandbox);
  return {
    server,
    sandbox,
    credential,
    run: async (items, ...steps) => {
      const nodes = steps.map(([name, parameters, more]) => dentNode(name, credential, parameters, more));
      const workflow = chain(steps.map(([name]) => name).join(', '), [manualTrigger, ...itemsNodes(items), ...nodes]);
      return await server.client.runWorkflow(await server.client.createWorkflow(workflow));
    },
    stop: async () => {
      await server.dispose();
      await sandbox.stop();
    },
  };
}

/** Nodes that give these items: one Edit Fields node with the list, one that splits it. */
export function itemsNodes(items: object[]): NodeSpec[] {
  const split: NodeSpec = {
    name: 'Items',
    type: 'n8n-nodes-base.splitOut',
    parameters: { fieldToSplitOut: 'items', options: {} },
  };
  return [setFields('List', { items }), split];
}

/** The parameters of a new order; email address and reference come from the item. */
export function newOrder(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    resource: 'order',
    operation: 'create',
    packageId: picked(WORLDWIDE_50_MB),
    customerEmail: '={{ $json.email }}',
    clientReference: '={{ $json.reference }}',
    ...more,
  };
}

/** One sale for each reference, each to a customer of its own. */
export function salesOf(...references: string[]): Array<{ email: string; reference: string }> {
  return references.map((reference) => ({ email: `${reference}@example.com`, reference }));
}
