/**
 * Sets of entries that outlast a process: n8n's own deduplication store, one row for each node of a workflow.
 *
 * It has no lock: each call reads the row, adds to it and writes it back whole (facts/n8n.md, section 6.6). So inside a
 * process there is one call at a time for a row, and whoever comes meanwhile goes into the next one together (group
 * commit): a hundred notes cost about as much as one.
 */
import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { BoundedMap } from '../providers/kit/memory';
import type { Clock } from './clock';

/** What can be done with the row. All of it throws a ProviderError when n8n's database fails twice. */
export interface Store {
  /** Tells rows apart inside this process. */
  readonly name: string;
  /** Whether another process can see and change the row. */
  readonly isShared: boolean;
  /** Adds what is missing. */
  add(entries: readonly string[]): Promise<Added>;
  /** Takes entries off. */
  remove(entries: readonly string[]): Promise<void>;
  /**
   * Says which of them are there. The store can only be asked by adding: what was not there is taken off again at once.
   * A process that dies in between leaves it behind, and another one may see it for a moment, so that "it is there" has
   * to be the careful answer wherever something is asked. A question never pushes others out.
   */
  ask(entries: readonly string[]): Promise<Set<string>>;
}

export interface Added {
  /** What was there before. */
  before: Set<string>;
  /** Between reading the row and having written it: what others wrote to it meanwhile is gone. In milliseconds. */
  tookMs: number;
  /** The first try failed, and nobody knows whether it was carried out all the same: what was there may be our own. */
  isSecondTry: boolean;
}

/** How many entries a row keeps: the oldest go first. About 400 kB, which each write costs. */
export const MOST_ENTRIES = 15_000;

export type Rows = Pick<IExecuteFunctions['helpers'], 'checkProcessedAndRecord' | 'removeProcessed'>;

const ADDING: ICheckProcessedOptions = { mode: 'entries', maxEntries: MOST_ENTRIES };
/** A question must not push out the oldest entries: what it adds is taken off again. */
const ASKING: ICheckProcessedOptions = { mode: 'entries' };
/** Another process that adds something just then does push out as many: a longer question is asked in parts. */
const MOST_ASKED = 200;

type Kind = 'add' | 'ask' | 'remove';

interface Call {
  kind: Kind;
  entries: readonly string[];
  done: (added: Added) => void;
  failed: (error: unknown) => void;
}

/** Calls that wait for the row, by the row's name. A row that nobody waits for is not in it. */
const queues = new Map<string, Call[]>();

export function sharedStore(rows: Rows, name: string, clock: Clock): Store {
  const call = async (kind: Kind, entries: readonly string[]): Promise<Added> =>
    await new Promise((done, failed) => enqueue(name, { kind, entries, done, failed }, rows, clock));
  return {
    name,
    isShared: true,
    add: async (entries) => await call('add', entries),
    remove: async (entries) => void (entries.length > 0 && (await call('remove', entries))),
    ask: async (entries) => (entries.length > 0 ? (await call('ask', entries)).before : new Set()),
  };
}

function enqueue(name: string, call: Call, rows: Rows, clock: Clock): void {
  const waiting = queues.get(name);
  if (waiting) return void waiting.push(call);
  queues.set(name, [call]);
  void work(name, rows, clock);
}

/** Never throws: each call hears how it ended. */
async function work(name: string, rows: Rows, clock: Clock): Promise<void> {
  // whoever asks in the same moment goes along
  await Promise.resolve();
  for (let calls = queues.get(name) ?? []; calls.length > 0; calls = queues.get(name) ?? []) {
    await carryOut(takeTogether(calls), rows, clock);
  }
  queues.delete(name);
}

/** Those at the front that are one write. */
function takeTogether(calls: Call[]): Call[] {
  const [first] = calls;
  let asked = 0;
  const end = calls.findIndex((call) => {
    if (call.kind !== first?.kind) return true;
    if (call.kind === 'ask') asked += call.entries.length;
    return asked > MOST_ASKED && call !== first;
  });
  return end < 0 ? calls.splice(0) : calls.splice(0, end);
}

async function carryOut(calls: readonly Call[], rows: Rows, clock: Clock): Promise<void> {
  const kind = calls[0]?.kind ?? 'ask';
  const entries = [...new Set(calls.flatMap((call) => call.entries))];
  try {
    const added = kind === 'ask' ? await asked(entries, rows, clock) : await written(kind, entries, rows, clock);
    const there = new Set(added.before);
    for (const { done, entries: own } of calls) {
      done({ ...added, before: new Set(own.filter((entry) => there.has(entry))) });
      // one after the other, as if each had been a write of its own
      if (kind === 'add') for (const entry of own) there.add(entry);
    }
  } catch (error) {
    for (const { failed } of calls) failed(notTaken(error));
  }
}

function notTaken(error: unknown): ProviderError {
  const words = error instanceof Error ? error.message : 'no reason given';
  return new ProviderError('unreachable', `n8n could not note the purchase in its own database: ${words}`, {
    description: 'Look in the log of n8n for what is wrong with its database, then run again.',
  });
}

async function written(kind: Kind, entries: readonly string[], rows: Rows, clock: Clock): Promise<Added> {
  let tries = 0;
  let started = clock.now();
  const before = await twice(async () => {
    tries++;
    started = clock.now();
    if (kind === 'remove')
      return await rows.removeProcessed([...entries], 'node', ADDING).then(() => new Set<string>());
    const options = kind === 'add' ? ADDING : ASKING;
    return new Set((await rows.checkProcessedAndRecord([...entries], 'node', options)).processed.map(String));
  });
  return { before, tookMs: clock.now() - started, isSecondTry: tries > 1 };
}

/** In one turn, so that no other call of this process sees what a question has added. The last entries go together. */
async function asked(entries: readonly string[], rows: Rows, clock: Clock): Promise<Added> {
  const earlier = entries.length > MOST_ASKED ? await asked(entries.slice(0, -MOST_ASKED), rows, clock) : null;
  const part = entries.slice(-MOST_ASKED);
  const answer = await written('ask', part, rows, clock);
  const gone = part.filter((entry) => !answer.before.has(entry));
  // the answer is right all the same
  if (gone.length > 0) await written('remove', gone, rows, clock).catch(() => undefined);
  return earlier ? { ...answer, before: new Set([...earlier.before, ...answer.before]) } : answer;
}

/** The very first note of a node creates its row: another worker may have just done the same. */
async function twice<T>(act: () => Promise<T>): Promise<T> {
  return await act().catch(act);
}

/** Rows of workflows that were never saved: enough to keep the tries of one execution from repeating each other. */
const unsaved = new BoundedMap<Set<string>>(200);

/** @param name tells the rows apart: there is one for each execution */
export function memoryStore(name: string): Store {
  const row = unsaved.get(name) ?? new Set<string>();
  unsaved.set(name, row);
  const present = (entries: readonly string[]): Set<string> => new Set(entries.filter((entry) => row.has(entry)));
  return {
    name,
    isShared: false,
    async add(entries) {
      const before = present(entries);
      for (const entry of entries) row.add(entry);
      return await Promise.resolve({ before, tookMs: 0, isSecondTry: false });
    },
    async remove(entries) {
      for (const entry of entries) row.delete(entry);
      await Promise.resolve();
    },
    ask: async (entries) => await Promise.resolve(present(entries)),
  };
}
