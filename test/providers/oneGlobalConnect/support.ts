/** 1GLOBAL Connect against its stand-in: through the whole eSIM node, or the provider's code alone. */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeParameters, INodeType, OnError } from 'n8n-workflow';

import { OneGlobalConnectApi } from '../../../credentials/OneGlobalConnectApi.credentials';
import { connect } from '../../../http/connect';
import { readValues } from '../../../input';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import type { Session } from '../../../providers/provider';
import type { Clock } from '../../../purchase/clock';
import type { ConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { esimNodeWith } from '../../support/exampleProvider';
import { contextFor, runNode } from '../../support/n8n';
import { clockOf } from '../../support/sandboxClock';

export { clockOf };

export const THREE_GB = 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=';
export const WORLD_50_MB = 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=';

export type Version = 'v1' | 'v2';

export function credentialFor(sandbox: ConnectSandbox, apiVersion: Version, more: IDataObject = {}) {
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const data = {
    apiVersion,
    baseUrl,
    tokenUrl,
    clientId,
    clientSecret,
    v1OrderPath: 'singular',
    webhookUser: '',
    webhookPassword: '',
    accessToken: '',
    tokenExpiresAt: '',
    ...more,
  };
  return { oneGlobalConnectApi: { type: new OneGlobalConnectApi(), data } };
}

/** The eSIM node with this provider alone. */
export function nodeOfOne(clock?: Clock): INodeType {
  return esimNodeWith([oneGlobalConnect], clock);
}

export const NO_FIELDS = readValues([], () => undefined);

export interface RunOptions {
  items?: IDataObject[];
  onError?: OnError;
}

/** Runs of one workflow with one credential. */
export function runsAt(sandbox: ConnectSandbox, version: Version, more: IDataObject = {}, clock = clockOf(sandbox)) {
  const credentials = credentialFor(sandbox, version, more);
  const workflowId = randomUUID();
  const run = async (parameters: INodeParameters, options: RunOptions = {}): Promise<INodeExecutionData[]> =>
    await runNode({
      node: nodeOfOne(clock),
      parameters: { provider: 'oneGlobalConnect', ...parameters },
      credentials,
      workflowId,
      ...options,
    });
  const one = async (parameters: INodeParameters, options: RunOptions = {}): Promise<IDataObject> => {
    const items = await run(parameters, options);
    expect(items).toHaveLength(1);
    return items[0]?.json as IDataObject;
  };
  return { run, one };
}

/** Parameters of a new order; the reference comes from the item. */
export function newOrder(more: INodeParameters = {}): INodeParameters {
  return {
    resource: 'order',
    operation: 'create',
    packageId: { __rl: true, mode: 'id', value: THREE_GB },
    customerEmail: 'john@doe.com',
    clientReference: '={{ $json.reference }}',
    country: 'GB',
    firstName: 'John',
    lastName: 'Doe',
    countryOfResidence: 'US',
    ...more,
  };
}

/** What the provider's code is given, signed in through n8n-core; it waits without waiting. */
export async function sessionAt(sandbox: ConnectSandbox, version: Version, more: IDataObject = {}) {
  const credentials = credentialFor(sandbox, version, more);
  const context = contextFor({ node: nodeOfOne(), parameters: {}, credentials });
  const real = await connect(context, oneGlobalConnect, { readTries: 1 });
  const lines: string[] = [];
  const waits: number[] = [];
  const session: Session = {
    ...real,
    log: (line) => void lines.push(line),
    sleep: async (milliseconds) => void waits.push(milliseconds),
  };
  return { session, lines, waits };
}

export async function failure(promise: Promise<unknown>): Promise<Error & { description?: string; kind?: string }> {
  return await promise.then(
    () => Promise.reject(new Error('It should have failed')),
    (error: Error) => error,
  );
}
