/** The same purchase as three workflows: with our node, and with n8n's HTTP Request node in the two ways people build it. */
import { chain, connect, PACKAGE_NAME, type CredentialReference, type NodeSpec, type Workflow } from '../e2e/harness';

export interface Setting {
  baseUrl: string;
  packageId: string;
  esimCredential: CredentialReference;
  basicCredential: CredentialReference;
}

export interface Flow {
  name: string;
  path: string;
  workflow: (setting: Setting) => Workflow;
  /** The client reference of an order that the workflow took for bought; null for anything else. */
  reported: (json: Record<string, unknown>) => string | null;
}

/** As much patience for a purchase in every flow, in seconds. */
export const PATIENCE_SECONDS = 3;

const RETRY = { retryOnFail: true, maxTries: 5, waitBetweenTries: 200 };

const webhook = (path: string): NodeSpec => ({
  name: 'Webhook',
  type: 'n8n-nodes-base.webhook',
  typeVersion: 2,
  webhookId: path,
  parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
});

const items = (): NodeSpec => ({
  name: 'Items',
  type: 'n8n-nodes-base.splitOut',
  parameters: { fieldToSplitOut: 'items', options: {} },
});

/** The webhook's body, also behind a node that has gone its own way in between. */
const body = (): NodeSpec => ({
  name: 'Paid Orders',
  type: 'n8n-nodes-base.set',
  typeVersion: 3.4,
  parameters: {
    mode: 'raw',
    jsonOutput: "={{ JSON.stringify({ items: $('Webhook').first().json.body.items }) }}",
    options: {},
  },
});

const signIn = ({ baseUrl, basicCredential }: Setting): NodeSpec => ({
  name: 'Sign In',
  type: 'n8n-nodes-base.httpRequest',
  typeVersion: 4.2,
  parameters: {
    method: 'POST',
    url: `${baseUrl}/reseller/authenticate`,
    authentication: 'genericCredentialType',
    genericAuthType: 'httpBasicAuth',
    options: { timeout: PATIENCE_SECONDS * 1_000 },
  },
  credentials: { httpBasicAuth: basicCredential },
  ...RETRY,
});

const order = ({ baseUrl, packageId }: Setting, more: Partial<NodeSpec> = {}): NodeSpec => ({
  name: 'Order',
  type: 'n8n-nodes-base.httpRequest',
  typeVersion: 4.2,
  parameters: {
    method: 'POST',
    url: `${baseUrl}/gigastore/activations/register`,
    sendHeaders: true,
    headerParameters: {
      parameters: [{ name: 'Authorization', value: "=Bearer {{ $('Sign In').first().json.accessToken }}" }],
    },
    sendBody: true,
    specifyBody: 'json',
    jsonBody: `={{ JSON.stringify({ inventoryItemId: '${packageId}', metatag: $json.reference, customerEmail: $json.email }) }}`,
    options: { timeout: PATIENCE_SECONDS * 1_000 },
  },
  ...RETRY,
  ...more,
});

function reportedByProvider(json: Record<string, unknown>): string | null {
  const item = json.activatedItem as { uid?: string; metatag?: string } | undefined;
  return json.status === 'success' && item?.uid ? (item.metatag ?? null) : null;
}

const allAtOnce: Flow = {
  name: 'HTTP Request, all items in one node',
  path: 'bench-http-all',
  workflow: (setting) =>
    chain('HTTP Request, all at once', [webhook('bench-http-all'), signIn(setting), body(), items(), order(setting)]),
  reported: reportedByProvider,
};

/** The careful way: one item after the other, and one that fails does not stop the rest. */
const oneByOne: Flow = {
  name: 'HTTP Request in Loop Over Items',
  path: 'bench-http-loop',
  workflow: (setting) => {
    const loop: NodeSpec = {
      name: 'Loop Over Items',
      type: 'n8n-nodes-base.splitInBatches',
      typeVersion: 3,
      parameters: { batchSize: 1, options: {} },
    };
    const workflow = chain('HTTP Request, one by one', [
      webhook('bench-http-loop'),
      signIn(setting),
      body(),
      items(),
      loop,
      { name: 'Done', type: 'n8n-nodes-base.noOp' },
      order(setting, { onError: 'continueRegularOutput' }),
    ]);
    // chain() has connected Done with Order; the loop's second output leads to Order, and Order back
    workflow.connections.Done = { main: [] };
    connect(workflow, 'Loop Over Items', 'Order', 1);
    connect(workflow, 'Order', 'Loop Over Items');
    return workflow;
  },
  reported: reportedByProvider,
};

const ours: Flow = {
  name: 'eSIM node (this package)',
  path: 'bench-esim',
  workflow: ({ esimCredential, packageId }) =>
    chain('eSIM node', [
      webhook('bench-esim'),
      body(),
      items(),
      {
        name: 'Order',
        type: `${PACKAGE_NAME}.esim`,
        parameters: {
          provider: 'dentGigaStore',
          resource: 'order',
          operation: 'create',
          packageId: { __rl: true, mode: 'id', value: packageId },
          customerEmail: '={{ $json.email }}',
          clientReference: '={{ $json.reference }}',
          options: { requestTimeout: PATIENCE_SECONDS / 3, itemsInParallel: '={{ $json.parallel ?? 5 }}' },
        },
        credentials: { dentGigaStoreApi: esimCredential },
        onError: 'continueRegularOutput',
        ...RETRY,
      },
    ]),
  reported: (json) => (json.orderId ? String(json.clientReference) : null),
};

export const flows: readonly Flow[] = [allAtOnce, oneByOne, ours];
