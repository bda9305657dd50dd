/**
 * Refunds: a credit note on a paid invoice, in projects with Billing (providers/gigs.md, section 16). It corrects the
 * books; the money itself goes back by the reseller's own means.
 */
import type { Money, Refund } from '../../esim/model';
import { moneyFromMinorUnits } from '../../esim/money';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type {
  Found,
  PreparedPurchase,
  ProviderFields,
  PurchaseOperation,
  RefundInput,
  Result,
  Sent,
  Session,
} from '../provider';
import { unreadable } from '../spending';
import { currencyOf, minorOf, wantedFrom } from './creditNoteBody';
import type { Wanted } from './creditNoteBody';
import { issuedNotes } from './invoices';
import { priceFrom, PROVIDER_ID } from './mapping';
import { cancel, endNow } from './orders';
import { orderToRefund } from './refundableOrder';
import { idempotencyKey, spend } from './sending';
import type { WireCreditNote, WireInvoice } from './wire';

interface Draft {
  orderId: string;
  invoiceId: string;
  invoice: WireInvoice;
  wanted: Wanted;
  reference: string | null;
  /** Null for a top-up that shall not end anything. */
  subscriptionId: string | null;
  end: string;
}

export const refund: PurchaseOperation<RefundInput, Refund> = {
  async prepare(session, { orderId, fields }) {
    const { invoice, subscriptionId } = await orderToRefund(session, orderId, text(fields.invoiceId));
    const invoiceId = text(invoice.id) ?? '';
    const wanted = wantedFrom(fields, invoice);
    const before = await issuedNotes(session, invoiceId);
    const draft: Draft = {
      orderId,
      invoiceId,
      invoice,
      wanted,
      reference: text(fields.refundReference),
      subscriptionId,
      end: endOf(fields),
    };
    checkEnough(draft, before);
    return prepared(session, draft, before);
  },
};

function endOf(fields: ProviderFields): string {
  return text(fields.endSubscription) ?? 'no';
}

/** @throws ProviderError `badInput` when less is left on the invoice than shall go back */
function checkEnough({ invoice, wanted }: Draft, notes: WireCreditNote[]): void {
  const [total, given] = [minorOf(invoice.total), sumOf(notes)];
  if (wanted.minor === null || total === null || given === null || wanted.minor <= total - given) return;
  const left = inWords(moneyFromMinorUnits(total - given, currencyOf(invoice)));
  throw new ProviderError('badInput', `Only ${left} of this invoice can still be refunded`, {
    description: 'Refund less. Nothing was changed.',
  });
}

function sumOf(notes: WireCreditNote[]): number | null {
  return notes.reduce<number | null>((sum, { total }) => {
    const amount = minorOf(total);
    return sum === null || amount === null ? null : sum + amount;
  }, 0);
}

function prepared(session: Session, draft: Draft, before: WireCreditNote[]): PreparedPurchase<Refund> {
  const known = new Set(before.map(({ id }) => text(id)));
  // without a reference of its own, the same amount of the same invoice is the same refund
  const scope = draft.wanted.minor === null ? 'all' : `${draft.wanted.minor} ${draft.reference ?? ''}`;
  const key = `refund/${draft.invoiceId}/${scope}`.trim();
  let wasSent = false;
  let isOpen = false;
  return {
    key,
    what: 'refund',
    whereToCheck: `the credit notes of the invoice ${draft.invoiceId} in the Gigs dashboard`,
    providerDeduplicates: false,
    async find() {
      const read = await attempt(async () => await issuedNotes(session, draft.invoiceId));
      if (!read.ok) return unreadable(read.error);
      const fresh = read.value.filter(({ id }) => !known.has(text(id)));
      return wasSent ? await seenAfter(session, draft, fresh) : await seenBefore(session, draft, read.value);
    },
    async send() {
      wasSent = true;
      const body = { invoice: draft.invoiceId, ...draft.wanted.body };
      const spent = await spend(session, 'creditNotes', body, idempotencyKey(session, 'refund', key), isOpen);
      isOpen ||= spent.outcome === 'unknown';
      if (spent.outcome !== 'accepted') return spent as Sent<Refund>;
      return { outcome: 'done', result: await done(session, draft, spent.object) };
    },
  };
}

/** Before anything is sent: everything given back already, or a note like the one that is wanted. */
async function seenBefore(session: Session, draft: Draft, notes: WireCreditNote[]): Promise<Found<Refund>> {
  const [newest] = notes;
  if (!newest) return { outcome: 'absent' };
  const { wanted, invoice, reference } = draft;
  if (wanted.minor === null) {
    const [total, given] = [minorOf(invoice.total), sumOf(notes)];
    if (total === null || given === null) return { outcome: 'cannotTell', error: null };
    return given >= total ? { outcome: 'found', result: await done(session, draft, newest) } : { outcome: 'absent' };
  }
  const same = notes.find(({ total }) => minorOf(total) === wanted.minor);
  if (!same) return { outcome: 'absent' };
  // whose reference a note belongs to is in no book
  if (reference !== null) return { outcome: 'cannotTell', error: null };
  return { outcome: 'found', result: await done(session, draft, same) };
}

async function seenAfter(session: Session, draft: Draft, fresh: WireCreditNote[]): Promise<Found<Refund>> {
  const { minor } = draft.wanted;
  const [only, ...others] = fresh.filter(({ total }) => minor === null || minorOf(total) === minor);
  if (!only) return { outcome: 'absent' };
  if (others.length > 0) return { outcome: 'cannotTell', error: null };
  return { outcome: 'found', result: await done(session, draft, only) };
}

/**
 * The refund stands; what becomes of the subscription is said, and never turns it into a failure. A later run with the
 * same refund tries again to end it.
 */
async function done(session: Session, draft: Draft, note: WireCreditNote): Promise<Result<Refund>> {
  const { end, subscriptionId } = draft;
  if (end === 'no' || subscriptionId === null) return resultOf(draft, note, []);
  const ended = await attempt(async () =>
    end === 'now' ? await endNow(session, subscriptionId) : await cancel(session, subscriptionId, {}),
  );
  const words = end === 'now' ? 'The subscription was ended.' : 'The subscription ends with its paid period.';
  const failed = ended.ok
    ? ''
    : `The subscription could not be ended: ${ended.error.message}. Run again, or use Order > Cancel.`;
  return resultOf(draft, note, [ended.ok ? words : failed]);
}

function resultOf(draft: Draft, note: WireCreditNote, more: string[]): Result<Refund> {
  const amount = priceFrom(note.total) ?? moneyFromMinorUnits(minorOf(note.total), currencyOf(draft.invoice));
  const toBalance = text(note.creditTo) === 'userBalance';
  const explanation = [
    `Gigs issued the credit note ${text(note.id)} over ${inWords(amount)} on the invoice ${draft.invoiceId}.`,
    toBalance
      ? 'The amount went to the customer’s balance at Gigs.'
      : 'This corrects the books only (outOfBand): return the money to the customer yourself, the way it was paid.',
    ...more,
  ].join(' ');
  const value: Refund = {
    orderId: draft.orderId,
    provider: PROVIDER_ID,
    state: 'refunded',
    amount,
    alreadyExisted: false,
    explanation,
  };
  return { value, raw: record(note) };
}

function inWords(money: Money | null): string {
  return money === null ? 'an unknown amount' : `${money.amount} ${money.currency}`;
}
