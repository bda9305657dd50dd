/** Reads the shared fields back as a provider wants them, and says what is wrong with them. */
import { checkIccid, iccidFrom } from '../../esim/identifiers';
import { ProviderError } from '../../http/errors';
import type { EsimLookup } from '../../providers/provider';
import type { Turn } from '../operation';

/** A text field that must not be empty, named as the editor names it. */
export function required(turn: Turn, name: string, displayName: string): string {
  const value = turn.optional(name);
  if (value !== null) return value;
  throw new ProviderError('badInput', `${displayName} is empty`, {
    description: `Fill in ${displayName}. If it is an expression, this item has no such value: check the name in the input data.`,
  });
}

/** An ICCID as digits only. Spaces, dashes and a padding F are taken off; the check digit is not judged. */
export function requiredIccid(turn: Turn): string {
  const given = turn.parameter<unknown>('iccid', '');
  if (typeof given === 'number' && !Number.isSafeInteger(given)) {
    throw new ProviderError('badInput', 'ICCID came as a number, and its last digits are lost', {
      description:
        'Numbers this long are rounded. Make it text where it comes from: format the column of the spreadsheet as text, or put the number in quotes.',
    });
  }
  const entered = required(turn, 'iccid', 'ICCID');
  const iccid = iccidFrom(entered);
  if (iccid !== null && checkIccid(iccid).warnings.length === 0) return iccid;
  if (iccid !== null && iccid.length >= 18 && iccid.length <= 22) return iccid;
  throw new ProviderError('badInput', `ICCID "${entered}" is not the number of a SIM`, {
    description:
      'An ICCID has 18 to 22 digits and usually begins with 89. If digits at the end are zeros, it may have been rounded: pass it as text.',
  });
}

export function esimLookupOf(turn: Turn): EsimLookup {
  switch (turn.parameter<EsimLookup['by']>('esimLookup', 'iccid')) {
    case 'customerId':
      return { by: 'customerId', customerId: required(turn, 'customerId', 'Customer') };
    case 'esimId':
      return { by: 'esimId', esimId: required(turn, 'esimId', 'eSIM ID') };
    default:
      return { by: 'iccid', iccid: requiredIccid(turn) };
  }
}
