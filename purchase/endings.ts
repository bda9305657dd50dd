/** How a purchase ends that is not sent now, by what the books say. */
import type { ProviderError } from '../http/errors';
import type { Found, Result } from '../providers/provider';
import { compare } from './compare';
import * as decide from './decide';
import { booksOf } from './decide';
import { recallSent } from './sentHere';
import type { BuyOnceOptions, State, Walk, Wanted } from './states';
import { attempted } from './steps';
import * as words from './words';

export interface Bought {
  orderId: string;
  alreadyExisted: boolean;
}

/** The result, with the word whether it had been bought before this call in each of its items. */
export function marked<T extends Bought>(result: Result<T>, alreadyExisted: boolean): Result<T> {
  const mark = (one: T): T => ({ ...one, alreadyExisted });
  return { ...result, value: mark(result.value), ...(result.others && { others: result.others.map(mark) }) };
}

export function stopped(error: ProviderError): { at: 'stopped'; error: ProviderError } {
  return { at: 'stopped', error };
}

export async function judged<T extends Bought>(
  walk: Walk<T>,
  found: Found<T>,
  next: decide.NotSent,
): Promise<State<T>> {
  const { wanted } = walk;
  if (found.outcome === 'found') return await judgedFound(walk, found);
  if (found.outcome === 'conflict') return stopped(words.conflict(wanted, found.explanation, found.advice));
  const error = found.outcome === 'cannotTell' ? found.error : null;
  switch (next) {
    case 'stopUnreadable':
      return stopped(
        (await isOpen(walk)) ? words.outcomeUnknown(wanted, words.sentBefore(error)) : words.unreadable(wanted, error),
      );
    case 'stopUnderWay': {
      const explanation = found.outcome === 'underWay' ? found.explanation : '';
      return stopped(
        (await isOpen(walk)) ? words.outcomeUnknown(wanted, explanation) : words.stillUnderWay(wanted, explanation),
      );
    }
    default: {
      const why = found.outcome === 'underWay' ? found.explanation : words.sentWithoutTrace(booksOf(found));
      return stopped(words.outcomeUnknown(wanted, why));
    }
  }
}

/** Whether somebody has sent it under this reference before; the walk's own note does not count. */
export async function wasSentBefore(
  wanted: Pick<Wanted<unknown>, 'attempt' | 'repeatsAreHarmless'>,
  { sender, ledger }: Pick<BuyOnceOptions, 'sender' | 'ledger'>,
): Promise<boolean> {
  if (wanted.repeatsAreHarmless) return false;
  const here = recallSent(sender, wanted.attempt);
  if (here === 'sent' || here === 'sentByAnotherNode') return true;
  const noted = await attempted(async () => await ledger.isNoted(wanted.attempt));
  return noted.ok && noted.value;
}

async function isOpen<T>({ wanted, options, note, openBefore }: Walk<T>): Promise<boolean> {
  return openBefore || (note === null && (await wasSentBefore(wanted, options)));
}

async function judgedFound<T extends Bought>(
  walk: Walk<T>,
  { result, traits }: Extract<Found<T>, { outcome: 'found' }>,
): Promise<State<T>> {
  const { wanted, purchase } = walk;
  const likeness = compare(purchase.asked, traits);
  const isOurs = likeness.is === 'notComparable' && (await isOurOwn(walk));
  if (decide.afterFinding(likeness.is, isOurs) === 'giveBack') {
    const asAsked = purchase.asAsked ? purchase.asAsked(result) : result;
    // what this run has sent itself was not there before
    const alreadyExisted = walk.hasSent ? asAsked.value.alreadyExisted : true;
    return { at: 'bought', result: marked(asAsked, alreadyExisted) };
  }
  const { orderId } = result.value;
  const why =
    likeness.is === 'another'
      ? `order ${orderId} has it, for ${likeness.what}`
      : `order ${orderId} has it, and nothing shows whether it is this ${wanted.what}: it was not made by this node`;
  return stopped(words.conflict(wanted, why));
}

/** Sent by this run, or noted by this node before, with the same content. */
async function isOurOwn<T>({ wanted, options, hasSent, note }: Walk<T>): Promise<boolean> {
  if (hasSent || wanted.repeatsAreHarmless) return true;
  return note === null ? await options.ledger.isNoted(wanted.attempt) : note.round !== 1;
}
