/**
 * What proves that nothing was bought or given back. DENT's page on errors is not known
 * (facts/providers/dent-giga-store.md, section 13): so it is what HTTP itself says of a status, and, for a refund, the
 * documented conditions in words.
 */
import type { ProviderError } from '../../http/errors';
import { describedAs } from '../kit/errors';
import { type Judged, type Refusal } from '../kit/purchases';

const NOT_CARRIED_OUT = [400, 403, 404, 405, 422].map(
  (status): Refusal => ({ status, source: 'RFC 9110, 15.5: the client has to change something first' }),
);

const CREDIT =
  /(?:insufficient|not enough|too low|too little|exceed|lack|no)\b[^.]*\bcredits?|\bcredits?\b[^.]*(?:insufficient|not (?:enough|sufficient)|too low|too little|exceeded|used up)/i;

/** Credits are all that purchases are paid with (section 11.6). */
const OUT_OF_CREDIT: readonly Refusal[] = [
  { status: 402, kind: 'outOfCredit', source: 'RFC 9110, 15.5.3: to be paid first' },
  ...[400, 403, 422].map(
    (status): Refusal => ({
      status,
      words: CREDIT,
      kind: 'outOfCredit',
      source: 'facts/providers/dent-giga-store.md, section 11.6',
    }),
  ),
];

/** The server saw a conflict with what is there: that may be this very purchase, sent before. */
const CONFLICT: Refusal = { status: 409, proves: 'saidNo', source: 'RFC 9110, 15.5.10' };

export const PURCHASE_REFUSALS: readonly Refusal[] = [
  ...OUT_OF_CREDIT,
  { ...CONFLICT, words: CREDIT, kind: 'outOfCredit' },
  ...NOT_CARRIED_OUT,
  CONFLICT,
];

/** The conditions of a refund: bought with credits, valid, unused, not more than so many a month (section 10). */
const CONDITIONS = /\b(?:un)?used\b|\busage\b|\bexpired\b|\bvalid(?:ity)?\b|\blimit\b|\bmaximum\b|\bcredits\b/i;

/**
 * A refund shows in no documented answer, so books never tell what a 409 was about. One that names a documented condition
 * does: none of them is the refund itself.
 */
export const REFUND_REFUSALS: readonly Refusal[] = [
  ...NOT_CARRIED_OUT,
  {
    status: 409,
    words: CONDITIONS,
    source: 'facts/providers/dent-giga-store.md, section 10: an error unless all conditions hold',
  },
  CONFLICT,
];

const ADD_CREDIT = 'Add credits in the DENT Giga Store portal (https://dent.giga.store/#/credits), then run again.';

/**
 * A "no" with what may be behind it. Other answers (sign-in, too many requests) have nothing to do with what was asked.
 * @param adviceFor what to do about a "no"; null leaves it at what the provider's words lead to
 */
export function advised(judged: Judged, adviceFor: (error: ProviderError) => string | null): Judged {
  if (judged.outcome === 'accepted') return judged;
  const { error } = judged;
  if (error.kind === 'outOfCredit') return { ...judged, error: describedAs(error, ADD_CREDIT) };
  const isNo = judged.outcome === 'refused' || judged.saidNo === true;
  const isAboutIt = error.status !== 403 && (error.kind === 'refused' || error.kind === 'notFound');
  const advice = isNo && isAboutIt ? adviceFor(error) : null;
  return advice === null ? judged : { ...judged, error: describedAs(error, advice) };
}
