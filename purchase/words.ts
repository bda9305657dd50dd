/** The words in which a purchase stops. */
import { ProviderError } from '../http/errors';
import type { PreparedPurchase } from '../providers/provider';
import { withAdvice } from '../providers/spending';
import type { Books } from './decide';

/** What messages say of a purchase. */
export type Bought = Pick<PreparedPurchase<unknown>, 'what' | 'whereToCheck'>;

/** How it is called in them. */
export interface Name {
  /** `client reference "shop-1"` */
  named: string;
  /** The reference is made of the execution's number, so the next run will not have it. */
  referenceOfThisRun: boolean;
}

export const FOR_SOMETHING_ELSE = 'it has been used for something else, such as another package';
export const FOR_SOMEBODY_ELSE = 'the provider has it for a purchase that was not made by this node';

export function conflict(purchase: Bought, { named }: Name, why: string, advice?: string): ProviderError {
  const usual = `Give every ${purchase.what} a reference of its own, such as your shop's order id.`;
  return new ProviderError('badInput', `${capitalised(named)} is taken: ${why}`, {
    description: `Nothing was bought now. ${advice ?? usual}`,
  });
}

export function unreadable(purchase: Bought, { named }: Name, error: ProviderError | null): ProviderError {
  const later = `This attempt did nothing; an earlier one may have gone through. Run again later with the same ${nameOnly(named)}: it looks first.`;
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

export function unprotected(purchase: Bought): ProviderError {
  return new ProviderError('badInput', `This ${purchase.what} cannot be protected against being bought twice`, {
    description:
      'Nothing was bought. n8n keeps its list of attempted purchases per saved workflow: save the workflow, then run again.',
  });
}

export function outcomeUnknown(purchase: Bought, { named, referenceOfThisRun }: Name, why: string): ProviderError {
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

export function sentBefore(error: ProviderError | null): string {
  return `it was sent before, and could not be looked up now: ${error?.message ?? 'no answer'}`;
}

/** It was sent before and is not found. */
export function sentWithoutTrace(books: Books): string {
  const trace = books === 'cannotTell' ? 'keeps no record by which to find it' : 'shows no trace of it';
  return `it was sent before, and the provider ${trace}`;
}

/** Nothing is in doubt but which of the things at the provider it is. */
export function throughButWhich({ what, whereToCheck }: Bought, { named }: Name): ProviderError {
  return new ProviderError(
    'outcomeUnknown',
    `This ${what} went through before (${named}), but nothing shows any more which one it is`,
    {
      description: `Look in ${whereToCheck}. Nothing was bought now, and nothing will be under the same ${nameOnly(named)}.`,
    },
  );
}

/** Refused for certain, but the ledger still holds the attempt. */
export function stillNoted(error: ProviderError, { named }: Name): ProviderError {
  const still = `Nothing was bought, but n8n could not take that off its list: the next run with the same ${nameOnly(named)} will say that the outcome is unknown. Then use the option Send Again if Unconfirmed once.`;
  return withAdvice(error, `${error.description ?? ''} ${still}`.trim());
}
