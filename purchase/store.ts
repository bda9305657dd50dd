/**
 * Sets of entries that outlast a process: n8n's own deduplication store, one row for each node of a workflow.
 *
 * It has no lock: each call reads the row, adds to it and writes it back whole (facts/n8n.md, section 6.6). So inside a
 * process there is one call at a time for a row, and whoever comes meanwhile goes into the next one together (group
 * commit): a hundred notes cost about as much as one.
 */
import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

/** What can be done with the row. All of it throws when n8n's database fails. */
export interface Store {
  /** Adds what is missing. @returns what was there before */
  add(entries: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes entries off. */
  remove(entries: readonly string[]): Promise<void>;
  /** Says which of them are there. It takes two writes: the store can only be asked by adding. It never pushes others out. */
  ask(entries: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether another process can see and change the row. */
  readonly isShared: boolean;
}

/** How many entries a row keeps: the oldest go first. About 400 kB, which each write costs. */
export const MOST_ENTRIES = 15_000;

type Rows = Pick<IExecuteFunctions['helpers'], 'checkProcessedAndRecord' | 'removeProcessed'>;

const ADDING: ICheckProcessedOptions = { mode: 'entries', maxEntries: MOST_ENTRIES };
/** A question must not push out the oldest entries: what it adds is taken off again. */
const ASKING: ICheckProcessedOptions = { mode: 'entries' };

type Kind = 'add' | 'ask' | 'remove';

interface Call {
  kind: Kind;
  entries: readonly string[];
  done: (present: ReadonlySet<string>) => void;
  failed: (error: unknown) => void;
}

/** Calls that wait for the row, by the row's name. A row that nobody waits for is not in it. */
const queues = new Map<string, Call[]>();

/** @param name tells rows apart inside this process */
export function sharedStore(rows: Rows, name: string): Store {
  const call = async (kind: Kind, entries: readonly string[]): Promise<ReadonlySet<string>> =>
    entries.length === 0
      ? new Set<string>()
      : await new Promise((done, failed) => enqueue(name, rows, { kind, entries, done, failed }));
  return {
    isShared: true,
    add: async (entries) => await call('add', entries),
    remove: async (entries) => void (await call('remove', entries)),
    async ask(entries) {
      const present = await call('ask', entries);
      await call(
        'remove',
        entries.filter((entry) => !present.has(entry)),
      );
      return present;
    },
  };
}

function enqueue(name: string, rows: Rows, call: Call): void {
  const waiting = queues.get(name);
  if (waiting) return void waiting.push(call);
  queues.set(name, [call]);
  void work(name, rows);
}

/** Never throws: each call hears how it ended. */
async function work(name: string, rows: Rows): Promise<void> {
  // whoever asks in the same moment goes along
  await Promise.resolve();
  for (let calls = queues.get(name) ?? []; calls.length > 0; calls = queues.get(name) ?? []) {
    const { kind } = calls[0] as Call;
    const end = calls.findIndex((call) => call.kind !== kind);
    const together = end < 0 ? calls.splice(0) : calls.splice(0, end);
    await carryOut(kind, together, rows);
  }
  queues.delete(name);
}

async function carryOut(kind: Kind, calls: readonly Call[], rows: Rows): Promise<void> {
  const entries = [...new Set(calls.flatMap((call) => call.entries))];
  try {
    const present = await once(kind, entries, rows);
    for (const { done } of calls) done(present);
  } catch (error) {
    for (const { failed } of calls) failed(error);
  }
}

async function once(kind: Kind, entries: string[], rows: Rows): Promise<ReadonlySet<string>> {
  if (kind === 'remove') {
    await rows.removeProcessed(entries, 'node', ADDING);
    return new Set();
  }
  const { processed } = await rows.checkProcessedAndRecord(entries, 'node', kind === 'add' ? ADDING : ASKING);
  return new Set(processed.map(String));
}

/** Rows of workflows that were never saved: enough to keep the tries of one execution from repeating each other. */
const unsaved = new Map<string, Set<string>>();
const MOST_UNSAVED = 200;

/** @param name tells the rows apart: there is one for each execution */
export function memoryStore(name: string): Store {
  const row = unsaved.get(name) ?? new Set<string>();
  unsaved.set(name, row);
  const [oldest] = unsaved.keys();
  if (unsaved.size > MOST_UNSAVED && oldest !== undefined) unsaved.delete(oldest);
  const present = (entries: readonly string[]): Set<string> => new Set(entries.filter((entry) => row.has(entry)));
  return {
    isShared: false,
    async add(entries) {
      const before = present(entries);
      for (const entry of entries) row.add(entry);
      return await Promise.resolve(before);
    },
    async remove(entries) {
      for (const entry of entries) row.delete(entry);
      await Promise.resolve();
    },
    ask: async (entries) => await Promise.resolve(present(entries)),
  };
}
