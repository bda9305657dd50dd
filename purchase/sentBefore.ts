/** What n8n's notes tell of a purchase that was sent before. */
import type { Result } from '../providers/provider';
import { type Bought, marked, stopped } from './endings';
import { isThrough } from './sentHere';
import type { State, Walk } from './states';
import { attempted } from './steps';
import * as words from './words';

/** What went through in an earlier try and is in no book of the provider; null when that is not known. */
export async function asBefore<T extends Bought>({ purchase, wanted, options }: Walk<T>): Promise<State<T> | null> {
  if (!purchase.asBefore) return null;
  const { ledger, sender } = options;
  if (!isThrough(sender, wanted.attempt) && !(await ledger.isClosed(wanted.attempt))) return null;
  const before = await purchase.asBefore(async (orderIds) => {
    const became = await ledger.recall(wanted.attempt, orderIds.map(becameFact));
    // a question of another worker may be on the list just now: of several none is certain
    return became.length === 1 ? (orderIds.find((id) => becameFact(id) === became[0]) ?? null) : null;
  });
  return before === null ? stopped(words.throughButWhich(wanted)) : existing(before);
}

/** Without this the next run only knows less: no reason to hide what has been bought. */
export async function noteEnd<T extends Bought>(
  { purchase, wanted, options }: Walk<T>,
  orderId: string,
): Promise<void> {
  if (!purchase.asBefore) return;
  await attempted(async () => await options.ledger.close(wanted.attempt, [becameFact(orderId)]));
}

export async function mayRepeat<T extends Bought>({ purchase, wanted, options }: Walk<T>): Promise<boolean> {
  const { ledger } = options;
  const asked = await attempted(
    async () =>
      (await purchase.mayRepeat?.({
        recall: async (facts) => await ledger.recall(wanted.attempt, facts),
        isYounger: async (milliseconds) => await ledger.isYoung(wanted.attempt, milliseconds),
      })) ?? false,
  );
  return asked.ok && asked.value;
}

function becameFact(orderId: string): string {
  return `became ${orderId}`;
}

function existing<T extends Bought>(result: Result<T>): State<T> {
  return { at: 'bought', result: marked(result, true) };
}
