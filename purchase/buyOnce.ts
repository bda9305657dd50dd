/**
 * Buying at most once.
 *
 *   look ──found──────────────────────────────────────────────► give it back (alreadyExisted)
 *    │ │                 └──it was bought for something else──► stop, nothing bought
 *    │ └──conflict / unreadable──► stop, nothing bought
 *    ▼
 *   note ──seen──► look again ──found──► give it back          (sent before, in this or another run)
 *    │ │               └──not found──► stop: outcome unknown   (with Send Again if Unconfirmed: send, once an execution)
 *    │ ├──seen for something else──► stop, nothing bought
 *    │ └──doubtful (slow database)──► look again ──found──► give it back, else send
 *    ▼
 *   send ──done──► give it back
 *    ├──refused──► erase the note, stop with the provider's words
 *    ├──too many requests──► wait, send again (it proves that nothing was bought)
 *    └──unknown──► look again ──found──► give it back
 *                      ├──repeatable──► send the same again (the provider promises to carry it out once)
 *                      └──not found──► stop: outcome unknown, the note stays
 *
 * The note is made right before sending and is only erased when it is certain that nothing was bought: a crash at any
 * point leaves either nothing bought and nothing noted, or a note that makes the next run look before it leaps.
 */
import { ProviderError } from '../http/errors';
import type { Found, PreparedPurchase, Result } from '../providers/provider';
import {
  afterFinding,
  afterLookingAgain,
  afterNoting,
  afterSeen,
  afterSending,
  beforeNoting,
  booksOf,
  type BeforeSending,
  type Books,
} from './decide';
import type { Attempt, Ledger } from './ledger';
import { oneAtATime } from './oneAtATime';
import { attempted, look, lookAgain, send } from './steps';
import { closeHere, noteOpen, recallOpen } from './openHere';
import {
  conflict,
  FOR_SOMEBODY_ELSE,
  FOR_SOMETHING_ELSE,
  outcomeUnknown,
  sentBefore,
  unprotected,
  unreadable,
} from './words';
import type { Name } from './words';

export interface BuyOnceOptions extends Name {
  ledger: Ledger;
  /** Distinguishes equal keys of different providers. */
  scope: string;
  /** Names the account at the provider that pays: the credential's id. */
  account: string;
  /** What is bought, for whom: the same reference for something else is refused. */
  content: string;
  /** Names the execution: its tries (Retry On Fail) send an unconfirmed purchase again once between them. */
  run: string;
  /** The person has looked at the provider and wants an unconfirmed purchase sent again. */
  sendAgainIfUnconfirmed: boolean;
  sleep: (milliseconds: number) => Promise<void>;
}

const SENDS = 4;
const LONGEST_WAIT_MS = 60_000;

/**
 * Buys unless it is bought already.
 * @throws ProviderError `refused`, `badInput`, `rateLimited`…: certainly nothing bought now;
 *   `outcomeUnknown`: a person has to look, and running again is safe
 */
export async function buyOnce<T extends { alreadyExisted: boolean }>(
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  const attempt = { key: `${options.scope}/${purchase.key}`, content: options.content };
  return await oneAtATime(attempt.key, async () => await walk(attempt, purchase, options));
}

async function walk<T extends { alreadyExisted: boolean }>(
  attempt: Attempt,
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  const { ledger } = options;

  // a provider that promises to buy a repeated reference once needs no look before the first attempt
  let books: Books = 'cannotTell';
  if (!purchase.providerDeduplicates) {
    const found = await look(purchase);
    books = booksOf(found);
    const next = beforeNoting(books);
    if (next !== 'note') return await settledBy(found, next, attempt, purchase, options);
  }

  // sent by another node of this process: that is as good as a note of our own
  const here = recallOpen(options.account, attempt);
  switch (afterNoting(here === 'never' ? await ledger.note(attempt) : here, books)) {
    case 'stopConflict':
      throw conflict(purchase, options, FOR_SOMETHING_ELSE);
    case 'stopUnprotected':
      await ledger.erase(attempt);
      throw unprotected(purchase);
    case 'lookAgain': {
      if (purchase.asBefore && (await ledger.isSettled(attempt))) return existing(await purchase.asBefore());
      const found = await lookAgain(purchase, options.sleep);
      const next = afterSeen(booksOf(found), options.sendAgainIfUnconfirmed);
      if (next !== 'send') return await settledBy(found, next, attempt, purchase, options);
      if (here !== 'never') await ledger.note(attempt);
      if (await isSentAgain(attempt, options)) return await settledBy(found, 'stopUnknown', attempt, purchase, options);
      break;
    }
    case 'lookBeforeSending': {
      const found = await lookAgain(purchase, options.sleep);
      const next = afterSeen(booksOf(found), true);
      if (next !== 'send') return await settledBy(found, next, attempt, purchase, options);
      break;
    }
    case 'send':
  }
  return await sendUntilSettled(attempt, purchase, options);
}

