import { join } from 'node:path';
import type { ConnectSandbox } from '../../sandbox';
import type { N8nServer } from './n8nServer';
import type { CredentialReference } from './n8nWorkflows';
import { picked } from './dent';
import { PACKAGE_NAME, ROOT } from './paths';
import { edit, readWorkflow, type NodeSpec, type Workflow } from './workflow';

/** Everything around 1GLOBAL Connect that the tests set up in the same way. */

export const CONNECT_CREDENTIAL = 'oneGlobalConnectApi';

export type ConnectVersion = 'v1' | 'v2';

/** The node names of the example workflow that tests look at. */
export const PAID_ORDER_NODES = { order: 'Create Order', status: 'By Status', qrCode: 'Generate QR Code' } as const;

/** Saves the sandbox's account as a credential for one API version. */
export async function connectCredential(
  server: N8nServer,
  sandbox: ConnectSandbox,
  apiVersion: ConnectVersion,
  more: Record<string, string> = {},
): Promise<CredentialReference> {
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const data = { apiVersion, baseUrl, tokenUrl, clientId, clientSecret, v1OrderPath: 'singular', ...more };
  return await server.client.createCredential(CONNECT_CREDENTIAL, data, `1GLOBAL Connect ${apiVersion} (sandbox)`);
}

/** An eSIM node for 1GLOBAL Connect. */
export function connectNode(
  name: string,
  credential: CredentialReference,
  parameters: Record<string, unknown>,
  more: Partial<NodeSpec> = {},
): NodeSpec {
  return {
    name,
    type: `${PACKAGE_NAME}.esim`,
    parameters: { provider: 'oneGlobalConnect', ...parameters },
    credentials: { [CONNECT_CREDENTIAL]: credential },
    ...more,
  };
}

/** An eSIM Trigger for 1GLOBAL Connect that watches these eSIMs. */
export function connectTrigger(name: string, credential: CredentialReference, iccids: string[]): NodeSpec {
  return {
    name,
    type: `${PACKAGE_NAME}.esimTrigger`,
    parameters: { provider: 'oneGlobalConnect', iccids: iccids.join('\n') },
    credentials: { [CONNECT_CREDENTIAL]: credential },
    webhookId: '1a2b3c4d-0000-4000-8000-000000001610',
  };
}

/** `examples/1global-paid-order-esim-email.json` with what a person has to choose in it. */
export function paidOrderExample(credential: CredentialReference, packageId: string): Workflow {
  const chosen = { credentials: { [CONNECT_CREDENTIAL]: credential } };
  return edit(readWorkflow(join(ROOT, 'examples', '1global-paid-order-esim-email.json')), {
    [PAID_ORDER_NODES.order]: { ...chosen, parameters: { packageId: picked(packageId) } },
    'Get Order': chosen,
  });
}
