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

/** How an attempt stood in the ledger when we came to note it. */
export type Mark =
  /** Never attempted before: noted now. */
  | 'new'
  /** Attempted before, and never taken off: it was bought, or nobody knows. */
  | 'seen'
  /** The workflow has no id yet, so n8n keeps no ledger for it. */
  | 'unavailable';

export interface Ledger {
  /**
   * Notes an attempt, right before it is made.
   * @throws ProviderError when n8n's database does not take the note: then nothing may be bought
   */
  note(key: string): Promise<Mark>;
  /** Takes an attempt off: it is certain that nothing was bought. */
  erase(key: string): Promise<void>;
}

/** Each note costs as much as the list is long; ten thousand entries (five thousand purchases) are about 270 kB. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };

/** Longer than n8n's database takes to write a row that it has just read. */
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

  async function add(entries: string[]): Promise<Set<unknown>> {
    return await oneAtATime(name, async () => {
      // the very first note of a node creates its row; another worker may have just done the same
      const present = (await tryToAdd(entries)) ?? (await tryToAdd(entries));
      if (present !== null) return present;
      throw new ProviderError('unreachable', 'n8n could not note the purchase in its own database', {
        description: 'Nothing was bought. Look in the log of n8n for what is wrong with its database, then run again.',
      });
    });
  }

  return {
    async note(key) {
      if (!workflowId) return 'unavailable';
      // Another worker may have read the list before we wrote it, and write it back without our note. So the note is
      // signed, and looked at again once any such write has landed: of several notes of one key, one signature stays.
      const signature = `${key}#${randomUUID()}`;
      if ((await add([key, signature])).has(key)) return 'seen';
      for (let look = 1; look <= LOOKS_AT_OWN_NOTE; look++) {
        await sleep(SETTLE_MS);
        const present = await add([key, signature]);
        if (present.has(signature)) return 'new';
        if (present.has(key)) return 'seen';
        // a note of something else went over ours: it has just been made again
      }
      throw new ProviderError('unreachable', 'n8n could not keep the note of the purchase in its own database', {
        description: 'Nothing was bought. Too many workers write to the same list: run fewer executions at once.',
      });
    },
    async erase(key) {
      if (!workflowId) return;
      await oneAtATime(name, async () => await context.helpers.removeProcessed([key], 'node', OPTIONS));
    },
  };
}
