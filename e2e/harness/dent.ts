import { join } from 'node:path';
import type { DentSandbox } from '../../sandbox';
import type { CredentialReference } from './n8nWorkflows';
import type { N8nServer } from './n8nServer';
import { PACKAGE_NAME, ROOT } from './paths';
import { edit, readWorkflow, type NodeSpec, type Workflow } from './workflow';

/** Everything around DENT Giga Store that the tests and the demo set up in the same way. */

export const DENT_CREDENTIAL = 'dentGigaStoreApi';

/** The node names of the example workflows that tests and demo look at. */
export const ORDER_NODES = { paidOrder: 'Paid Order', order: 'Create Order', qrCode: 'Generate QR Code' } as const;
export const EVENT_NODES = { trigger: 'eSIM Trigger', branch: 'By Event' } as const;

/** Saves the sandbox's account as a credential. */
export async function dentCredential(
  { client }: Pick<N8nServer, 'client'>,
  sandbox: DentSandbox,
): Promise<CredentialReference> {
  const { url: baseUrl, clientId, clientSecret } = sandbox;
  const data = { baseUrl, clientId, clientSecret, refundPath: 'withoutPrefix' };
  return await client.createCredential(DENT_CREDENTIAL, data, 'DENT Giga Store (sandbox)');
}

/** What a person picks from a searchable list in the editor; the name is what the editor goes on to show. */
export function picked(value: string, cachedResultName?: string): object {
  return { __rl: true, mode: 'list', value, ...(cachedResultName ? { cachedResultName } : {}) };
}

/** An eSIM node for DENT Giga Store. */
export function dentNode(
  name: string,
  credential: CredentialReference,
  parameters: Record<string, unknown>,
  more: Partial<NodeSpec> = {},
): NodeSpec {
  return {
    name,
    type: `${PACKAGE_NAME}.esim`,
    parameters: { provider: 'dentGigaStore', ...parameters },
    credentials: { [DENT_CREDENTIAL]: credential },
    ...more,
  };
}

function example(name: string): Workflow {
  return readWorkflow(join(ROOT, 'examples', `${name}.json`));
}

/** `examples/order-esim-qr.json` with what a person has to choose in it. */
export function orderExample(credential: CredentialReference, packageId: string, packageName?: string): Workflow {
  return edit(example('order-esim-qr'), {
    [ORDER_NODES.order]: {
      credentials: { [DENT_CREDENTIAL]: credential },
      parameters: { packageId: picked(packageId, packageName) },
    },
  });
}

/** `examples/webhook-branch-by-event.json` with what a person has to choose in it. */
export function eventExample(credential: CredentialReference): Workflow {
  return edit(example('webhook-branch-by-event'), {
    [EVENT_NODES.trigger]: { credentials: { [DENT_CREDENTIAL]: credential } },
  });
}
