import { randomUUID } from 'node:crypto';
import type { INodeParameters, OnError } from 'n8n-workflow';

import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { type NodeRun, runNode } from '../support/n8n';

const CREATE: INodeParameters = {
  provider: 'example',
  resource: 'order',
  operation: 'create',
  packageId: { __rl: true, mode: 'id', value: '={{ $json.package ?? "small" }}' },
  clientReference: '={{ $json.reference }}',
};

type Item = Record<string, unknown>;

function setUp() {
  const { provider, books } = exampleProvider();
  const node = esimNodeWith([provider]);
  const workflowId = randomUUID();
  const credentials = exampleCredentials();
  const run = async (items: Item[], onError?: OnError, more: Partial<NodeRun> = {}) =>
    await runNode({
      node,
      parameters: CREATE,
      items,
      credentials,
      workflowId,
      ...(onError ? { onError } : {}),
      ...more,
    });
  return { run, books };
}

const twoOfThree = [{ reference: 'shop-1' }, { reference: 'shop-2' }, { reference: 'shop-1' }];

describe('two items of an execution with one reference', () => {
  it('are refused, and nothing of the run is bought, with On Error: Stop', async () => {
    const { run, books } = setUp();
    await expect(run(twoOfThree)).rejects.toMatchObject({
      message: 'Client Reference "shop-1" is used twice in this execution: item 2 has it, too',
      description: expect.stringMatching(/line number.*Nothing was bought in this run\.$/) as string,
      context: { itemIndex: 0 },
    });
    expect(books.sends).toEqual([]);
  });

  it('both fail, and the others go on, with On Error: Continue', async () => {
    const { run, books } = setUp();
    const outputs = await run(twoOfThree, 'continueErrorOutput');
    expect(outputs.map(({ json }) => json.error ?? json.clientReference)).toEqual([
      'Client Reference "shop-1" is used twice in this execution: item 2 has it, too',
      'shop-2',
      'Client Reference "shop-1" is used twice in this execution: item 0 has it, too',
    ]);
    expect(books.sends).toEqual(['shop-2']);
  });

  it('are refused in a loop, with the order that the first one became', async () => {
    const { run } = setUp();
    const executionId = randomUUID();
    await run([{ reference: 'shop-1' }], undefined, { executionId, runIndex: 0 });
    await expect(run([{ reference: 'shop-1' }], undefined, { executionId, runIndex: 1 })).rejects.toMatchObject({
      message:
        'Client Reference "shop-1" is used twice in this execution: item 0 of run 1 of this node (order order-shop-1) has it, too',
    });
  });

  it('are the same sale when it is the same item that is tried again (Retry On Fail)', async () => {
    const { run, books } = setUp();
    const executionId = randomUUID();
    await run([{ reference: 'shop-1' }], undefined, { executionId });
    const [again] = await run([{ reference: 'shop-1' }], undefined, { executionId });
    expect(again?.json).toMatchObject({ orderId: 'order-shop-1', alreadyExisted: true });
    expect(books.sends).toEqual(['shop-1']);
  });

  it('a reference that was refused is free for a later item', async () => {
    const { run } = setUp();
    const executionId = randomUUID();
    await run([{ reference: 'shop-1', package: 'refused' }], 'continueErrorOutput', { executionId, runIndex: 0 });
    const [again] = await run([{ reference: 'shop-1' }], undefined, { executionId, runIndex: 1 });
    expect(again?.json).toMatchObject({ orderId: 'order-shop-1', alreadyExisted: false });
  });

  it('another execution with the same reference gets the same order', async () => {
    const { run } = setUp();
    await run([{ reference: 'shop-1' }]);
    const [again] = await run([{ reference: 'shop-1' }]);
    expect(again?.json).toMatchObject({ orderId: 'order-shop-1', alreadyExisted: true });
  });
});

describe('before the first purchase of a run', () => {
  it('every item is read, so a bad one at the end keeps all from being bought', async () => {
    const { run, books } = setUp();
    await expect(run([{ reference: 'shop-1' }, { reference: { id: 7 } }])).rejects.toMatchObject({
      message: expect.stringMatching(/^Client Reference is an object/) as string,
      description: expect.stringMatching(/Nothing was bought in this run\.$/) as string,
      context: { itemIndex: 1 },
    });
    expect(books.sends).toEqual([]);
  });

  it('every item is checked by the provider', async () => {
    const { run, books } = setUp();
    await expect(run([{ reference: 'shop-1' }, { reference: 'shop-2', package: 'wrong' }])).rejects.toMatchObject({
      message: 'Package is none of ours',
    });
    expect(books.sends).toEqual([]);
  });

  it('a bad item fails alone with On Error: Continue', async () => {
    const { run } = setUp();
    const outputs = await run([{ reference: 'shop-1' }, { reference: '' }], 'continueErrorOutput');
    expect(outputs.map(({ json }) => json.orderId ?? json.error)).toEqual([
      'order-shop-1',
      'Client Reference is empty',
    ]);
  });
});

describe('an error that stops a run', () => {
  it('says what was bought in it', async () => {
    const { run } = setUp();
    const items = [{ reference: 'shop-1' }, { reference: 'shop-2' }, { reference: 'shop-3', package: 'refused' }];
    const oneByOne = { parameters: { ...CREATE, options: { itemsInParallel: 1 } } };
    await expect(run(items, undefined, oneByOne)).rejects.toMatchObject({
      message: 'Not for you',
      description:
        'This run made 2 purchases: order ID order-shop-1, order-shop-2. Running again with the same references gives them back.',
    });
  });

  it('says that nothing was bought only when that is so for the whole run', async () => {
    const { run } = setUp();
    await expect(run([{ reference: 'shop-1', package: 'refused' }])).rejects.toMatchObject({
      description: 'Nothing was bought in this run.',
    });
  });
});

describe('n8n’s Stop', () => {
  it('keeps what was not sent from being sent', async () => {
    const { run, books } = setUp();
    const stop = new AbortController();
    stop.abort();
    await expect(run([{ reference: 'shop-1' }], undefined, { abortSignal: stop.signal })).rejects.toMatchObject({
      message: 'Not sent: n8n was told to stop this execution',
    });
    expect(books.sends).toEqual([]);
  });
});
