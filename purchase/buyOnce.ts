/**
 * Buying at most once.
 *
 *   look ──found──────────────────────────────────────────────► give it back (alreadyExisted)
 *    │ └──conflict / unreadable──► stop, nothing bought
 *    ▼
 *   note ──seen──► look again ──found──► give it back          (sent before, in this or another run)
 *    │                 └──not found──► stop: outcome unknown   (with Send Again if Unconfirmed: send)
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
  afterLookingAgain,
  afterNoting,
  afterSeen,
  afterSending,
  beforeNoting,
  booksOf,
  type BeforeSending,
  type Books,
} from './decide';
import type { Ledger } from './ledger';
import { oneAtATime } from './oneAtATime';

export interface BuyOnceOptions {
  ledger: Ledger;
  /** Distinguishes equal keys of different providers. */
  scope: string;
  /** Shown to the person when the outcome is unknown. */
  clientReference: string;
  /** The person has looked at the provider and wants an unconfirmed purchase sent again. */
  sendAgainIfUnconfirmed: boolean;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Waits before each look at the books while an outcome is unknown. A purchase may show up a little late. */
const LOOK_AGAIN_AFTER_MS = [0, 1_000, 2_000, 4_000, 6_000];
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
  const key = `${options.scope}/${purchase.key}`;
  return await oneAtATime(key, async () => await walk(key, purchase, options));
}

async function walk<T extends { alreadyExisted: boolean }>(
  key: string,
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  const { ledger, sendAgainIfUnconfirmed } = options;

  // a provider that promises to buy a repeated reference once needs no look before the first attempt
  let books: Books = 'cannotTell';
  if (!purchase.providerDeduplicates) {
    const found = await purchase.find();
    books = booksOf(found);
    const next = beforeNoting(books);
    if (next !== 'note') return settledBy(found, next, purchase, options);
  }

  const mark = await ledger.note(key);
  switch (afterNoting(mark, books, sendAgainIfUnconfirmed)) {
    case 'lookAgain': {
      // who wants it sent again has waited already
      const found = sendAgainIfUnconfirmed ? await purchase.find() : await lookAgain(purchase, options.sleep);
      const next = afterSeen(booksOf(found), sendAgainIfUnconfirmed);
      if (next !== 'send') return settledBy(found, next, purchase, options);
      break;
    }
    case 'stopUnprotected':
      throw unprotected(purchase);
    case 'send':
  }
  return await sendUntilSettled(key, purchase, options);
}

/** The end of a purchase that is not sent. */
function settledBy<T extends { alreadyExisted: boolean }>(
  found: Found<T>,
  next: Exclude<BeforeSending, 'note'> | 'stopUnknown',
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Result<T> {
  if (found.outcome === 'found') {
    return { ...found.result, value: { ...found.result.value, alreadyExisted: true } };
  }
  if (next === 'stopConflict') throw conflict(purchase, options, found);
  if (next === 'stopUnreadable') throw unreadable(purchase, found);
  const trace = booksOf(found) === 'cannotTell' ? 'keeps no record by which to find it' : 'shows no trace of it';
  throw outcomeUnknown(purchase, options, `it was sent before, and the provider ${trace}`);
}

async function sendUntilSettled<T extends { alreadyExisted: boolean }>(
  key: string,
  purchase: PreparedPurchase<T>,
  options: BuyOnceOptions,
): Promise<Result<T>> {
  let open = false;
  for (let sendsLeft = SENDS - 1; ; sendsLeft--) {
    const sent = await purchase.send();
    switch (afterSending(sent, sendsLeft, open)) {
      case 'waitAndSend':
        if (sent.outcome === 'refused') await options.sleep(waitFor(sent.error, sendsLeft));
        continue;
      case 'giveBack':
        if (sent.outcome === 'done') return sent.result;
        break;
      case 'eraseAndRefuse':
        await options.ledger.erase(key);
        break;
      case 'lookAgain': {
        open = true;
        const found = await lookAgain(purchase, options.sleep);
        switch (afterLookingAgain(booksOf(found), sent, sendsLeft)) {
          case 'giveBack':
            if (found.outcome === 'found') return found.result;
            break;
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

async function lookAgain<T>(
  purchase: PreparedPurchase<T>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<Found<T>> {
  let found: Found<T> = { outcome: 'absent' };
  for (const wait of LOOK_AGAIN_AFTER_MS) {
    if (wait > 0) await sleep(wait);
    found = await purchase.find();
    // books that do not exist will not appear by waiting
    if (found.outcome === 'found' || found.outcome === 'conflict' || booksOf(found) === 'cannotTell') break;
  }
  return found;
}

function conflict(
  purchase: PreparedPurchase<unknown>,
  { clientReference }: BuyOnceOptions,
  found: Found<unknown>,
): ProviderError {
  const explanation = found.outcome === 'conflict' ? found.explanation : '';
  return new ProviderError('badInput', `Client Reference "${clientReference}" is taken: ${explanation}`, {
    description: `Nothing was bought. Give every ${purchase.what} a reference of its own, such as your shop's order id.`,
  });
}

function unreadable(purchase: PreparedPurchase<unknown>, found: Found<unknown>): ProviderError {
  const error = found.outcome === 'cannotTell' ? found.error : null;
  return new ProviderError(
    error?.kind ?? 'unreachable',
    `It could not be checked whether this ${purchase.what} exists already: ${error?.message ?? 'no answer'}`,
    {
      description:
        'This attempt bought nothing; an earlier one may have. Run again later with the same client reference: it looks first.',
      status: error?.status,
      retryAfterMs: error?.retryAfterMs,
    },
  );
}

function unprotected(purchase: PreparedPurchase<unknown>): ProviderError {
  return new ProviderError('badInput', `This ${purchase.what} cannot be protected against being bought twice`, {
    description:
      'Nothing was bought. n8n keeps its list of attempted purchases per saved workflow: save the workflow, then run again.',
  });
}

function outcomeUnknown(
  purchase: PreparedPurchase<unknown>,
  { clientReference }: BuyOnceOptions,
  why: string,
): ProviderError {
  return new ProviderError(
    'outcomeUnknown',
    `Outcome unknown: nobody can tell yet whether this ${purchase.what} went through (client reference "${clientReference}"): ${why}`,
    {
      description:
        `Look in ${purchase.whereToCheck} for the reference "${clientReference}". Running again with the same reference is safe: ` +
        'it looks first and does not buy again. If you are sure that it was not bought, run once with the option Send Again if Unconfirmed.',
    },
  );
}
