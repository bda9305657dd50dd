/** The words in which a purchase stops. */
import { ProviderError } from '../http/errors';
import { describedAs } from '../providers/kit/errors';
import type { Books } from './decide';
import type { Claim } from './notes';

/** What messages say of a purchase. */
export interface Named {
  /** What is being bought: "eSIM order", "top-up", "refund". */
  what: string;
  /** Where a person looks when the outcome is unknown: "Sales History in the DENT Giga Store portal". */
  whereToCheck: string;
  /** How it is called: `Client Reference "shop-1"`. */
  named: string;
  /** Carrying it out a second time does nothing more. */
  repeatsAreHarmless?: boolean;
}

export const FOR_SOMETHING_ELSE = 'it has been used for something else, such as another package';

export function conflict({ what, named }: Named, why: string, advice?: string): ProviderError {
  return new ProviderError('badInput', `${named} is taken: ${why}`, {
    description: advice ?? `Give every ${what} a reference of its own, such as your shop's order ID.`,
  });
}

export const AN_EARLIER_ITEM = 'an item before it';

/** @param other the item that has it: "item 0 of run 2 of this node (order 4711)" */
export function usedTwice({ what, named }: Pick<Named, 'what' | 'named'>, other: string): ProviderError {
  return new ProviderError('badInput', `${named} is used twice in this execution: ${other} has it, too`, {
    description: `Two items under one reference would be one ${what}. Add what tells them apart, such as the line number: {{ $json.orderId }}-{{ $itemIndex }}.`,
  });
}

export function unreadable({ what, named }: Named, error: ProviderError | null): ProviderError {
  const later = `Nothing was sent. Run again later with the same ${nameOnly(named)}: it looks first.`;
  return new ProviderError(
    error?.kind ?? 'unreachable',
    `It could not be checked whether this ${what} exists already: ${error?.message ?? 'no answer'}`,
    {
      description: error?.kind === 'credential' && error.description ? error.description : later,
      status: error?.status,
      retryAfterMs: error?.retryAfterMs,
    },
  );
}

export function stillUnderWay({ what, named }: Named, explanation: string): ProviderError {
  return new ProviderError('unreachable', `It cannot be told yet whether this ${what} exists already: ${explanation}`, {
    description: `Nothing was sent. Run again in a few minutes with the same ${nameOnly(named)}.`,
  });
}

export function unprotected({ what }: Named): ProviderError {
  return new ProviderError('badInput', `This ${what} cannot be protected against being bought twice`, {
    description: 'n8n keeps its list of attempted purchases per saved workflow: save the workflow, then run again.',
  });
}

export function outcomeUnknown(wanted: Named, why: string): ProviderError {
  const { what, named, repeatsAreHarmless } = wanted;
  return new ProviderError(
    'outcomeUnknown',
    `Outcome unknown: nobody can tell yet whether this ${what} went through (${named}): ${why}`,
    { description: repeatsAreHarmless ? runAgain(wanted) : lookFirst(wanted) },
  );
}

function runAgain({ whereToCheck }: Named): string {
  return `Look in ${whereToCheck}, or run again, as often as you like: it looks first, and a second time does nothing more.`;
}

function lookFirst({ whereToCheck, named }: Named): string {
  return (
    `Look in ${whereToCheck} for the ${named}. Running this node again with the same ${nameOnly(named)} is safe: it looks first and does not send again by itself. ` +
    `If it was not bought, name it in the option Checked References and run again: it is sent once more. Do not give this sale another reference.`
  );
}

/** Sent by another node of this n8n: its notes are not ours. */
export function sentByAnotherNode({ what, whereToCheck, named }: Named): ProviderError {
  return new ProviderError(
    'outcomeUnknown',
    `Outcome unknown: nobody can tell yet whether this ${what} went through (${named}): another node of this n8n has sent it, and the provider shows no trace of it`,
    {
      description: `Look in ${whereToCheck} for the ${named}. Only the node that has sent it can send it again: run its workflow with the same ${nameOnly(named)}, and name it there in the option Checked References if it was not bought.`,
    },
  );
}

/** It was to be sent again, and was not. */
export function notSentAgain(named: Named, why: Exclude<Claim['is'], 'won'>, waitingMs: number): ProviderError {
  const minutes = Math.ceil(waitingMs / 60_000);
  return outcomeUnknown(named, whyNotAgain(why, `${minutes} minute${minutes === 1 ? '' : 's'} ago`));
}

/** @param longAgo "30 minutes ago" */
function whyNotAgain(why: Exclude<Claim['is'], 'won'>, longAgo: string): string {
  switch (why) {
    case 'spent':
      return 'it was sent again once already because somebody had checked it, which is done only once';
    case 'young':
      return `it was sent before, and is sent again only when that is more than ${longAgo}`;
    case 'busy':
      return `another execution may be sending it just now, or was cut off less than ${longAgo}`;
    case 'lost':
      return 'it was sent before, and another execution may be sending it again just now';
  }
}

/** `Client Reference "shop-1"` -> `Client Reference` */
function nameOnly(named: string): string {
  return named.slice(0, named.indexOf(' "'));
}

export function sentBefore(error: ProviderError | null): string {
  return `it was sent before, and could not be looked up now: ${error?.message ?? 'no answer'}`;
}

/** It was sent before and is not found. */
export function sentWithoutTrace(books: Books): string {
  const trace = books === 'cannotTell' ? 'keeps no record by which to find it' : 'shows no trace of it';
  return `it was sent before, and the provider ${trace}`;
}

/** Nothing is in doubt but which of the things at the provider it is. */
export function throughButWhich({ what, whereToCheck, named }: Named): ProviderError {
  return new ProviderError(
    'outcomeUnknown',
    `This ${what} went through before (${named}), but nothing shows any more which one it is`,
    { description: `Look in ${whereToCheck}. It is not bought again under the same ${nameOnly(named)}.` },
  );
}

/** Certainly not bought, but the ledger still holds the attempt. */
export function stillNoted({ named }: Named, error: ProviderError): ProviderError {
  const still = `This item bought nothing, but n8n could not take that off its list: the next run with the same ${nameOnly(named)} will say that the outcome is unknown. Then name it in the option Checked References once.`;
  return describedAs(error, `${error.description ?? ''} ${still}`.trim());
}
