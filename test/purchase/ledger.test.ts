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

let next = 0;

function ledgerOfAnotherProcess(workflowId: string, nodeId = 'node-1') {
  const ledgerOf = processes[next++ % processes.length]!;
  return ledgerOf(contextFor({ node: bareNode(), parameters: {}, workflowId, nodeId }));
}

describe('the ledger', () => {
  it('knows a note again, also in another process', async () => {
    const workflowId = randomUUID();
    await expect(ledgerOfAnotherProcess(workflowId).note('a')).resolves.toBe('new');
    await expect(ledgerOfAnotherProcess(workflowId).note('a')).resolves.toBe('seen');
  });

  it('forgets what was erased', async () => {
    const ledger = ledgerOfAnotherProcess(randomUUID());
    await ledger.note('a');
    await ledger.erase('a');
    await expect(ledger.note('a')).resolves.toBe('new');
  });

  it('keeps two nodes apart', async () => {
    const workflowId = randomUUID();
    await ledgerOfAnotherProcess(workflowId, 'node-1').note('a');
    await expect(ledgerOfAnotherProcess(workflowId, 'node-2').note('a')).resolves.toBe('new');
  });

  it('lets one of several processes through that note the same key at the same moment', async () => {
    processedData.writeDelayMs = 20;
    for (let round = 0; round < 5; round++) {
      const workflowId = randomUUID();
      const noting = processes.map(async () => await ledgerOfAnotherProcess(workflowId).note('a'));
      const marks = await Promise.all(noting);
      expect(marks.filter((mark) => mark === 'new')).toHaveLength(1);
    }
  });

  it('loses no note when processes write over each other', async () => {
    processedData.writeDelayMs = 20;
    const workflowId = randomUUID();
    const keys = ['a', 'b', 'c'];
    const noting = keys.map(async (key) => await ledgerOfAnotherProcess(workflowId).note(key));
    await expect(Promise.all(noting)).resolves.toEqual(['new', 'new', 'new']);
    const again = keys.map(async (key) => await ledgerOfAnotherProcess(workflowId).note(key));
    await expect(Promise.all(again)).resolves.toEqual(['seen', 'seen', 'seen']);
  });
});
