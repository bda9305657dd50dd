/**
 * The ledger: which purchases have been attempted, in n8n's own persistent deduplication store.
 *
 * It lives in n8n's database and outlasts executions, restarts and workers. It has no lock: each call reads one row,
 * adds to it and writes it back (shared/n8n.md, section 6.6). So it is used one call at a time inside a process, and
 * it is the second line of defence: the provider's own books come first.
 */
import { randomUUID } from 'crypto';

import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { oneAtATime } from './oneAtATime';

/** What was attempted: the same key for something else is a reference that was used twice. */
export interface Attempt {
  key: string;
  /** What is bought, for whom: "14ed2704…/customer-7". */
  content: string;
}

/** What the ledger says of an attempt. */
export type Past =
  | 'never'
  /** Attempted before, and never taken off: it was bought, or nobody knows. */
  | 'seen'
  /** The key was attempted before, for something else. */
  | 'seenForOther';

/** How an attempt stood in the ledger when we came to note it. */
export type Mark =
  /** Never attempted before: noted now. */
  | 'new'
  /** Noted now, but n8n's database took so long that another worker may have noted and sent it in the meantime. */
  | 'doubtful'
  | Exclude<Past, 'never'>
  /** The workflow has no id yet, so n8n keeps no ledger for it. Said once an execution, then it is `seen`. */
  | 'unavailable';

export interface Ledger {
  /**
   * Notes an attempt, right before it is made.
   * @throws ProviderError when n8n's database does not take the note: then nothing may be bought
   */
  note(attempt: Attempt): Promise<Mark>;
  /** Takes an attempt off: it is certain that nothing was bought. */
  erase(attempt: Attempt): Promise<void>;
  /** Looks without noting. */
  recall(attempt: Attempt): Promise<Past>;
  /** Notes that an attempt went through and what it became, for what the provider itself does not show. */
  settle(attempt: Attempt, orderId: string): Promise<void>;
  isSettled(attempt: Attempt): Promise<boolean>;
  /** The order that a settled attempt became; null when it is none of these. */
  which(attempt: Attempt, orderIds: readonly string[]): Promise<string | null>;
}

/** Each note costs as much as the list is long; 15,000 entries (five thousand purchases) are about 400 kB. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 15_000 };

/**
 * How long a note has to last before it counts. Whoever reads the list before it is made and writes it back within this
 * time is noticed; whoever takes longer notices that of himself, and doubts his own note.
 */
const SETTLE_MS = 250;
const LOOKS_AT_OWN_NOTE = 5;

