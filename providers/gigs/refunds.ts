/**
 * Refunds: a credit note on a paid invoice, in projects with Billing (facts/providers/gigs.md, section 16). It corrects the
 * books; the money itself goes back by the reseller's own means.
 */
import { makeRefund } from '../../esim/make';
import type { Refund } from '../../esim/model';
import { moneyFromMinorUnits } from '../../esim/money';
import { text } from '../../esim/read';
import { InputError } from '../../input';
import { attempt, readIfPossible } from '../kit/attempt';
import { allOf } from '../kit/lists';
import { found, purchase } from '../kit/purchases';
import { less, sumOf } from '../kit/usage';
import type { Found, PreparedPurchase, PurchaseOperation, RefundInput, Result, Session } from '../provider';
import * as api from './api';
import { askedBackIn, currencyOf, type GivenBack, givenBack, partOf } from './creditNotes';
import { orderToRefund, type RefundableOrder } from './invoices';
import { minorOf, moneyInWords, priceFrom, PROVIDER_ID } from './mapping';
import { endNow, endWithPeriod } from './orders';
import * as from from './refundFields';
import { SHOWS_WITHIN_MS, spend } from './sending';
import type { WireCreditNote } from './wire';

/** What is asked for: so much of this invoice. */
interface Wanted extends RefundableOrder, GivenBack {
  orderId: string;
  invoiceId: string;
  reference: string | null;
  end: 'no' | 'now' | 'periodEnd';
}

export const refund: PurchaseOperation<RefundInput, Refund> = {
  // an invoice may be named or not: its credit notes tell equal refunds apart only one after the other
  alone: ({ orderId }) => `gigs refund of ${orderId}`,
  showsWithinMs: SHOWS_WITHIN_MS,
  partOf: ({ fields }) => partOf(fields),
  check: (_session, { fields }) => void askedBackIn(fields),
  async prepare(session, { orderId, fields }) {
    const order = await orderToRefund(session, orderId, fields.get(from.invoiceId));
    const wanted: Wanted = {
      orderId,
      ...order,
      invoiceId: text(order.invoice.id) ?? '',
      ...givenBack(askedBackIn(fields), order.invoice),
      reference: fields.get(from.refundReference),
      end: fields.get(from.endSubscription) ?? 'no',
    };
    const before = await notesOf(session, wanted);
    checkEnough(wanted, before);
    return prepared(session, wanted, before);
  },
};

/** The credit notes of the invoice that still count, newest first. */
async function notesOf(session: Session, { invoiceId }: Wanted): Promise<WireCreditNote[]> {
  return await allOf(api.listing(session, 'creditNotes', { invoice: invoiceId, status: 'issued' }));
}

function givenBy(notes: WireCreditNote[]): number | null {
  return sumOf(notes.map(({ total }) => minorOf(total)));
}

/** @throws InputError when less is left on the invoice than shall go back */
function checkEnough({ invoice, minor }: Wanted, notes: WireCreditNote[]): void {
  const left = less(minorOf(invoice.total), givenBy(notes));
  if (minor === null || left === null || minor <= left) return;
  const amount = moneyInWords(moneyFromMinorUnits(left, currencyOf(invoice)));
  throw new InputError(`Only ${amount} of this invoice can still be refunded`, 'Refund less.');
}

