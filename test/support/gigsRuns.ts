/** Runs the eSIM node against the local Gigs. */
import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { GigsApi } from '../../credentials/GigsApi.credentials';
import { gigs } from '../../providers/gigs';
import type { Clock } from '../../purchase/clock';
import type { GigsSandbox } from '../../sandbox';
import { esimNodeWith } from './exampleProvider';
import { runNode } from './n8n';

export interface RunOptions {
  items?: Array<Record<string, unknown>>;
  onError?: OnError;
  workflowId?: string;
}

export interface GigsRuns {
  run(parameters: INodeParameters, options?: RunOptions): Promise<INodeExecutionData[]>;
  /** The JSON of the only item. */
  one(parameters: INodeParameters, options?: RunOptions): Promise<Record<string, unknown>>;
}

/**
 * @param settings fields of the credential other than the usual ones
 * @param clock by which purchases wait, and notes grow old
 */
export function gigsRuns(
  sandbox: GigsSandbox,
  settings: Record<string, string | boolean> = {},
  clock?: Clock,
): GigsRuns {
  const data = {
    baseUrl: sandbox.url,
    projectId: sandbox.projectId,
    apiToken: sandbox.apiToken,
    webhookSecret: sandbox.webhookSecret,
    sendIdempotencyKey: true,
    endSubscriptionWith: 'post',
    ...settings,
  };
  const workflowId = randomUUID();
  const node = esimNodeWith([gigs], clock);
  const run: GigsRuns['run'] = async (parameters, options = {}) =>
    await runNode({
      node,
      parameters: { provider: 'gigs', ...parameters },
      credentials: { gigsApi: { type: new GigsApi(), data } },
      workflowId,
      ...options,
    });
  return {
    run,
    async one(parameters, options) {
      const items = await run(parameters, options);
      expect(items).toHaveLength(1);
      return items[0]?.json as Record<string, unknown>;
    },
  };
}

export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: value as string });

/** A test eSIM that is active at once. */
export const AT_ONCE = { sim: 'sim_test_esim' };

export function order(plan: string, more: INodeParameters = {}): INodeParameters {
  return {
    resource: 'order',
    operation: 'create',
    packageId: byId(plan),
    customerEmail: 'jerry@example.com',
    clientReference: '={{ $json.reference }}',
    additionalFields: AT_ONCE,
    ...more,
  };
}
