import { randomUUID } from 'node:crypto';

import { memoryStore, MOST_ENTRIES, sharedStore, type Store } from '../../purchase/store';
import { bareNode } from '../support/bareNode';
import { contextFor, processedData } from '../support/n8n';
import { ready, slowDatabase, TestClock } from './processes';

let workflowId: string;
let clock: TestClock;
let store: Store;

beforeAll(ready);
beforeEach(() => {
  workflowId = randomUUID();
  clock = new TestClock();
  const context = contextFor({ node: bareNode(), parameters: {}, workflowId });
  store = sharedStore(context.helpers, workflowId, clock);
});
afterEach(() => {
  processedData.failures = 0;
  jest.restoreAllMocks();
});

const row = (): string[] => processedData.rows.get(`${workflowId} node-1`) ?? [];
const setOf = (...entries: string[]): Set<string> => new Set(entries);

describe('a row of n8n’s database', () => {
  it('says what was there before, and keeps what is added', async () => {
    await expect(store.add(['a', 'b'])).resolves.toEqual({ before: setOf(), tookMs: 0, isSecondTry: false });
    await expect(store.add(['b', 'c'])).resolves.toMatchObject({ before: setOf('b') });
    expect(row()).toHaveLength(3);
  });

  it('is asked without a trace', async () => {
    await store.add(['a']);
    await expect(store.ask(['a', 'b'])).resolves.toEqual(setOf('a'));
    await expect(store.ask(['b'])).resolves.toEqual(setOf());
    expect(row()).toHaveLength(1);
  });

  it('loses what is taken off, and nothing else', async () => {
    await store.add(['a', 'b']);
    await store.remove(['b', 'c']);
    await expect(store.ask(['a', 'b'])).resolves.toEqual(setOf('a'));
    await store.remove([]);
    expect(row()).toHaveLength(1);
  });

  it('tells how long n8n’s database had it in its hands', async () => {
    const quick = slowDatabase(clock, 300);
    await expect(store.add(['a'])).resolves.toMatchObject({ tookMs: 300 });
    quick();
  });

  it('does not count the time in which others were at it', async () => {
    slowDatabase(clock, 300);
    const [first, second] = await Promise.all([
      store.add(['a']),
      store.ask(['b']).then(async () => await store.add(['c'])),
    ]);
    expect([first.tookMs, second.tookMs]).toEqual([300, 300]);
  });
});

describe('many at once', () => {
  it('are one write', async () => {
    const add = jest.spyOn(processedData, 'checkProcessedAndRecord');
    const added = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => await store.add([`entry-${index}`])),
    );
    expect(add).toHaveBeenCalledTimes(1);
    expect(added.every(({ before }) => before.size === 0)).toBe(true);
    expect(row()).toHaveLength(100);
  });

  it('see each other, one after the other', async () => {
    const added = await Promise.all([store.add(['a', 'b']), store.add(['b', 'c']), store.add(['a', 'd'])]);
    expect(added.map(({ before }) => before)).toEqual([setOf(), setOf('b'), setOf('a')]);
  });

  it('that come while one is under way go into the next one together', async () => {
    const add = jest.spyOn(processedData, 'checkProcessedAndRecord');
    let later: Array<Promise<unknown>> = [];
    const first = store.add(['a']).then(() => undefined);
    await Promise.resolve();
    await Promise.resolve();
    later = ['b', 'c', 'd'].map(async (entry) => await store.add([entry]));
    await Promise.all([first, ...later]);
    expect(add).toHaveBeenCalledTimes(2);
    expect(row()).toHaveLength(4);
  });

  it('all hear of a failure, and those that come after are not harmed', async () => {
    processedData.failures = 2;
    const failed = await Promise.allSettled(['a', 'b', 'c'].map(async (entry) => await store.add([entry])));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(failed[2]).toMatchObject({ reason: { kind: 'unreachable' } });
    await expect(store.add(['d'])).resolves.toMatchObject({ before: setOf() });
  });

  it('of different kinds keep their order', async () => {
    const asked = await Promise.all([
      store.add(['a']).then(() => 'added'),
      store.ask(['a']).then((present) => present.has('a')),
      store.remove(['a']).then(() => 'removed'),
      store.ask(['a']).then((present) => present.has('a')),
    ]);
    expect(asked).toEqual(['added', true, 'removed', false]);
  });

  it('never see what another one’s question has added for a moment', async () => {
    const asked = await Promise.all([
      store.ask(['a', 'b']),
      store.remove(['x']),
      store.ask(['a']),
      store.add(['b']).then(({ before }) => before),
    ]);
    expect([asked[0], asked[2], asked[3]]).toEqual([setOf(), setOf(), setOf()]);
    expect(row()).toHaveLength(1);
  });
});