function prepared(session: Session, wanted: Wanted, before: WireCreditNote[]): PreparedPurchase<Refund> {
  const { invoiceId, minor, reference } = wanted;
  const known = new Set(before.map(({ id }) => text(id)));
  // without a reference of its own, the same amount of the same invoice is the same refund
  const scope = minor === null ? 'all' : `${minor} ${reference ?? ''}`;
  const name = `refund/${invoiceId}/${scope}`.trim();
  return purchase<Refund>({
    whereToCheck: `the credit notes of the invoice ${invoiceId} in the Gigs dashboard`,
    // what is in the books under this name is compared by invoice and amount: below
    asked: {},
    certainty: 'never',
    async find({ sentAt }) {
      return await found(async () => {
        const notes = await notesOf(session, wanted);
        if (sentAt === null) return await seenBefore(session, wanted, notes);
        const fresh = notes.filter(({ id }) => !known.has(text(id)));
        return await seenAfter(session, wanted, fresh);
      });
    },
    async send({ isOpen }) {
      const body = { invoice: invoiceId, ...wanted.body };
      const spent = await spend(session, { list: 'creditNotes', body, purpose: 'refund', reference: name }, isOpen);
      if (spent.outcome !== 'accepted') return spent;
      return { outcome: 'done', result: await done(session, wanted, spent.object) };
    },
    // which of several equal ones, or how much was left then, is in no book
    async asBefore() {
      const notes = minor === null ? null : await readIfPossible(async () => await notesOf(session, wanted));
      const [only, ...others] = (notes ?? []).filter(isAsMuch(wanted));
      return only && others.length === 0 ? await done(session, wanted, only) : null;
    },
  });
}

/** Of all that is left nobody knows beforehand how much it is. */
function isAsMuch({ minor }: Wanted): (note: WireCreditNote) => boolean {
  return ({ total }) => minor === null || minorOf(total) === minor;
}

/** Before anything is sent: everything given back already, or a note like the one that is wanted. */
async function seenBefore(session: Session, wanted: Wanted, notes: WireCreditNote[]): Promise<Found<Refund>> {
  const [newest] = notes;
  if (!newest) return { outcome: 'absent' };
  if (wanted.minor === null) {
    const left = less(minorOf(wanted.invoice.total), givenBy(notes));
    if (left === null) return { outcome: 'cannotTell', error: null };
    return left === 0 ? await foundAs(session, wanted, newest) : { outcome: 'absent' };
  }
  const same = notes.find(isAsMuch(wanted));
  if (!same) return { outcome: 'absent' };
  // whose reference a note belongs to is in no book
  if (wanted.reference !== null) return { outcome: 'cannotTell', error: null };
  return await foundAs(session, wanted, same);
}

async function seenAfter(session: Session, wanted: Wanted, fresh: WireCreditNote[]): Promise<Found<Refund>> {
  const [only, ...others] = fresh.filter(isAsMuch(wanted));
  if (!only) return { outcome: 'absent' };
  if (others.length > 0) return { outcome: 'cannotTell', error: null };
  return await foundAs(session, wanted, only);
}

async function foundAs(session: Session, wanted: Wanted, note: WireCreditNote): Promise<Found<Refund>> {
  return { outcome: 'found', result: await done(session, wanted, note), traits: {} };
}

/** The refund stands, whatever becomes of the subscription. */
async function done(session: Session, wanted: Wanted, note: WireCreditNote): Promise<Result<Refund>> {
  const amount = priceFrom(note.total) ?? moneyFromMinorUnits(minorOf(note.total), currencyOf(wanted.invoice));
  const explanation = [
    `Gigs issued the credit note ${text(note.id)} over ${moneyInWords(amount)} on the invoice ${wanted.invoiceId}.`,
    text(note.creditTo) === 'userBalance'
      ? 'The amount went to the customer’s balance at Gigs.'
      : 'This corrects the books only (outOfBand): return the money to the customer yourself, the way it was paid.',
    ...(await ending(session, wanted)),
  ].join(' ');
  const { orderId } = wanted;
  return { value: makeRefund({ orderId, provider: PROVIDER_ID, state: 'refunded', amount, explanation }), raw: note };
}

/** What became of the subscription. A later run with the same refund tries again to end it. */
async function ending(session: Session, { end, subscriptionId }: Wanted): Promise<string[]> {
  if (end === 'no' || subscriptionId === null) return [];
  const ended = await attempt(async () => await (end === 'now' ? endNow : endWithPeriod)(session, subscriptionId));
  if (!ended.ok) {
    return [`The subscription could not be ended: ${ended.error.message}. Run again, or use Order > Cancel.`];
  }
  return [end === 'now' ? 'The subscription was ended.' : 'The subscription ends with its paid period.'];
}
