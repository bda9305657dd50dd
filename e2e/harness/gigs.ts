import { join } from 'node:path';
import type { GigsSandbox } from '../../sandbox';
import type { N8nServer } from './n8nServer';
import type { CredentialReference } from './n8nWorkflows';
import { PACKAGE_NAME, ROOT } from './paths';
import { edit, readWorkflow, type NodeSpec, type Workflow } from './workflow';

/** Everything around Gigs that the tests set up in the same way. */

export const GIGS_CREDENTIAL = 'gigsApi';

/** The node names of the example workflow that tests look at. */
export const REMINDER_NODES = {
  trigger: 'eSIM Trigger',
  wait: 'Wait Two Days',
  esim: 'Get eSIM',
  qrCode: 'Generate QR Code',
  nothing: 'Installed: Nothing to Do',
} as const;

/** Saves the sandbox's project as a credential. */
export async function gigsCredential(
  server: N8nServer,
  sandbox: GigsSandbox,
  more: Record<string, string | boolean> = {},
): Promise<CredentialReference> {
  const { url: baseUrl, projectId, apiToken, webhookSecret } = sandbox;
  const data = { baseUrl, projectId, apiToken, webhookSecret, ...more };
  return await server.client.createCredential(GIGS_CREDENTIAL, data, 'Gigs (sandbox)');
}

/** An eSIM node for Gigs. */
export function gigsNode(
  name: string,
  credential: CredentialReference,
  parameters: Record<string, unknown>,
  more: Partial<NodeSpec> = {},
): NodeSpec {
  return {
    name,
    type: `${PACKAGE_NAME}.esim`,
    parameters: { provider: 'gigs', ...parameters },
    credentials: { [GIGS_CREDENTIAL]: credential },
    ...more,
  };
}

/** An eSIM Trigger for Gigs. */
export function gigsTrigger(name: string, credential: CredentialReference): NodeSpec {
  return {
    name,
    type: `${PACKAGE_NAME}.esimTrigger`,
    parameters: { provider: 'gigs' },
    credentials: { [GIGS_CREDENTIAL]: credential },
    webhookId: '7c3b2a10-0000-4000-8000-000000006165',
  };
}

/** `examples/gigs-not-installed-reminder.json` with a credential, and some seconds instead of two days. */
export function reminderExample(credential: CredentialReference): Workflow {
  const chosen = { credentials: { [GIGS_CREDENTIAL]: credential } };
  return edit(readWorkflow(join(ROOT, 'examples', 'gigs-not-installed-reminder.json')), {
    [REMINDER_NODES.trigger]: chosen,
    [REMINDER_NODES.wait]: { parameters: { amount: 8, unit: 'seconds' } },
    [REMINDER_NODES.esim]: chosen,
  });
}