describe('a database that fails', () => {
  it('once is tried again, which is told', async () => {
    processedData.failures = 1;
    await expect(store.add(['a'])).resolves.toEqual({ before: setOf(), tookMs: 0, isSecondTry: true });
  });

  it('measures only the try that was carried out', async () => {
    const add = processedData.checkProcessedAndRecord.bind(processedData);
    jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementationOnce(async () => {
      clock.time += 5_000;
      return await Promise.reject(new Error('timed out'));
    });
    await expect(store.add(['a'])).resolves.toMatchObject({ tookMs: 0, isSecondTry: true });
    expect(add).toBeDefined();
  });

  it('when a question is taken back is tried again, and the answer stays right', async () => {
    const remove = jest.spyOn(processedData, 'removeProcessed').mockRejectedValueOnce(new Error('locked'));
    await expect(store.ask(['a'])).resolves.toEqual(setOf());
    expect(row()).toHaveLength(0);
    remove.mockRejectedValue(new Error('locked'));
    await expect(store.ask(['b'])).resolves.toEqual(setOf());
  });

  it('with something that is no error is told as well', async () => {
    jest.spyOn(processedData, 'checkProcessedAndRecord').mockRejectedValue('nothing');
    await expect(store.add(['a'])).rejects.toMatchObject({
      message: expect.stringContaining('no reason given') as string,
    });
  });
});

describe('a full row', () => {
  const full = (): string[] => Array.from({ length: MOST_ENTRIES }, (_, index) => `entry-${index}`);

  it('throws its oldest entries away for new ones', async () => {
    await store.add(full());
    await store.add(['a', 'b']);
    expect(row()).toHaveLength(MOST_ENTRIES);
    await expect(store.ask(['entry-0', 'entry-1', 'entry-2', 'a'])).resolves.toEqual(setOf('entry-2', 'a'));
  });

  it('is asked in parts, so that whoever adds something just then loses no more than a few', async () => {
    const add = jest.spyOn(processedData, 'checkProcessedAndRecord');
    const long = Array.from({ length: 450 }, (_, index) => `long-${index}`);
    await store.add(['long-3', 'long-449']);
    add.mockClear();
    const asked = await Promise.all([
      store.ask(long),
      store.ask(['x']),
      store.ask(long.slice(0, 150)),
      store.ask(['long-3']),
    ]);
    expect(asked).toEqual([setOf('long-3', 'long-449'), setOf(), setOf('long-3'), setOf('long-3')]);
    expect(add.mock.calls.map(([entries]) => entries.length)).toEqual([50, 200, 200, 151]);
    // the last ones are asked in one part
    expect(add.mock.calls[2]?.[0].at(-1)).toBe('long-449');
    expect(row()).toHaveLength(2);
  });

  it('is not asked for nothing', async () => {
    const add = jest.spyOn(processedData, 'checkProcessedAndRecord');
    await expect(store.ask([])).resolves.toEqual(setOf());
    expect(add).not.toHaveBeenCalled();
  });

  it('throws nothing away for a question', async () => {
    await store.add(full());
    await Promise.all([store.ask(['x', 'y', 'z']), store.ask(['u']), store.add(['entry-5'])]);
    await expect(store.ask(['entry-0', 'entry-1', 'entry-2', 'x'])).resolves.toEqual(
      setOf('entry-0', 'entry-1', 'entry-2'),
    );
    expect(row()).toHaveLength(MOST_ENTRIES);
  });
});

describe('rows in memory', () => {
  it('do what the others do', async () => {
    const memory = memoryStore(randomUUID());
    await expect(memory.add(['a'])).resolves.toEqual({ before: setOf(), tookMs: 0, isSecondTry: false });
    await expect(memory.add(['a', 'b'])).resolves.toMatchObject({ before: setOf('a') });
    await expect(memory.ask(['a', 'c'])).resolves.toEqual(setOf('a'));
    await expect(memory.ask(['c'])).resolves.toEqual(setOf());
    await memory.remove(['a']);
    await expect(memory.ask(['a', 'b'])).resolves.toEqual(setOf('b'));
    expect([memory.isShared, store.isShared]).toEqual([false, true]);
  });

  it('are the same for the same name, and forgotten when there are too many of them', async () => {
    const name = randomUUID();
    await memoryStore(name).add(['a']);
    await expect(memoryStore(name).ask(['a'])).resolves.toEqual(setOf('a'));
    for (let other = 0; other < 200; other++) memoryStore(randomUUID());
    await expect(memoryStore(name).ask(['a'])).resolves.toEqual(setOf());
  });
});
