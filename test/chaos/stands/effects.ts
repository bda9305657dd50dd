import type { JournalEntry } from '../../../sandbox';

/**
 * Counts what requests have changed, without going through a long journal each time: only new entries are read, and those
 * that may matter are kept, since a slow request changes something long after it has arrived.
 */
export function effectCounter(
  journal: (filter: { after: number }) => JournalEntry[],
  matters: (entry: JournalEntry) => boolean,
): (effect: string) => number {
  const kept: JournalEntry[] = [];
  let read = 0;
  return (effect) => {
    const fresh = journal({ after: read });
    read += fresh.length;
    kept.push(...fresh.filter(matters));
    return kept.filter(({ effects }) => effects.includes(effect)).length;
  };
}
