import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { Esim } from '../../nodes/Esim/Esim.node';
import { offering, operations } from '../../actions';
import { providers } from '../../providers';
import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { type NodeRun, runNode } from '../support/n8n';

const CREATE: INodeParameters = {
  provider: 'example',
  resource: 'order',
  operation: 'create',
  packageId: { __rl: true, mode: 'id', value: 'small' },
  clientReference: '={{ $json.reference }}',
};
const ALLOWED: INodeParameters = { ...CREATE, allowChangesByAgent: true };

function setUp() {
  const { provider, books } = exampleProvider();
  const node = esimNodeWith([provider]);
  const workflowId = randomUUID();
  const executionId = randomUUID();
  const credentials = exampleCredentials();
  const call = async (parameters: INodeParameters, reference: string, more: Partial<NodeRun> = {}) =>
    await runNode({
      node,
      parameters,
      items: [{ reference }],
      credentials,
      workflowId,
      executionId,
      asTool: true,
      ...more,
    });
  return { call, books };
}

describe('the node as a tool of an agent', () => {
  it('buys nothing unless the person has allowed it', async () => {
    const { call, books } = setUp();
    const [output] = await call(CREATE, 'shop-1');
    expect(output?.json.error).toMatch(/^An agent may not use "Create order" here.*Do not try again/);
    expect(books.sends).toEqual([]);
  });

  it('buys when the person has allowed it', async () => {
    const { call } = setUp();
    const [output] = await call(ALLOWED, 'shop-1');
    expect(output?.json).toMatchObject({ orderId: 'order-shop-1' });
  });

  it.each(['={{ true }}', '={{ $fromAI("allow", "", "boolean") }}', 'true', 1])(
    'takes no %p for the person’s word',
    async (allowChangesByAgent) => {
      const { call, books } = setUp();
      const [output] = await call({ ...CREATE, allowChangesByAgent }, 'shop-1');
      expect(output?.json.error).toMatch(/^(An agent may not|Allow Changes by the Agent came as)/);
      expect(books.sends).toEqual([]);
    },
  );

  it('reads without being allowed anything', async () => {
    const { call } = setUp();
    const read = { provider: 'example', resource: 'esim', operation: 'get', iccid: '8997212330099184896' };
    await expect(call(read, '')).resolves.toHaveLength(1);
  });

  it('does not buy the same content again under another reference, and names the first', async () => {
    const { call, books } = setUp();
    await call(ALLOWED, 'shop-1', { runIndex: 0 });
    const [output] = await call(ALLOWED, 'shop-1-retry', { runIndex: 1 });
    expect(output?.json.error).toMatch(/Client Reference "shop-1".*order order-shop-1/);
    expect(books.sends).toEqual(['shop-1']);
  });

  it('does not take a person’s word for a purchase that was checked', async () => {
    const { call } = setUp();
    const checked = { ...ALLOWED, options: { checkedReferences: 'shop-1' } };
    const [output] = await call(checked, 'shop-1');
    expect(output?.json.error).toMatch(/^Checked References cannot be used by an agent/);
  });
});

test('every operation that changes something has the switch, shown only in a tool and out of a model’s reach', () => {
  const properties = new Esim().description.properties.filter(({ name }) => name === 'allowChangesByAgent');
  const shown = properties.flatMap(({ displayOptions }) => displayOptions?.show?.operation ?? []);
  const offered = operations.filter((operation) => offering(operation, providers).length > 0);
  const changing = offered.filter(({ changes }) => changes).map(({ value }) => value);
  expect([...shown].sort()).toEqual([...changing].sort());
  for (const { noDataExpression, default: off, displayOptions } of properties) {
    expect({ noDataExpression, off, tool: displayOptions?.show?.['@tool'] }).toEqual({
      noDataExpression: true,
      off: false,
      tool: [true],
    });
  }
});

test('what spends, gives back, starts, ends or sends something counts as a change', () => {
  const reading = operations.filter(({ changes }) => !changes).map(({ action }) => action);
  expect(reading.sort()).toEqual([
    'Generate QR code',
    'Get account balance',
    'Get eSIM',
    'Get eSIM usage',
    'Get many devices',
    'Get many orders',
    'Get many packages',
    'Get order',
    'Get package',
    'Get watched notifications of eSIM',
  ]);
});
