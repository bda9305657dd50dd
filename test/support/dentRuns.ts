/** Runs the eSIM node against the local DENT Giga Store. */
import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { DentGigaStoreApi } from '../../credentials/DentGigaStoreApi.credentials';
import { dentGigaStore } from '../../providers/dentGigaStore';
import type { Clock } from '../../purchase/clock';
import type { DentSandbox } from '../../sandbox';
import { esimNodeWith } from './exampleProvider';
import { runNode } from './n8n';

export interface RunOptions {
  items?: Array<Record<string, unknown>>;
  onError?: OnError;
  workflowId?: string;
  executionId?: string;
  nodeId?: string;
  /** Counts how often the node has run in its execution. */
  runIndex?: number;
}

export interface DentRuns {
  run(parameters: INodeParameters, options?: RunOptions): Promise<INodeExecutionData[]>;
  /** The JSON of the only item. */
  one(parameters: INodeParameters, options?: RunOptions): Promise<Record<string, unknown>>;
  packageId(name: string): string;
}

/**
 * A fresh credential (no token yet) for this sandbox.
 * @param clock of purchases; by default the real one
 */
export function dentRuns(sandbox: DentSandbox, clock?: Clock): DentRuns {
  const data = {
    baseUrl: sandbox.url,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    accessToken: '',
    tokenExpiresAt: '',
    refundPath: 'withoutPrefix',
  };
  const credentials = { dentGigaStoreApi: { type: new DentGigaStoreApi(), data } };
  const workflowId = randomUUID();
  const run: DentRuns['run'] = async (parameters, options = {}) =>
    await runNode({
      node: esimNodeWith([dentGigaStore], clock),
      parameters: { provider: 'dentGigaStore', ...parameters },
      credentials,
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
    packageId(name) {
      const item = sandbox.inventory().find((one) => one.name === name);
      if (!item) throw new Error(`The sandbox sells no "${name}"`);
      return item.id;
    },
  };
}

export const WORLD = 'eSIM Worldwide 50 MB';

export function order(packageId: string, more: INodeParameters = {}): INodeParameters {
  return {
    resource: 'order',
    operation: 'create',
    packageId: { __rl: true, mode: 'id', value: packageId },
    customerEmail: 'name@email.com',
    clientReference: '={{ $json.reference }}',
    ...more,
  };
}
