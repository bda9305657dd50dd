/** The ledger as separate processes have it: the same database, a memory of its own each, and one clock that tests move. */
import { randomUUID } from 'node:crypto';

import type { Clock } from '../../purchase/clock';
import type * as LedgerModule from '../../purchase/ledger';
import type { Ledger } from '../../purchase/ledger';
import { bareNode } from '../support/bareNode';
import { contextFor, processedData, runNode } from '../support/n8n';

export const MINUTE_MS = 60_000;

/** Stands still but for what is slept. */
export class TestClock implements Clock {
  time = Date.UTC(2026, 0, 1);
  slept: number[] = [];

  now = (): number => this.time;

  sleep = async (milliseconds: number): Promise<void> => {
    this.slept.push(milliseconds);
    this.time += milliseconds;
    await Promise.resolve();
  };
}

type LedgerFor = typeof LedgerModule.ledgerFor;

function load(): LedgerFor {
  let loaded: LedgerFor | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<typeof LedgerModule>('../../purchase/ledger').ledgerFor;
  });
  if (!loaded) throw new Error('The ledger could not be loaded');
  return loaded;
}

const processes = [0, 1, 2, 3].map(load);

export interface At {
  workflowId?: string;
  process?: number;
  execution?: string;
  node?: string;
  item?: number;
}

/** Ledgers of one row, unless they are told otherwise. */
export class Desk {
  readonly workflowId = randomUUID();
  readonly clock: TestClock = new TestClock();

  ledger({
    workflowId = this.workflowId,
    process = 0,
    execution = randomUUID(),
    node = 'node-1',
    item = 0,
  }: At = {}): Ledger {
    const context = contextFor({ node: bareNode(), parameters: {}, workflowId, nodeId: node, executionId: execution });
    const ledgerFor = processes[process] as LedgerFor;
    return ledgerFor(context, { execution, node, run: 0, item }, this.clock);
  }

  /** How many entries the row has. */
  get size(): number {
    return this.rowOf('node-1').length;
  }

  rowOf(node: string): string[] {
    return processedData.rows.get(`${this.workflowId} ${node}`) ?? [];
  }

  later(milliseconds: number): void {
    this.clock.time += milliseconds;
  }
}

/** n8n-core has to know its database before the first context is used. */
export async function ready(): Promise<void> {
  await runNode({ node: bareNode(), parameters: {} });
}

/** A process dies in the middle of the first question that finds nothing: it is never taken back, and never goes on. */
export async function dyingWhileAsking(ask: () => Promise<unknown>): Promise<void> {
  const spy = jest
    .spyOn(processedData, 'removeProcessed')
    .mockImplementation(async () => await new Promise(() => undefined));
  void ask();
  while (spy.mock.calls.length === 0) await new Promise(setImmediate);
  spy.mockRestore();
}

/** n8n's database takes so long for each call, or for those of these numbers, by the clock of the tests. */
export function slowDatabase(clock: TestClock, milliseconds: number, ...calls: number[]): () => void {
  let count = 0;
  const add = processedData.checkProcessedAndRecord.bind(processedData);
  const spy = jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementation(async (...call) => {
    if (calls.length === 0 || calls.includes(++count)) clock.time += milliseconds;
    return await add(...call);
  });
  return () => spy.mockRestore();
}

/**
 * Another worker read the row just now, while something was asked, and writes it back during the next sleep, with whatever
 * he saw. As often as `times`.
 */
export function writtenBack(desk: Desk, times = 1): void {
  const name = `${desk.workflowId} node-1`;
  const ask = processedData.checkProcessedAndRecord.bind(processedData);
  const { sleep } = desk.clock;
  let seen: string[] | null = null;
  let left = times;
  jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementation(async (...call) => {
    const answer = await ask(...call);
    seen = [...(processedData.rows.get(name) ?? [])];
    return answer;
  });
  desk.clock.sleep = async (milliseconds) => {
    if (seen && left-- > 0) processedData.rows.set(name, seen);
    await sleep(milliseconds);
  };
}
