/**
 * The ledger: which purchases have been attempted, in n8n's own persistent deduplication store.
 *
 * It lives in n8n's database and outlasts executions, restarts and workers. It has no lock: each call reads one row,
 * adds to it and writes it back (shared/n8n.md, section 6.6). So it is used one call at a time inside a process, and
 * it is the second line of defence: the provider's own books come first.
 */
import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

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

/** Each note costs as much as the list is long; ten thousand references are about 270 kB. */
const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };

/** The ledger of the node that is running. Two nodes never share one. */
export function ledgerOf(context: IExecuteFunctions): Ledger {
  const workflowId = context.getWorkflow().id;
  const name = `ledger ${workflowId ?? ''} ${context.getNode().id}`;

  async function tryToNote(key: string): Promise<Mark | null> {
    try {
      const { new: fresh } = await context.helpers.checkProcessedAndRecord([key], 'node', OPTIONS);
      return fresh.length > 0 ? 'new' : 'seen';
    } catch (error) {
      context.logger.warn(`eSIM: the purchase could not be noted in n8n's database: ${(error as Error).message}`);
      return null;
    }
  }

  return {
    async note(key) {
      if (!workflowId) return 'unavailable';
      return await oneAtATime(name, async () => {
        // the very first note of a node creates its row; another worker may have just done the same
        const mark = (await tryToNote(key)) ?? (await tryToNote(key));
        if (mark !== null) return mark;
        throw new ProviderError('unreachable', 'n8n could not note the purchase in its own database', {
          description:
            'Nothing was bought. Look in the log of n8n for what is wrong with its database, then run again.',
        });
      });
    },
    async erase(key) {
      if (!workflowId) return;
      await oneAtATime(name, async () => await context.helpers.removeProcessed([key], 'node', OPTIONS));
    },
  };
}
