import axios from 'axios';
import type { Ending, OperationName, Run, Runner } from '../../test/chaos/campaign';
import { optionsFor } from '../../test/chaos/options';
import type { Stand } from '../../test/chaos/stands';
import { chain, PACKAGE_NAME, pause, until, type N8nClient, type Workflow } from '../harness';

/** The n8n that a campaign runs on: one process, or several in queue mode. */
export interface ChaosHost {
  client: N8nClient;
  url: string;
  /** Ends a process that is at work as a power cut would, and starts it again. */
  powerCut(): Promise<void>;
  /** Resolves when the work that the power cut strikes may begin. */
  beforePowerCut?(): Promise<void>;
  logs(): string;
  /** What is left in the database, as text. */
  database(): Promise<string>;
}

/** Longer than any execution of a campaign takes. */
const EXECUTION_TIMEOUT_MS = 900_000;
/** In queue mode nobody answers for a worker that is gone. */
const WAIT_FOR_THE_DEAD_MS = 45_000;
const NODE = 'Buy';
/** A little more than the shortest waiting time that the node takes. */
const WAITING_TIME_MS = 95_000;

/**
 * One published workflow per operation: a webhook takes the items, the eSIM node works on them with Retry On Fail, and
 * what it gives is the answer.
 */
export async function realRunner(host: ChaosHost, stand: Stand): Promise<Runner & { stop(): Promise<void> }> {
  const { client } = host;
  const credential = await client.createCredential(stand.credential.type, { ...stand.credential.data });
  const names = Object.keys(stand.operations) as OperationName[];
  /** Two of each, with nodes and so with notes of their own. */
  const workflows = names.flatMap((name) => [false, true].map((isAnother) => ({ name, isAnother })));
  const ids = new Map<string, string>();
  for (const one of workflows) {
    ids.set(keyOf(one), await client.createWorkflow(workflowFor(stand, credential, one, 'stop')));
  }
  const urls = new Map<string, string>();
  const waiting = new Set<AbortController>();
  let mode: Run['onError'] | null = null;
  let switching: Promise<void> = Promise.resolve();

  /** All runs of one step have the same error handling: the first of them changes the workflows. */
  async function switchTo(wanted: Run['onError']): Promise<void> {
    if (mode === wanted) return await switching;
    mode = wanted;
    switching = (async () => {
      for (const one of workflows) {
        const id = ids.get(keyOf(one)) ?? '';
        await client.updateWorkflow(id, workflowFor(stand, credential, one, wanted));
        const [url] = await client.publish(id);
        urls.set(keyOf(one), url ?? '');
      }
    })();
    await switching;
  }

  return {
    async run({ operation, items, onError, again, byAnother = false, patienceSeconds }) {
      await switchTo(onError);
      const ifUnconfirmed = again === 'certain' ? 'sendAgain' : 'stop';
      const checked = optionsFor(again, items, operation).checkedReferences ?? '';
      const body = { items: items.map((item) => ({ ...item, ifUnconfirmed, checked, patienceSeconds })) };
      const abort = new AbortController();
      waiting.add(abort);
      const answer = await axios
        .post(urls.get(keyOf({ name: operation, isAnother: byAnother })) ?? '', body, {
          timeout: EXECUTION_TIMEOUT_MS,
          validateStatus: () => true,
          proxy: false,
          signal: abort.signal,
        })
        .catch((failure: Error) => failure)
        .finally(() => waiting.delete(abort));
      if (answer instanceof Error) return { outputs: null, said: answer.message, retried: true };
      const outputs = answer.status === 200 && Array.isArray(answer.data) ? (answer.data as Ending['outputs']) : null;
      const failures = outputs === null ? [answer.data] : (outputs ?? []).filter((json) => json?.error);
      return { outputs, said: JSON.stringify(failures), retried: true };
    },
    passWaitingTime: async () => await pause(WAITING_TIME_MS),
    beforePowerCut: async () => await host.beforePowerCut?.(),
    async powerCut() {
      await until('the work to begin', async () => await Promise.resolve(waiting.size > 0));
      const struck = [...waiting];
      await host.powerCut();
      const isOver = async (): Promise<boolean> => !struck.some((abort) => waiting.has(abort));
      await until('the struck executions', isOver, { timeoutMs: WAIT_FOR_THE_DEAD_MS }).catch(() => undefined);
      for (const abort of struck) abort.abort();
      for (const url of urls.values()) await until(`${url} to exist`, async () => await client.webhookExists(url));
    },
    /** n8n's log, every error that its executions keep, and, for what may stand nowhere at all, its database. */
    async leftBehind() {
      const errors: string[] = [];
      for (const id of ids.values()) errors.push(...(await errorsOf(client, id)));
      return { said: [host.logs(), ...errors].join('\n'), stored: await host.database() };
    },
    async stop() {
      for (const id of ids.values()) await client.unpublish(id);
    },
  };
}

interface Which {
  name: OperationName;
  isAnother: boolean;
}

function keyOf({ name, isAnother }: Which): string {
  return isAnother ? `${name} again` : name;
}

function workflowFor(
  stand: Stand,
  credential: { id: string; name: string },
  which: Which,
  onError: Run['onError'],
): Workflow {
  const { name: operation } = which;
  const path = `chaos ${stand.name} ${keyOf(which)}`.toLowerCase().replaceAll(' ', '-');
  return chain(`${stand.name}: ${keyOf(which)}`, [
    {
      name: 'Webhook',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      webhookId: path,
      parameters: {
        httpMethod: 'POST',
        path,
        responseMode: 'lastNode',
        responseData: 'allEntries',
        options: {},
      },
    },
    {
      name: 'Items',
      type: 'n8n-nodes-base.splitOut',
      parameters: { fieldToSplitOut: 'body.items', options: {} },
    },
    {
      name: NODE,
      type: `${PACKAGE_NAME}.esim`,
      parameters: {
        provider: stand.provider,
        ...stand.operations[operation],
        options: {
          itemsInParallel: 25,
          requestTimeout: '={{ $json.patienceSeconds }}',
          checkedReferences: '={{ $json.checked }}',
          ...(operation === 'refund' ? {} : { ifUnconfirmed: '={{ $json.ifUnconfirmed }}', waitingMinutes: 1 }),
        },
      },
      credentials: { [stand.credential.type]: credential },
      retryOnFail: true,
      maxTries: 5,
      waitBetweenTries: 200,
      ...(onError === 'goOn' ? { onError: 'continueRegularOutput' as const } : {}),
    },
  ]);
}

/** All errors in the executions of a workflow, as text: of nodes, of items, of the execution as a whole. */
async function errorsOf(client: N8nClient, workflowId: string): Promise<string[]> {
  const errors: string[] = [];
  for (const { raw } of await client.executions(workflowId)) {
    const { error, runData = {} } = raw.data?.resultData ?? {};
    errors.push(JSON.stringify(error ?? null));
    for (const run of Object.values(runData).flat()) {
      errors.push(JSON.stringify(run.error ?? null));
      const items = (run.data?.main ?? []).flatMap((output) => output ?? []);
      errors.push(JSON.stringify(items.filter(({ json, error: failure }) => json.error !== undefined || failure)));
    }
  }
  return errors;
}
