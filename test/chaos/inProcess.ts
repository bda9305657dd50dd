/** Runs the eSIM node, as it is shipped, through the real n8n-core in this process, with n8n's Retry On Fail. */
import { randomUUID } from 'node:crypto';
import { sleep, type INodeExecutionData } from 'n8n-workflow';

import { providers } from '../../providers';
import type { Clock } from '../../purchase/clock';
import { credentialType } from '../support/credentialTypes';
import { esimNodeWith } from '../support/exampleProvider';
import { runNode } from '../support/n8n';
import { loggedLines } from './log';
import { optionsFor } from './options';
import type { Ending, Run, Runner } from './campaign';
import type { Stand } from './stands';

const TRIES = 5;
const MINUTE_MS = 60_000;

/** Waits as n8n does, and can be put forward. */
class MovableClock implements Clock {
  private aheadMs = 0;
  now = (): number => Date.now() + this.aheadMs;
  sleep = async (milliseconds: number): Promise<void> => await sleep(milliseconds);
  putForward(milliseconds: number): void {
    this.aheadMs += milliseconds;
  }
}

/** One workflow per operation: n8n keeps a ledger for each of their nodes. */
export function inProcessRunner({ provider, credential: { type, data }, operations }: Stand): Runner {
  const credentials = {
    [type]: { type: credentialType(type), data: { ...data, accessToken: '', tokenExpiresAt: '' } },
  };
  const workflowIds = { first: randomUUID(), another: randomUUID() };
  const clock = new MovableClock();
  const node = esimNodeWith(providers, clock);

  const execute = async (
    executionId: string,
    { operation, items, onError, again, byAnother, patienceSeconds }: Run,
  ): Promise<INodeExecutionData[]> =>
    await runNode({
      node,
      nodeId: operation,
      executionId,
      workflowId: byAnother ? workflowIds.another : workflowIds.first,
      credentials,
      items: items.map((item) => ({ ...item })),
      parameters: {
        provider,
        ...operations[operation],
        options: {
          itemsInParallel: items.length,
          requestTimeout: patienceSeconds,
          ...optionsFor(again, items, operation),
        },
      },
      ...(onError === 'goOn' ? { onError: 'continueErrorOutput' as const } : {}),
    });

  const lines = loggedLines();
  return {
    async passWaitingTime() {
      clock.putForward(31 * MINUTE_MS);
      await Promise.resolve();
    },
    leftBehind: async () => ({ said: lines.join('\n'), stored: '' }),
    /** As n8n-core's WorkflowExecute: again when it throws, or when its first item is an error. */
    async run(run) {
      let said = '';
      // Retry On Fail stays in its execution
      const executionId = randomUUID();
      for (let tryNumber = 1; ; tryNumber++) {
        const ended = await settled(execute(executionId, run));
        if ('failure' in ended) {
          said += describe(ended.failure);
          if (tryNumber === TRIES) return { outputs: null, said, retried: true };
          continue;
        }
        const failures = ended.outputs.filter(({ json }) => json.error !== undefined);
        said += JSON.stringify(failures);
        if (tryNumber < TRIES && ended.outputs[0]?.json.error) continue;
        return { outputs: byItem(ended.outputs, run.items.length), said, retried: tryNumber > 1 };
      }
    },
  };
}

/** The JSON of each item's output, found by `pairedItem`. */
export function byItem(outputs: INodeExecutionData[], count: number): Ending['outputs'] {
  const jsons: Ending['outputs'] = new Array(count).fill(undefined);
  for (const { json, pairedItem } of outputs) {
    const item = (pairedItem as { item: number }).item;
    // a second output of one item would go unseen otherwise
    if (jsons[item]) return [...jsons, json];
    jsons[item] = json;
  }
  return jsons;
}

async function settled(
  execution: Promise<INodeExecutionData[]>,
): Promise<{ outputs: INodeExecutionData[] } | { failure: unknown }> {
  return await execution.then(
    (outputs) => ({ outputs }),
    (failure: unknown) => ({ failure }),
  );
}

function describe(failure: unknown): string {
  return failure instanceof Error ? `${failure.stack}\n${JSON.stringify({ ...failure })}\n` : '';
}
