/**
 * Beside the usual rooms: error codes, which stand in the body whatever the HTTP status: one table for what a read throws and for what proves that
 * nothing was bought (facts/providers/esim-access.md, section 5). Texts are for people; only codes are compared, as text.
 */
import type { ProviderErrorKind } from '../../http/errors';
import type { Refusal } from '../kit/purchases';

/** The order was made; its eSIMs are still being allocated. */
export const STILL_ALLOCATING = '200010';
/** The transaction ID was used before: the order of then exists. */
export const ORDERED_BEFORE = '310402';
/** An eSIM or an order is in a state that forbids it. */
export const WRONG_STATE = '200002';
/** Too much going on: may be tried again. */
export const BUSY = '900001';

interface Meaning {
  codes: readonly string[];
  kind: ProviderErrorKind;
  advice: string;
  /** What it says of the purchase that it answers. */
  proves: 'notBought' | 'bought' | 'nothing';
}

const OURS = 'This should not happen: the request was not in the form that eSIM Access wants. Please report it.';
const TRY_LATER = 'This is on eSIM Access’ side. Run again later.';
const NO_PACKAGE =
  'Choose a package from the list, or read its ID anew with Package → Get Many: packages come and go. A top-up has to fit the eSIM.';

const MEANINGS: readonly Meaning[] = [
  {
    codes: ['000101', '401001'],
    kind: 'credential',
    proves: 'notBought',
    advice: 'Open the credential and check Access Code and Base URL. Saving it tries it out.',
  },
  {
    codes: ['101003'],
    kind: 'credential',
    proves: 'notBought',
    advice: 'The signature does not fit: check Secret Key in the credential, or leave it empty.',
  },
  {
    codes: ['101001'],
    kind: 'credential',
    proves: 'notBought',
    advice: 'The clock of the n8n server is wrong: set it (NTP), then run again.',
  },
  {
    codes: ['101002'],
    kind: 'credential',
    proves: 'notBought',
    advice: 'The address of this n8n server is on eSIM Access’ block list: ask eSIM Access to take it off.',
  },
  { codes: ['000102', '000103', '000104'], kind: 'refused', proves: 'notBought', advice: OURS },
  {
    codes: ['000105', '000106', '000107', '200008', '400001'],
    kind: 'refused',
    proves: 'notBought',
    advice: 'Check the fields of this item by what eSIM Access says, then run again.',
  },
  {
    codes: [WRONG_STATE],
    kind: 'refused',
    proves: 'notBought',
    advice: 'The eSIM is in a state in which this cannot be done. eSIM → Get shows it.',
  },
  {
    codes: ['200005', '200006'],
    kind: 'refused',
    proves: 'notBought',
    advice: 'The price has changed. Read it with Package → Get Many, then correct Expected Price.',
  },
  {
    codes: ['200007'],
    kind: 'outOfCredit',
    proves: 'notBought',
    advice: 'Add to your deposit in the eSIM Access console, then run again.',
  },
  {
    codes: ['200011'],
    kind: 'refused',
    proves: 'notBought',
    advice: 'eSIM Access has not enough eSIMs of this package now. Choose another one, or run again later.',
  },
  {
    codes: ['310241', '310242', '310243'],
    kind: 'notFound',
    proves: 'notBought',
    advice: NO_PACKAGE,
  },
  {
    codes: ['310201', '310211', '310221', '310231', '310251'],
    kind: 'notFound',
    proves: 'notBought',
    advice: 'Check the fields of this item by what eSIM Access says, then run again.',
  },
  {
    codes: ['310272', '310403'],
    kind: 'notFound',
    proves: 'nothing',
    advice: 'Check the ID in this item, and that it belongs to the account in the credential.',
  },
  {
    codes: [STILL_ALLOCATING],
    kind: 'unreachable',
    proves: 'bought',
    advice: 'The order is made, and its eSIMs are on their way: they usually take less than a minute.',
  },
  {
    codes: [ORDERED_BEFORE],
    kind: 'refused',
    proves: 'bought',
    advice: 'An order was made under this client reference before: Order → Get finds it.',
  },
  { codes: ['000001', '200009', BUSY], kind: 'unreachable', proves: 'nothing', advice: TRY_LATER },
];

/** Null for a code that is not known: new ones may come. */
export function meaningOf(code: string | null): Meaning | null {
  return MEANINGS.find(({ codes }) => code !== null && codes.includes(code)) ?? null;
}

/** The table as kit/purchases.ts reads it. What contradicts itself, a code beside a success, proves nothing. */
export const REFUSALS: readonly Refusal[] = MEANINGS.filter(({ proves }) => proves === 'notBought').map(
  ({ codes, kind, advice }) => ({
    words: new RegExp(
      `^(?![^]*"success"\\s*:\\s*"?true)[^]*"errorCode"\\s*:\\s*"?(?:${codes.map((code) => code.replace(/^0+/, '0*')).join('|')})"?\\s*[,}]`,
      'i',
    ),
    kind,
    advice,
    source: 'facts/providers/esim-access.md, section 5',
  }),
);
