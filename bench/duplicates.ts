/** What each flow costs in eSIMs bought twice and customers left without one: same server, same faults, same seed. */
import axios from 'axios';

import type { N8nClient } from '../e2e/harness';
import type { DentSandbox } from '../sandbox';
import { faultMix } from '../test/chaos/mix';
import { flows, type Flow, type Setting } from './flows';

export interface Outcome {
  flow: string;
  orders: number;
  /** Money spent on purchases beyond the first of an order. */
  boughtTooMuch: number;
  /** Orders bought more than once. */
  ordersBoughtTwice: number;
  /** Bought in the first run, and not told to the workflow then: a customer who waits for an eSIM that is paid for. */
  unreportedAtFirst: number;
  /** Bought, and never told to the workflow. */
  boughtNeverReported: number;
  /** Told to the workflow as bought, and not in the books. */
  reportedNotBought: number;
  /** Neither bought nor reported at the end: told as "outcome unknown", or simply failed. */
  open: number;
}

interface Order {
  reference: string;
  email: string;
}

/** Runs under faults; then one without. */
const FAULTY_RUNS = 3;
const EXECUTION_TIMEOUT_MS = 1_200_000;

/**
 * Runs a flow on these orders, and again on those that it did not report as bought, as an operator would: three times
 * under faults, once in calm.
 */
export async function measure(
  client: N8nClient,
  sandbox: DentSandbox,
  flow: Flow,
  setting: Setting,
  { seed, orders }: { seed: string; orders: number },
): Promise<Outcome> {
  sandbox.reset(seed);
  const id = await client.createWorkflow(flow.workflow(setting));
  const [url = ''] = await client.publish(id);
  const all = Array.from({ length: orders }, (_, index): Order => {
    const reference = `${seed}-${index}`;
    return { reference, email: `${reference}@example.com` };
  });
  const reported = new Set<string>();
  let unreportedAtFirst = 0;
  for (let run = 1; run <= FAULTY_RUNS + 1; run++) {
    sandbox.faults.mix(run <= FAULTY_RUNS ? faultMix(`${seed}/${run}`) : null);
    const left = all.filter(({ reference }) => !reported.has(reference));
    for (const json of await execute(url, left)) {
      const reference = flow.reported(json);
      if (reference !== null) reported.add(reference);
    }
    await sandbox.settled();
    if (run === 1) unreportedAtFirst = unreported(sandbox, all, reported);
  }
  await client.unpublish(id);
  return { ...balance(flow.name, sandbox, all, reported), unreportedAtFirst };
}

async function execute(url: string, items: Order[]): Promise<Array<Record<string, unknown>>> {
  if (items.length === 0) return [];
  const options = { timeout: EXECUTION_TIMEOUT_MS, validateStatus: () => true, proxy: false as const };
  const { status, data } = await axios.post<unknown>(url, { items }, options);
  return status === 200 && Array.isArray(data) ? (data as Array<Record<string, unknown>>) : [];
}

function unreported(sandbox: DentSandbox, all: Order[], reported: Set<string>): number {
  return all.filter(({ reference }) => !reported.has(reference) && sandbox.purchasesFor(reference) > 0).length;
}

function balance(flow: string, sandbox: DentSandbox, all: Order[], reported: Set<string>): Outcome {
  const outcome: Outcome = {
    flow,
    orders: all.length,
    boughtTooMuch: 0,
    ordersBoughtTwice: 0,
    unreportedAtFirst: 0,
    boughtNeverReported: unreported(sandbox, all, reported),
    reportedNotBought: 0,
    open: 0,
  };
  for (const { reference } of all) {
    const count = sandbox.purchasesFor(reference);
    outcome.boughtTooMuch += Math.max(0, count - 1);
    if (count > 1) outcome.ordersBoughtTwice++;
    if (count === 0) outcome[reported.has(reference) ? 'reportedNotBought' : 'open']++;
  }
  return outcome;
}

export async function compare(
  client: N8nClient,
  sandbox: DentSandbox,
  setting: Setting,
  options: { seed: string; orders: number; log: (line: string) => void },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const flow of flows) {
    const outcome = await measure(client, sandbox, flow, setting, options);
    options.log(JSON.stringify(outcome));
    outcomes.push(outcome);
  }
  return outcomes;
}