/** The ledger of the node that is running. Two nodes never share one. */
export function ledgerOf(context: IExecuteFunctions): Ledger {
  const workflowId = context.getWorkflow().id;
  const name = `ledger ${workflowId ?? ''} ${context.getNode().id}`;

  /** Adds what is missing and says what was there; null when the database failed. */
  async function tryToAdd(entries: string[]): Promise<Set<unknown> | null> {
    try {
      const { processed } = await context.helpers.checkProcessedAndRecord(entries, 'node', OPTIONS);
      return new Set(processed);
    } catch (error) {
      context.logger.warn(`eSIM: the purchase could not be noted in n8n's database: ${(error as Error).message}`);
      return null;
    }
  }

  async function add(entries: string[], slow: () => void = () => {}): Promise<Set<unknown>> {
    return await oneAtATime(name, async () => {
      const started = Date.now();
      // the very first note of a node creates its row; another worker may have just done the same
      const present = (await tryToAdd(entries)) ?? (await tryToAdd(entries));
      if (Date.now() - started >= SETTLE_MS) slow();
      if (present !== null) return present;
      throw new ProviderError('unreachable', 'n8n could not note the purchase in its own database', {
        description:
          'This attempt bought nothing. Look in the log of n8n for what is wrong with its database, then run again.',
      });
    });
  }

  async function remove(entries: string[]): Promise<void> {
    await oneAtATime(name, async () => await context.helpers.removeProcessed(entries, 'node', OPTIONS));
  }

  /** The store has no question that leaves no trace: what was not there is taken off again. */
  async function present(entries: string[]): Promise<Set<unknown>> {
    const found = await add(entries);
    const fresh = entries.filter((entry) => !found.has(entry));
    if (fresh.length > 0) await remove(fresh);
    return found;
  }

  if (!workflowId) return ledgerOfUnsaved(`${context.getExecutionId()} ${context.getNode().id}`);
  return {
    async note(attempt) {
      // Another worker may have read the list before we wrote it, and write it back without our note. So the note is
      // signed, and looked at again once any such write has landed: of several notes of one key, one signature stays.
      const { key } = attempt;
      const signature = `${key}#${randomUUID()}`;
      const entries = [key, contentOf(attempt), signature];
      let isSlow = false;
      const slow = (): void => void (isSlow = true);
      const before = await add(entries, slow);
      if (before.has(key)) {
        if (before.has(contentOf(attempt))) return 'seen';
        await remove([contentOf(attempt)]);
        return 'seenForOther';
      }
      for (let look = 1; look <= LOOKS_AT_OWN_NOTE; look++) {
        await sleep(SETTLE_MS);
        const now = await add(entries, slow);
        if (now.has(signature)) return isSlow ? 'doubtful' : 'new';
        if (now.has(key)) return 'seen';
        // a note of something else went over ours: it has just been made again
      }
      throw new ProviderError('unreachable', 'n8n could not keep the note of the purchase in its own database', {
        description:
          'This attempt bought nothing. Too many workers write to the same list: run fewer executions at once.',
      });
    },
    erase: async (attempt) => await remove([attempt.key, contentOf(attempt)]),
    async recall(attempt) {
      const found = await present([attempt.key, contentOf(attempt)]);
      if (!found.has(attempt.key)) return 'never';
      return found.has(contentOf(attempt)) ? 'seen' : 'seenForOther';
    },
    async settle({ key }, orderId) {
      await add([receiptOf(key), receiptOf(key, orderId)]);
    },
    isSettled: async ({ key }) => (await present([receiptOf(key)])).has(receiptOf(key)),
    async which({ key }, orderIds) {
      if (orderIds.length === 0) return null;
      const found = await present(orderIds.map((orderId) => receiptOf(key, orderId)));
      return orderIds.find((orderId) => found.has(receiptOf(key, orderId))) ?? null;
    },
  };
}

function contentOf({ key, content }: Attempt): string {
  return `${key}=${content}`;
}

function receiptOf(key: string, orderId?: string): string {
  return orderId === undefined ? `${key} went through` : `${key} became ${orderId}`;
}

/** Attempts of workflows without an id: enough to stop the tries of one execution from repeating each other. */
const unsaved = new Map<string, string>();

function ledgerOfUnsaved(run: string): Ledger {
  const nameOf = ({ key }: Attempt): string => `${run} ${key}`;
  const recall = async (attempt: Attempt): Promise<Past> => {
    const content = unsaved.get(nameOf(attempt));
    if (content === undefined) return await Promise.resolve('never');
    return content === attempt.content ? 'seen' : 'seenForOther';
  };
  return {
    recall,
    async note(attempt) {
      const past = await recall(attempt);
      if (past !== 'never') return past;
      unsaved.set(nameOf(attempt), attempt.content);
      return 'unavailable';
    },
    async erase(attempt) {
      await Promise.resolve(unsaved.delete(nameOf(attempt)));
    },
    async settle({ key }, orderId) {
      await Promise.resolve(unsaved.set(`${run} ${receiptOf(key)}`, orderId));
    },
    isSettled: async ({ key }) => await Promise.resolve(unsaved.has(`${run} ${receiptOf(key)}`)),
    async which({ key }, orderIds) {
      const orderId = await Promise.resolve(unsaved.get(`${run} ${receiptOf(key)}`));
      return orderId !== undefined && orderIds.includes(orderId) ? orderId : null;
    },
  };
}
