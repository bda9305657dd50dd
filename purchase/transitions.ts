/** What is done in each state of a purchase, and which state comes next. */
import { LONGEST_WAIT_MS, ProviderError } from '../http/errors';
import type { Result } from '../providers/provider';
import type { Unsettled } from '../providers/spending';
import * as decide from './decide';
import { booksOf, type Books } from './decide';
import { judged, type Bought, stopped } from './endings';
import { forgetSent, isThrough, noteSent, noteThrough, recallSent } from './sentHere';
import type { State, Walk } from './states';
import { attempted, look, lookAgain, send } from './steps';
import * as words from './words';

const SENDS = 4;

export async function looking<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const found = await look(walk.purchase, walk.options.patience);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? { at: 'noting', books: booksOf(found) } : await judged(walk, found, next);
}

export async function noting<T extends Bought>(walk: Walk<T>, books: Books): Promise<State<T>> {
  const { wanted, options } = walk;
  const { attempt } = wanted;
  const stop = options.run.mayNotSend();
  if (stop) return stopped(stop);
  if (wanted.repeatsAreHarmless) return firstSending();
  const here = recallSent(options.sender, attempt);
  switch (decide.afterRecalling(here)) {
    case 'stopConflict':
      return stopped(words.conflict(wanted, words.FOR_SOMETHING_ELSE));
    case 'lookAgain':
      walk.isOpen = true;
      return { at: 'sentBefore', byAnotherNode: here === 'sentByAnotherNode' };
    case 'note':
  }
  const mark = await options.ledger.note(attempt);
  if ('note' in mark) walk.note = mark.note;
  switch (decide.afterNoting(mark.is, books)) {
    case 'stopConflict':
      return stopped(words.conflict(wanted, words.FOR_SOMETHING_ELSE));
    case 'stopUsedTwice':
      return stopped(words.usedTwice(wanted, words.AN_EARLIER_ITEM));
    case 'stopUnprotected':
      return stopped(words.unprotected(wanted));
    case 'lookAgain':
      walk.isOpen = true;
      return { at: 'sentBefore', byAnotherNode: false };
    case 'lookBeforeSending':
      return { at: 'doubting' };
    case 'renew':
      return { at: 'renewing' };
    case 'send':
      return firstSending();
  }
}

export async function sentBefore<T extends Bought>(walk: Walk<T>, byAnotherNode: boolean): Promise<State<T>> {
  const { purchase, wanted, options } = walk;
  const before = await asBefore(walk);
  if (before) return before;
  const found = await lookAgain(purchase, options.patience);
  const next = decide.afterSeen(booksOf(found), byAnotherNode ? 'stop' : options.ifOpen, purchase.certainty);
  switch (next) {
    case 'claim':
      return { at: 'claiming', how: 'certain' };
    case 'claimChecked':
      return { at: 'claiming', how: 'checked' };
    case 'askWhetherRepeatable':
      if (await mayRepeat(walk)) return { at: 'claiming', how: 'certain' };
      return await judged(walk, found, 'stopUnknown');
    case 'stopUnknown':
      // whoever noted it may have been refused meanwhile, and have taken his note off
      if (byAnotherNode) return stopped(words.sentByAnotherNode(wanted));
      if (await options.ledger.isNoted(wanted.attempt)) return await judged(walk, found, next);
      if (recallSent(options.sender, wanted.attempt) !== 'nothing') return await judged(walk, found, next);
      walk.isOpen = false;
      return { at: 'noting', books: booksOf(found) };
    default:
      return await judged(walk, found, next);
  }
}

/** What went through in an earlier try and is in no book of the provider. */
async function asBefore<T extends Bought>({ purchase, wanted, options }: Walk<T>): Promise<State<T> | null> {
  if (!purchase.asBefore) return null;
  const { ledger, sender } = options;
  const facts = await ledger.recall(wanted.attempt, [WENT_THROUGH]);
  if (!isThrough(sender, wanted.attempt) && facts.length === 0) return null;
  const which = async (orderIds: readonly string[]): Promise<string | null> => {
    const became = await ledger.recall(wanted.attempt, orderIds.map(becameFact));
    // a question of another worker may be on the list just now: of several none is certain
    return became.length === 1 ? (orderIds.find((id) => becameFact(id) === became[0]) ?? null) : null;
  };
  const before = await purchase.asBefore(which);
  return before === null ? stopped(words.throughButWhich(wanted)) : existing(before);
}

const WENT_THROUGH = 'went through';

function becameFact(orderId: string): string {
  return `became ${orderId}`;
}

async function mayRepeat<T extends Bought>({ purchase, wanted, options }: Walk<T>): Promise<boolean> {
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

export async function claiming<T extends Bought>(walk: Walk<T>, how: 'certain' | 'checked'): Promise<State<T>> {
  const { wanted, options } = walk;
  const { ledger, waitingMs } = options;
  const claim =
    how === 'checked' ? await ledger.claimChecked(wanted.attempt) : await ledger.claim(wanted.attempt, waitingMs);
  if (decide.afterClaiming(claim.is) === 'stopUnknown')
    return stopped(words.notSentAgain(wanted, claim.is, how, waitingMs));
  if (claim.is === 'won') walk.note = claim.note;
  walk.isOpen = false;
  return firstSending();
}

export async function doubting<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const found = await lookAgain(walk.purchase, walk.options.patience);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? firstSending() : await judged(walk, found, next);
}

