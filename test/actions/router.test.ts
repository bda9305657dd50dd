import { randomUUID } from 'node:crypto';
import type { INodeParameters, OnError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { color, esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { issuesOf, runNode } from '../support/n8n';

const CREATE: INodeParameters = {
  provider: 'example',
  resource: 'order',
  operation: 'create',
  packageId: { __rl: true, mode: 'id', value: '={{ $json.package ?? "small" }}' },
  clientReference: '={{ $json.reference }}',
};

function setUp() {
  const { provider, books } = exampleProvider();
  const node = esimNodeWith([provider]);
  const workflowId = randomUUID();
  const credentials = exampleCredentials();
  const run = async (parameters: INodeParameters, items: Array<Record<string, unknown>> = [{}], onError?: OnError) =>
    await runNode({
      node,
      parameters,
      items,
      credentials,
      workflowId,
      ...(onError ? { onError } : {}),
    });
  return { run, books, node };
}

const references = (count: number) => Array.from({ length: count }, (_, index) => ({ reference: `shop-${index}` }));

describe('running items', () => {
  it('gives results in the order of the input, each paired with its item', async () => {
    const { run } = setUp();
    const output = await run(CREATE, references(12));
    expect(output.map(({ json }) => json.clientReference)).toEqual(references(12).map(({ reference }) => reference));
    expect(output.map(({ pairedItem }) => pairedItem)).toEqual(references(12).map((_, item) => ({ item })));
  });

  it('works on five items at once unless told otherwise', async () => {
    const { run, books } = setUp();
    await run(CREATE, references(20));
    expect(books.mostAtOnce).toBe(5);
  });

  it('works on as many items at once as the person asks', async () => {
    const { run, books } = setUp();
    await run({ ...CREATE, options: { itemsInParallel: 1 } }, references(4));
    expect(books.mostAtOnce).toBe(1);
  });

  it('gives nothing for no items', async () => {
    const { run } = setUp();
    await expect(run(CREATE, [])).resolves.toEqual([]);
  });

  it('hands over what the person filled in, the provider’s own fields included', async () => {
    const { run, books } = setUp();
    await run({ ...CREATE, customerEmail: ' name@email.com ', additionalFields: { color: 'blue' } }, [
      { reference: 'shop-1' },
    ]);
    expect(books.inputs[0]).toMatchObject({
      packageId: 'small',
      clientReference: 'shop-1',
      customerEmail: 'name@email.com',
      customerId: null,
    });
    expect(books.inputs[0]?.fields.get(color)).toBe('blue');
  });
});

describe('Simplify', () => {
  it('gives exactly the model', async () => {
    const { run } = setUp();
    const [item] = await run({
      provider: 'example',
      resource: 'package',
      operation: 'get',
      packageId: { __rl: true, mode: 'id', value: 'small' },
    });
    expect(item?.json).not.toHaveProperty('raw');
    expect(item?.json).toMatchObject({ packageId: 'small', dataBytes: 1073741824 });
  });

  it('adds the provider’s untouched answer when it is off', async () => {
    const { run } = setUp();
    const [item] = await run({
      provider: 'example',
      resource: 'package',
      operation: 'get',
      packageId: { __rl: true, mode: 'id', value: 'small' },
      simplify: false,
    });
    expect(item?.json).toMatchObject({ packageId: 'small', raw: { wire: 'small' } });
  });
});

describe('Get Many', () => {
  const LIST: INodeParameters = { provider: 'example', resource: 'package', operation: 'getAll' };

  it('stops at the limit', async () => {
    const { run } = setUp();
    await expect(run({ ...LIST, limit: 3 })).resolves.toHaveLength(3);
  });

  it('reads everything when asked to', async () => {
    const { run } = setUp();
    await expect(run({ ...LIST, returnAll: true })).resolves.toHaveLength(200);
  });

  it('gives the fifty first by default', async () => {
    const { run } = setUp();
    await expect(run(LIST)).resolves.toHaveLength(50);
  });
});

describe('when an item goes wrong', () => {
  const MIXED = [{ reference: 'a' }, { reference: 'b', package: 'refused' }, { reference: 'c' }];

  it('the others are not harmed with Continue (using error output)', async () => {
    const { run } = setUp();
    const output = await run(CREATE, MIXED, 'continueErrorOutput');
    expect(output.map(({ json }) => json.clientReference ?? json.error)).toEqual(['a', 'Not for you', 'c']);
    expect(output[1]?.pairedItem).toEqual({ item: 1 });
  });

  it('the error item holds only what n8n routes to the error output, with a kind to branch on', async () => {
    const { run } = setUp();
    const output = await run(CREATE, MIXED, 'continueRegularOutput');
    // n8n would cut the JSON down to the message
    expect(output[1]).not.toHaveProperty('error');
    const json = output[1]?.json ?? {};
    expect(Object.keys(json).filter((key) => !['error', 'message', 'details'].includes(key))).toEqual([]);
    expect(json.details).toEqual({ kind: 'refused', httpCode: 422 });
  });

  it('the workflow stops, naming the item, with the provider’s words', async () => {
    const { run } = setUp();
    await expect(run(CREATE, MIXED)).rejects.toMatchObject({
      message: 'Not for you',
      httpCode: '422',
      context: { itemIndex: 1 },
      failure: { cause: 'configuration-invalid' },
    });
  });

  it('nothing more is started, and what is under way is finished', async () => {
    const { run, books } = setUp();
    const items = [{ reference: 'x', package: 'refused' }, ...references(30)];
    await expect(run({ ...CREATE, options: { itemsInParallel: 2 } }, items)).rejects.toBeInstanceOf(NodeApiError);
    expect(books.sends.length).toBeLessThan(31);
    expect(books.orders.size).toBe(books.sends.length - 1);
  });

  it('a second run buys only what is missing', async () => {
    const { run, books } = setUp();
    await run(CREATE, MIXED, 'continueErrorOutput');
    const again = await run(CREATE, MIXED, 'continueErrorOutput');
    expect(again.map(({ json }) => json.alreadyExisted ?? null)).toEqual([true, null, true]);
    expect(books.sends.filter((reference) => reference === 'a')).toHaveLength(1);
  });

  it('bad input is an error of the node, with advice', async () => {
    const { run } = setUp();
    const run1 = run({ ...CREATE, clientReference: '={{ $json.nothingHere }}' }, [{ other: 1 }]);
    await expect(run1).rejects.toBeInstanceOf(NodeOperationError);
    await expect(run1).rejects.toMatchObject({
      message: 'Client Reference is empty',
      description: expect.stringContaining('expression') as string,
    });
  });

  it('an operation that the provider does not offer says so', async () => {
    const { run } = setUp();
    await expect(
      run({ provider: 'example', resource: 'order', operation: 'refund', orderId: '1' }),
    ).rejects.toMatchObject({
      message: 'Example does not offer "Refund order"',
    });
  });

  it('an unknown provider names those that there are', async () => {
    const { run } = setUp();
    await expect(run({ ...CREATE, provider: 'nobody' })).rejects.toMatchObject({
      description: 'Choose from the list, or give one of: example.',
    });
  });
});

describe('what the editor complains about', () => {
  it('asks for the package and the name of a sale', () => {
    const { node } = setUp();
    const issues = issuesOf({ node, parameters: { provider: 'example', resource: 'order', operation: 'create' } });
    expect(issues).toEqual(['Parameter "Package" is required.', 'Parameter "Client Reference" is required.']);
  });

  it('is content with an order that has a package', () => {
    const { node } = setUp();
    expect(issuesOf({ node, parameters: CREATE })).toEqual([]);
  });
});
