/** How n8n records an execution that ended with an error: by n8n-core's own WorkflowExecute. */
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type { INodeExecutionData, IRun, IWorkflowExecuteAdditionalData, OnError } from 'n8n-workflow';

import { toNodeError } from '../../actions/errors';
import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import { bareNode } from '../support/bareNode';
import { partsFor } from '../support/n8n';

/** Runs a workflow of one node that ends as `act` does. */
async function ended(act: () => INodeExecutionData[], onError?: OnError): Promise<IRun> {
  const node = bareNode();
  node.execute = async () => await Promise.resolve().then(() => [act()]);
  const parts = partsFor({ node, parameters: {}, ...(onError ? { onError } : {}) });
  const additionalData = parts.additionalData as IWorkflowExecuteAdditionalData;
  additionalData.hooks = new ExecutionLifecycleHooks('trigger', 'execution-1', parts.workflow as never);
  return await new WorkflowExecute(additionalData, 'trigger').run({ workflow: parts.workflow, startNode: parts.node });
}

const thrown = async (error: unknown): Promise<IRun> =>
  await ended(() => {
    throw toNodeError(error, bareNodeOf(), 0);
  });
const bareNodeOf = () => partsFor({ node: bareNode(), parameters: {} }).node;

const KINDS: ProviderErrorKind[] = ['refused', 'badInput', 'outcomeUnknown'];

describe('an error that speaks of something canceled', () => {
  it('is what n8n takes for a stop by a person, where it is left as it is', async () => {
    const run = await ended(() => {
      throw new Error('The subscription is canceled');
    });
    expect(run.status).toBe('canceled');
  });

  it.each(KINDS)('is recorded as an error all the same, of kind %s', async (kind) => {
    const run = await thrown(new ProviderError(kind, 'Gigs refused the request: subscription was canceled (HTTP 422)'));
    expect(run.status).toBe('error');
    expect(run.data.resultData.error?.message).toBe('Gigs refused the request: subscription was called off (HTTP 422)');
  });

  it('is so whoever made it', async () => {
    const run = await thrown(new Error('request canceled'));
    expect(run.status).toBe('error');
    expect(run.data.resultData.error?.message).toBe('request called off');
  });

  it('has the other spelling neither, which n8n does not record', () => {
    const { message } = toNodeError(new ProviderError('refused', 'It was cancelled, not canceled'), bareNodeOf());
    expect(message).toBe('It was called off, not called off');
  });

  it('keeps its other words, and what n8n does not look at', () => {
    const error = new ProviderError('refused', 'Cancel it', { description: 'Canceled orders are not refunded' });
    expect(toNodeError(error, bareNodeOf())).toMatchObject({
      message: 'Cancel it',
      description: 'Canceled orders are not refunded',
    });
  });
});

test.each(['The product is preexisting', 'User Zoe Perm is blocked', 'It said ETIMEDOUT'])(
  'n8n puts no words of its own in the place of "%s"',
  (message) => {
    expect(toNodeError(new ProviderError('refused', message), bareNodeOf()).message).toBe(message);
  },
);
