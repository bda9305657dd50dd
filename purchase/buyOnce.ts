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

export interface BuyOnceOptions {
  ledger: Ledger;
  /** Distinguishes equal keys of different providers. */
  scope: string;
  /** What is bought, for whom: the same reference for something else is refused. */
  content: string;
  /** How the purchase is called in messages: `client reference "shop-1"`. */
  named: string;
  /** The reference is made of the execution's number, so the next run will not have it. */
  referenceOfThisRun: boolean;
  /** Names the execution: its tries (Retry On Fail) send an unconfirmed purchase again once between them. */
  run: string;
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
    const found = await purchase.find();
    books = booksOf(found);
    const next = beforeNoting(books);
    if (next !== 'note') return await settledBy(found, next, attempt, purchase, options);
  }

  switch (afterNoting(await ledger.note(attempt), books)) {
    case 'stopConflict':
      throw conflict(purchase, options, FOR_SOMETHING_ELSE);
    case 'stopUnprotected':
      await ledger.erase(attempt);
      throw unprotected(purchase);
    case 'lookAgain': {
      if (purchase.asBefore && (await ledger.isSettled(attempt))) return existing(await purchase.asBefore());
      const found = await lookAgain(purchase, options.sleep);
      const next = afterSeen(booksOf(found), await maySendAgain(attempt, options));
      if (next !== 'send') return await settledBy(found, next, attempt, purchase, options);
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

/** The person wants it sent again, and no other try of this execution has done so. */
async function maySendAgain({ key }: Attempt, options: BuyOnceOptions): Promise<boolean> {
  if (!options.sendAgainIfUnconfirmed) return false;
  return (await options.ledger.note({ key: `${key} again in ${options.run}`, content: '' })) !== 'seen';
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
    return existing(past === 'seen' && purchase.asAsked ? purchase.asAsked(found.result) : found.result);
  }
  if (next === 'stopConflict') {
    throw conflict(purchase, options, found.outcome === 'conflict' ? found.explanation : FOR_SOMETHING_ELSE);
  }
  if (next === 'stopUnreadable') throw unreadable(purchase, found);
  const trace = booksOf(found) === 'cannotTell' ? 'keeps no record by which to find it' : 'shows no trace of it';
  throw outcomeUnknown(purchase, options, `it was sent before, and the provider ${trace}`);
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
  for (let sendsLeft = SENDS - 1; ; sendsLeft--) {
    const sent = await purchase.send();
    switch (afterSending(sent, sendsLeft, open)) {
      case 'waitAndSend':
        if (sent.outcome === 'refused') await options.sleep(waitFor(sent.error, sendsLeft));
        continue;
      case 'giveBack':
        if (sent.outcome !== 'done') break;
        if (purchase.asBefore) await options.ledger.settle(attempt);
        return sent.result;
      case 'eraseAndRefuse':
        await options.ledger.erase(attempt);
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

const FOR_SOMETHING_ELSE = 'this node has used it for something else, such as another package';
const FOR_SOMEBODY_ELSE = 'the provider has it for a purchase that was not made by this node';

function conflict(purchase: PreparedPurchase<unknown>, { named }: BuyOnceOptions, why: string): ProviderError {
  return new ProviderError('badInput', `${capitalised(named)} is taken: ${why}`, {
    description: `Nothing was bought. Give every ${purchase.what} a reference of its own, such as your shop's order id.`,
  });
}

function unreadable(purchase: PreparedPurchase<unknown>, found: Found<unknown>): ProviderError {
  const error = found.outcome === 'cannotTell' ? found.error : null;
  const later =
    'This attempt bought nothing; an earlier one may have. Run again later with the same client reference: it looks first.';
  return new ProviderError(
    error?.kind ?? 'unreachable',
    `It could not be checked whether this ${purchase.what} exists already: ${error?.message ?? 'no answer'}`,
    {
      description: error?.kind === 'credential' && error.description ? error.description : later,
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
  { named, referenceOfThisRun }: BuyOnceOptions,
  why: string,
): ProviderError {
  const again = referenceOfThisRun
    ? `This client reference is new with every run: before you run again, write the one named above into Client Reference. Then it is looked for first and not sent again.`
    : `Running this node again with the same ${nameOnly(named)} is safe: it looks first and does not send again.`;
  return new ProviderError(
    'outcomeUnknown',
    `Outcome unknown: nobody can tell yet whether this ${purchase.what} went through (${named}): ${why}`,
    {
      description:
        `Look in ${purchase.whereToCheck} for the ${named}. ${again} ` +
        'If you are sure that it did not go through, run once with the option Send Again if Unconfirmed.',
    },
  );
}

/** `client reference "shop-1"` -> `client reference` */
function nameOnly(named: string): string {
  return named.slice(0, named.indexOf(' "'));
}

/** `client reference "shop-1"` -> `Client Reference "shop-1"`, as the field is called. */
function capitalised(named: string): string {
  const name = nameOnly(named).replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return name + named.slice(nameOnly(named).length);
}
