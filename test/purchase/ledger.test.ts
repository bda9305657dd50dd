import { randomUUID } from 'node:crypto';

import type { ledgerOf as LedgerOf } from '../../purchase/ledger';
import { bareNode } from '../support/bareNode';
import { contextFor, processedData, runNode } from '../support/n8n';

beforeAll(async () => await runNode({ node: bareNode(), parameters: {} }));
afterEach(() => {
  processedData.writeDelayMs = 0;
});

/** The ledger's code as separate processes have it: the same database, a lock of its own each. */
const processes = [0, 1, 2, 3].map(() => {
  let loaded: { ledgerOf: typeof LedgerOf } | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<{ ledgerOf: typeof LedgerOf }>('../../purchase/ledger');
  });
  if (!loaded) throw new Error('The ledger could not be loaded');
  return loaded.ledgerOf;
});

const A = { key: 'a', content: 'package-1' };

let next = 0;

function ledgerOfAnotherProcess(workflowId: string, nodeId = 'node-1') {
  const ledgerOf = processes[next++ % processes.length]!;
  return ledgerOf(contextFor({ node: bareNode(), parameters: {}, workflowId, nodeId }));
}

describe('the ledger', () => {
  it('knows a note again, also in another process', async () => {
    const workflowId = randomUUID();
    await expect(ledgerOfAnotherProcess(workflowId).note(A)).resolves.toBe('new');
    await expect(ledgerOfAnotherProcess(workflowId).note(A)).resolves.toBe('seen');
  });

  it('forgets what was erased', async () => {
    const ledger = ledgerOfAnotherProcess(randomUUID());
    await ledger.note(A);
    await ledger.erase(A);
    await expect(ledger.note(A)).resolves.toBe('new');
  });

  it('tells the same key for something else apart, however often it is asked', async () => {
    const ledger = ledgerOfAnotherProcess(randomUUID());
    const other = { ...A, content: 'package-2' };
    await expect(ledger.recall(A)).resolves.toBe('never');
    await expect(ledger.note(A)).resolves.toBe('new');
    for (let round = 0; round < 2; round++) {
      await expect(ledger.recall(A)).resolves.toBe('seen');
      await expect(ledger.recall(other)).resolves.toBe('seenForOther');
      await expect(ledger.note(other)).resolves.toBe('seenForOther');
      await expect(ledger.note(A)).resolves.toBe('seen');
    }
  });

  it('leaves no trace of a question', async () => {
    const ledger = ledgerOfAnotherProcess(randomUUID());
    await ledger.recall(A);
    await ledger.isSettled(A);
    await expect(ledger.recall(A)).resolves.toBe('never');
    await expect(ledger.note(A)).resolves.toBe('new');
    await expect(ledger.isSettled(A)).resolves.toBe(false);
  });

  it('remembers what went through', async () => {
    const workflowId = randomUUID();
    await ledgerOfAnotherProcess(workflowId).settle(A, 'order-1');
    await expect(ledgerOfAnotherProcess(workflowId).isSettled(A)).resolves.toBe(true);
    await expect(ledgerOfAnotherProcess(workflowId).which(A, ['order-2', 'order-1'])).resolves.toBe('order-1');
    await expect(ledgerOfAnotherProcess(workflowId).which(A, ['order-2', 'order-3'])).resolves.toBeNull();
  });

  it('keeps no ledger for a workflow without an id, but tells the tries of one execution apart', async () => {
    const run = { node: bareNode(), parameters: {}, workflowId: '', executionId: randomUUID() };
    const ledger = processes[0]!(contextFor(run));
    await expect(ledger.note(A)).resolves.toBe('unavailable');
    await expect(processes[0]!(contextFor(run)).note(A)).resolves.toBe('seen');
    await expect(ledger.note({ ...A, content: 'package-2' })).resolves.toBe('seenForOther');
    await ledger.erase(A);
    await expect(ledger.note(A)).resolves.toBe('unavailable');
    const another = { ...run, executionId: randomUUID() };
    await expect(processes[0]!(contextFor(another)).note(A)).resolves.toBe('unavailable');
  });

  it('keeps two nodes apart', async () => {
    const workflowId = randomUUID();
    await ledgerOfAnotherProcess(workflowId, 'node-1').note(A);
    await expect(ledgerOfAnotherProcess(workflowId, 'node-2').note(A)).resolves.toBe('new');
  });

  it('lets one of several processes through that note the same key at the same moment', async () => {
    processedData.writeDelayMs = 20;
    for (let round = 0; round < 5; round++) {
      const workflowId = randomUUID();
      const noting = processes.map(async () => await ledgerOfAnotherProcess(workflowId).note(A));
      const marks = await Promise.all(noting);
      expect(marks.filter((mark) => mark === 'new')).toHaveLength(1);
    }
  });

  it('doubts a note that took longer to make than a note has to last', async () => {
    processedData.writeDelayMs = 300;
    const workflowId = randomUUID();
    await expect(ledgerOfAnotherProcess(workflowId).note(A)).resolves.toBe('doubtful');
    await expect(ledgerOfAnotherProcess(workflowId).note(A)).resolves.toBe('seen');
  });

  it('loses no note when processes write over each other', async () => {
    processedData.writeDelayMs = 20;
    const workflowId = randomUUID();
    const keys = ['a', 'b', 'c'];
    const noting = keys.map(async (key) => await ledgerOfAnotherProcess(workflowId).note({ key, content: '' }));
    await expect(Promise.all(noting)).resolves.toEqual(['new', 'new', 'new']);
    const again = keys.map(async (key) => await ledgerOfAnotherProcess(workflowId).note({ key, content: '' }));
    await expect(Promise.all(again)).resolves.toEqual(['seen', 'seen', 'seen']);
  });
});