/** Whether another try of this execution has sent it again already. Notes that this one does. */
async function isSentAgain({ key }: Attempt, { ledger, run }: BuyOnceOptions): Promise<boolean> {
  return (await ledger.note({ key: `${key} again in ${run}`, content: '' })) === 'seen';
}

/** The end of a purchase that is not sent. */
async function settledBy<T extends { alreadyExisted: boolean }>(
  found: Found<T>,
  next: Exclude<BeforeSending, 'note'> | 'stopUnknown',
  attempt: Attempt,
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  if (found.outcome === 'found') {
    const past = await options.ledger.recall(attempt);
    if (afterFinding(past, options.referenceOfThisRun) === 'stopConflict') {
      throw conflict(purchase, options, past === 'never' ? FOR_SOMEBODY_ELSE : FOR_SOMETHING_ELSE);
    }
    closeHere(options.account, attempt);
    return existing(past === 'seen' && purchase.asAsked ? purchase.asAsked(found.result) : found.result);
  }
  if (next === 'stopConflict') {
    throw conflict(purchase, options, found.outcome === 'conflict' ? found.explanation : FOR_SOMETHING_ELSE);
  }
  if (next === 'stopUnreadable') {
    const error = found.outcome === 'cannotTell' ? found.error : null;
    throw (await options.ledger.recall(attempt)) === 'seen'
      ? outcomeUnknown(purchase, options, sentBefore(error))
      : unreadable(purchase, error);
  }
  const trace = booksOf(found) === 'cannotTell' ? 'keeps no record by which to find it' : 'shows no trace of it';
  throw outcomeUnknown(purchase, options, `it was sent before, and the provider ${trace}`);
}

/**
 * Prepares a purchase. When that fails although it was sent before, its outcome is unknown: whoever reads only the last
 * error must not take it for "not bought".
 * @param key as the prepared purchase would have it
 */
export async function prepareOnce<T>(
  key: string,
  prepare: () => Promise<PreparedPurchase<T>>,
  options: Omit<BuyOnceOptions, 'account'>,
): Promise<PreparedPurchase<T>> {
  const prepared = await attempted(prepare);
  if (prepared.ok) return prepared.value;
  const { error } = prepared;
  const past = await options.ledger.recall({ key: `${options.scope}/${key}`, content: options.content });
  if (past !== 'seen') throw error;
  throw outcomeUnknown(
    { what: 'purchase', whereToCheck: 'the records of the provider' },
    options,
    sentBefore(error instanceof ProviderError ? error : null),
  );
}

function existing<T extends { alreadyExisted: boolean }>(result: Result<T>): Result<T> {
  return { ...result, value: { ...result.value, alreadyExisted: true } };
}

async function sendUntilSettled<T extends { alreadyExisted: boolean }>(
  attempt: Attempt,
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  let open = false;
  noteOpen(options.account, attempt);
  for (let sendsLeft = SENDS - 1; ; sendsLeft--) {
    const sent = await send(purchase);
    switch (afterSending(sent, sendsLeft, open)) {
      case 'waitAndSend':
        if (sent.outcome === 'refused') await options.sleep(waitFor(sent.error, sendsLeft));
        continue;
      case 'giveBack':
        if (sent.outcome !== 'done') break;
        closeHere(options.account, attempt);
        if (purchase.asBefore) await options.ledger.settle(attempt);
        return sent.result;
      case 'eraseAndRefuse':
        await options.ledger.erase(attempt);
        closeHere(options.account, attempt);
        break;
      case 'lookAgain': {
        open = true;
        const found = await lookAgain(purchase, options.sleep);
        switch (afterLookingAgain(booksOf(found), sent, sendsLeft)) {
          case 'giveBack':
            closeHere(options.account, attempt);
            if (found.outcome !== 'found') break;
            if (purchase.asBefore) await options.ledger.settle(attempt);
            return found.result;
          case 'sendAgain':
            if (sent.outcome === 'unknown') await options.sleep(waitFor(sent.error, sendsLeft));
            continue;
          case 'stopUnknown':
        }
        throw outcomeUnknown(purchase, options, sent.outcome === 'done' ? 'no answer' : sent.error.message);
      }
    }
    if (sent.outcome !== 'done') throw sent.error;
  }
}

function waitFor(error: ProviderError, sendsLeft: number): number {
  return Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? 1_000 * 2 ** (SENDS - 1 - sendsLeft));
}