export async function renewing<T extends Bought>(walk: Walk<T>): Promise<State<T>> {
  const { note, options } = walk;
  walk.note = note && (await options.ledger.renew(note));
  if (walk.note === null) {
    walk.isOpen = true;
    return { at: 'sentBefore', byAnotherNode: false };
  }
  const found = await look(walk.purchase, options.patience);
  const next = decide.beforeNoting(booksOf(found));
  return next === 'note' ? firstSending() : await judged(walk, found, next);
}

export async function sending<T extends Bought>(walk: Walk<T>, sendsLeft: number): Promise<State<T>> {
  const { purchase, wanted, note, options } = walk;
  const { sender, clock, waitingMs, run } = options;
  const stop = run.mayNotSend();
  if (stop) return stopped(stop);
  if (note && !decide.isFresh(clock.now() - note.at, waitingMs)) return { at: 'renewing' };
  if (!wanted.repeatsAreHarmless) noteSent(sender, wanted.attempt);
  walk.hasSent = true;
  const sent = await send(purchase);
  if (sent.outcome === 'done') return await wentThrough(walk, sent.result);
  if (sent.outcome === 'unknown') for (const fact of sent.facts ?? []) walk.facts.add(fact);
  switch (decide.afterSending(sent, sendsLeft, walk.isOpen)) {
    case 'waitAndSend':
      if (await options.patience.wait(waitFor(sent.error, sendsLeft)))
        return { at: 'sending', sendsLeft: sendsLeft - 1 };
      return walk.isOpen ? { at: 'unclear', sendsLeft: 0, sent } : refused(walk, sent.error);
    case 'eraseAndRefuse':
      return refused(walk, sent.error);
    case 'lookAgain':
      return { at: 'unclear', sendsLeft, sent };
  }
}

export async function unclear<T extends Bought>(
  walk: Walk<T>,
  { sendsLeft, sent }: { sendsLeft: number; sent: Unsettled },
): Promise<State<T>> {
  const { purchase, options } = walk;
  const wasOpen = walk.isOpen;
  const found = await lookAgain(purchase, options.patience, saidNo(sent) ? walk.wanted.showsWithinMs : 0);
  if (found.outcome === 'found') {
    const end = await judged(walk, found, 'judge');
    return end.at === 'bought' ? await wentThrough(walk, end.result) : await stayedOpen(walk, sent);
  }
  switch (decide.afterLookingAgain(booksOf(found), sent, sendsLeft, wasOpen)) {
    case 'eraseAndRefuse':
      return refused(walk, sent.error);
    case 'sendAgain':
      walk.isOpen = true;
      if (await options.patience.wait(waitFor(sent.error, sendsLeft)))
        return { at: 'sending', sendsLeft: sendsLeft - 1 };
      return await stayedOpen(walk, sent);
    default:
      return await stayedOpen(walk, sent);
  }
}

function saidNo(sent: Unsettled): boolean {
  return sent.outcome === 'unknown' && sent.saidNo === true;
}

/** It is certain that nothing was bought: `buyOnce` takes the note off. */
function refused<T extends Bought>({ wanted, options }: Walk<T>, error: ProviderError): State<T> {
  forgetSent(options.sender, wanted.attempt);
  return stopped(error);
}

/** Sent by this run, and bought. */
async function wentThrough<T extends Bought>(walk: Walk<T>, result: Result<T>): Promise<State<T>> {
  const { purchase, wanted, options } = walk;
  const { orderId, alreadyExisted } = result.value;
  walk.note = null;
  if (!wanted.repeatsAreHarmless) noteThrough(options.sender, wanted.attempt);
  if (!alreadyExisted) options.run.noteBought(orderId);
  // without this the next run only knows less: no reason to hide what has been bought
  if (purchase.asBefore) {
    await attempted(async () => await options.ledger.remember(wanted.attempt, [WENT_THROUGH, becameFact(orderId)]));
  }
  return { at: 'bought', result };
}

/** Nobody knows: the note stays, and is written once more, since another worker may have written over it. */
async function stayedOpen<T extends Bought>(walk: Walk<T>, sent: Unsettled): Promise<State<T>> {
  const { wanted, note, options } = walk;
  const facts = [...walk.facts];
  walk.note = null;
  if (note) await attempted(async () => await options.ledger.affirm(note));
  if (facts.length > 0) await attempted(async () => await options.ledger.remember(wanted.attempt, facts));
  return stopped(words.outcomeUnknown(wanted, sent.error.message));
}

function firstSending<T>(): State<T> {
  return { at: 'sending', sendsLeft: SENDS - 1 };
}

function existing<T extends Bought>(result: Result<T>): State<T> {
  return { at: 'bought', result: { ...result, value: { ...result.value, alreadyExisted: true } } };
}

function waitFor(error: ProviderError, sendsLeft: number): number {
  return Math.min(LONGEST_WAIT_MS, error.retryAfterMs ?? 1_000 * 2 ** (SENDS - 1 - sendsLeft));
}
