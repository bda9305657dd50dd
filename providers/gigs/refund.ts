/**
 * Refunds: a credit note on a paid invoice, in projects with Billing (facts/providers/gigs.md, section 16). It corrects the
 * books; the money itself goes back by the reseller's own means.
 */
import type { Money, Refund } from '../../esim/model';
import { moneyFromMinorUnits } from '../../esim/money';
import { record, text } from '../../esim/read';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import type { Found, PreparedPurchase, PurchaseOperation, RefundInput, Result, Session } from '../provider';
import { unreadable } from '../kit/purchases';
import { askedBackOf, partOf } from './askedBack';
import { currencyOf, minorOf, type Wanted, wantedFrom } from './creditNoteBody';
import { issuedNotes } from './invoices';
import { priceFrom, PROVIDER_ID } from './mapping';
import { endNow, endWithPeriod } from './orders';
import { orderToRefund } from './refundableOrder';
import * as from from './refundFields';
import { idempotencyKey, SHOWS_WITHIN_MS, spend } from './sending';
import type { WireCreditNote, WireInvoice } from './wire';

interface Draft {
  orderId: string;
  invoiceId: string;
  invoice: WireInvoice;
  wanted: Wanted;
  reference: string | null;
  /** Null for a top-up that shall not end anything. */
  subscriptionId: string | null;
  end: 'no' | 'now' | 'periodEnd';
}

export const refund: PurchaseOperation<RefundInput, Refund> = {
  // an invoice may be named or not: its credit notes tell equal refunds apart only one after the other
  alone: ({ orderId }) => `gigs refund of ${orderId}`,
  showsWithinMs: SHOWS_WITHIN_MS,
  partOf: ({ fields }) => partOf(fields),
  check: (_session, { fields }) => void askedBackOf(fields),
  async prepare(session, { orderId, fields }) {
    const { invoice, subscriptionId } = await orderToRefund(session, orderId, fields.get(from.invoiceId));
    const invoiceId = text(invoice.id) ?? '';
    const wanted = wantedFrom(askedBackOf(fields), invoice);
    const before = await issuedNotes(session, invoiceId);
    const draft: Draft = {
      orderId,
      invoiceId,
      invoice,
      wanted,
      reference: fields.get(from.refundReference),
      subscriptionId,
      end: fields.get(from.endSubscription) ?? 'no',
    };
    checkEnough(draft, before);
    return prepared(session, draft, before);
  },
};

/** @throws InputError when less is left on the invoice than shall go back */
function checkEnough({ invoice, wanted }: Draft, notes: WireCreditNote[]): void {
  const [total, given] = [minorOf(invoice.total), sumOf(notes)];
  if (wanted.minor === null || total === null || given === null || wanted.minor <= total - given) return;
  const left = inWords(moneyFromMinorUnits(total - given, currencyOf(invoice)));
  throw new InputError(`Only ${left} of this invoice can still be refunded`, 'Refund less.');
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
  const name = `refund/${draft.invoiceId}/${scope}`.trim();
  let wasSent = false;
  let isOpen = false;
  return {
    whereToCheck: `the credit notes of the invoice ${draft.invoiceId} in the Gigs dashboard`,
    // what is in the books under this name is compared by invoice and amount: below
    asked: {},
    certainty: 'never',
    async find() {
      const read = await attempt(async () => await issuedNotes(session, draft.invoiceId));
      if (!read.ok) return unreadable(read.error);
      const fresh = read.value.filter(({ id }) => !known.has(text(id)));
      return wasSent ? await seenAfter(session, draft, fresh) : await seenBefore(session, draft, read.value);
    },
    async send() {
      wasSent = true;
      const body = { invoice: draft.invoiceId, ...draft.wanted.body };
      const spent = await spend(session, 'creditNotes', body, idempotencyKey(session, 'refund', name), isOpen);
      isOpen ||= spent.outcome === 'unknown';
      if (spent.outcome !== 'accepted') return spent;
      return { outcome: 'done', result: await done(session, draft, spent.object) };
    },
    // which of several equal ones, or how much was left then, is in no book
    async asBefore() {
      const read = await attempt(async () => await issuedNotes(session, draft.invoiceId));
      const [only, ...others] = read.ok && draft.wanted.minor !== null ? read.value.filter(isAsMuch(draft)) : [];
      return only && others.length === 0 ? await done(session, draft, only) : null;
    },
  };
}

/** Of all that is left nobody knows beforehand how much it is. */
function isAsMuch({ wanted: { minor } }: Draft): (note: WireCreditNote) => boolean {
  return ({ total }) => minor === null || minorOf(total) === minor;
}

async function foundAs(session: Session, draft: Draft, note: WireCreditNote): Promise<Found<Refund>> {
  return { outcome: 'found', result: await done(session, draft, note), traits: {} };
}

/** Before anything is sent: everything given back already, or a note like the one that is wanted. */
async function seenBefore(session: Session, draft: Draft, notes: WireCreditNote[]): Promise<Found<Refund>> {
  const [newest] = notes;
  if (!newest) return { outcome: 'absent' };
  const { wanted, invoice, reference } = draft;
  if (wanted.minor === null) {
    const [total, given] = [minorOf(invoice.total), sumOf(notes)];
    if (total === null || given === null) return { outcome: 'cannotTell', error: null };
    return given >= total ? await foundAs(session, draft, newest) : { outcome: 'absent' };
  }
  const same = notes.find(isAsMuch(draft));
  if (!same) return { outcome: 'absent' };
  // whose reference a note belongs to is in no book
  if (reference !== null) return { outcome: 'cannotTell', error: null };
  return await foundAs(session, draft, same);
}

async function seenAfter(session: Session, draft: Draft, fresh: WireCreditNote[]): Promise<Found<Refund>> {
  const [only, ...others] = fresh.filter(isAsMuch(draft));
  if (!only) return { outcome: 'absent' };
  if (others.length > 0) return { outcome: 'cannotTell', error: null };
  return await foundAs(session, draft, only);
}

/**
 * The refund stands; what becomes of the subscription is said, and never turns it into a failure. A later run with the
 * same refund tries again to end it.
 */
async function done(session: Session, draft: Draft, note: WireCreditNote): Promise<Result<Refund>> {
  const { end, subscriptionId } = draft;
  if (end === 'no' || subscriptionId === null) return resultOf(draft, note, []);
  const ended = await attempt(async () =>
    end === 'now' ? await endNow(session, subscriptionId) : await endWithPeriod(session, subscriptionId),
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
