/**
 * Beside the usual rooms, since only projects with Billing have invoices (facts/providers/gigs.md, section 16), and both orders
 * and refunds ask for them: which one a new order waits for, and which one a refund is about.
 */
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import { changed, notThere } from '../kit/errors';
import { allOf, firstOf } from '../kit/lists';
import type { Session } from '../provider';
import * as api from './api';
import { linesOf } from './creditNotes';
import { minorOf, moneyInWords, priceFrom, statusOf, WHAT_ORDER_IDS_ARE } from './mapping';
import { idOf } from './wire';
import type { WireInvoice, WireSubscription, WireSubscriptionAddon } from './wire';

/** Without Billing there is nothing of this; which of them Gigs answers then is not known. */
const NO_BILLING = [403, 404, 422, 501];

/**
 * The invoice that has to be paid before a subscription or an add-on starts; it exists as soon as the purchase is
 * answered. Null where nothing waits, and where there is none to be seen: `initiated` may also mean that a user's consent
 * is awaited.
 */
export async function firstInvoiceId(
  session: Session,
  bought: WireSubscription | WireSubscriptionAddon,
): Promise<string | null> {
  const id = text(bought.id);
  if (id === null || statusOf(bought) !== 'initiated') return null;
  const filters: api.Filters =
    'addon' in bought ? { subscriptionAddon: id } : { subscription: id, reason: 'subscriptionCreation' };
  const invoices = await attempt(async () => await firstOf(api.listing(session, 'invoices', filters), 1));
  if (invoices.ok) return idOf(invoices.value.rows[0]);
  if (!NO_BILLING.includes(invoices.error.status ?? 0)) {
    session.log(`the invoice of ${id} could not be read: ${invoices.error.message}`);
  }
  return null;
}

/** What an invoice is written for. */
interface Invoiced {
  kind: 'subscription' | 'subscriptionAddon';
  id: string;
}

export interface RefundableOrder {
  invoice: WireInvoice;
  /** The subscription that may be ended; null for a top-up. */
  subscriptionId: string | null;
}

/** @throws ProviderError `notFound`, `refused` without Billing, `badInput` when there is no single paid invoice */
export async function orderToRefund(
  session: Session,
  orderId: string,
  invoiceId: string | null,
): Promise<RefundableOrder> {
  const read = await api.readEither(session, orderId, 'subscriptions', ['sad_', 'subscriptionAddons']);
  if (read === null) throw notThere(`Gigs knows no order with the ID "${orderId}" in this project`, WHAT_ORDER_IDS_ARE);
  const isTopUp = read.name === 'subscriptionAddons';
  const bought: Invoiced = { kind: isTopUp ? 'subscriptionAddon' : 'subscription', id: orderId };
  const invoice = invoiceId === null ? await onlyPaid(session, bought) : await named(session, invoiceId, bought);
  return { invoice, subscriptionId: isTopUp ? null : orderId };
}

async function onlyPaid(session: Session, bought: Invoiced): Promise<WireInvoice> {
  const invoices = (await invoicesOf(session, bought)).filter((invoice) => isOf(invoice, bought) !== 'another');
  const paid = invoices.filter((invoice) => statusOf(invoice) === 'paid' && minorOf(invoice.total) !== 0);
  const [only, ...others] = paid;
  if (only && others.length === 0) return only;
  throw only ? several(paid) : none(bought.id, invoices);
}

/** The person has named the invoice besides the order: it has to be one of that order. */
async function named(session: Session, invoiceId: string, bought: Invoiced): Promise<WireInvoice> {
  const invoice = await withBilling([403, 501], async () => await api.readOne(session, 'invoices', invoiceId));
  const isItsOwn = isOf(invoice, bought);
  const listed = isItsOwn === 'unknown' ? await invoicesOf(session, bought) : [];
  if (isItsOwn !== 'yes' && !listed.some(({ id }) => text(id) === invoiceId)) {
    const owner = [...addonsOf(invoice), ...subscriptionsOf(invoice)].find((one) => one !== bought.id);
    throw new InputError(
      `Invoice ID ${invoiceId} is not an invoice of the order ${bought.id}${owner === undefined ? '' : `: it is of ${owner}`}`,
      'Correct the Invoice ID or the Order ID, or leave the Invoice ID empty where only one invoice was paid.',
    );
  }
  const status = statusOf(invoice);
  if (status === 'paid') return invoice;
  throw new InputError(`Invoice ID ${invoiceId} is ${status}, not paid`, 'Only what was paid can be refunded.');
}

async function invoicesOf(session: Session, { kind, id }: Invoiced): Promise<WireInvoice[]> {
  return await withBilling(NO_BILLING, async () => await allOf(api.listing(session, 'invoices', { [kind]: id })));
}

/** @throws ProviderError `refused` when the project has no Billing */
async function withBilling<T>(without: readonly number[], read: () => Promise<T>): Promise<T> {
  const tried = await attempt(read);
  if (tried.ok) return tried.value;
  const { error } = tried;
  if (!without.includes(error.status ?? 0)) throw error;
  throw changed(error, {
    kind: 'refused',
    message: `Gigs can refund by its API only in projects with Billing. ${error.message}`,
    description:
      'If Gigs collects the payments (Gigs Payments), refund in the Gigs dashboard or ask its support. To stop the subscription, use Order > Cancel.',
  });
}

/** A top-up is an order of its own, with an invoice of its own, though that names its subscription as well. */
function isOf(invoice: WireInvoice, { kind, id }: Invoiced): 'yes' | 'another' | 'unknown' {
  const [addons, subscriptions] = [addonsOf(invoice), subscriptionsOf(invoice)];
  if (kind === 'subscriptionAddon') {
    if (addons.length > 0) return addons.includes(id) ? 'yes' : 'another';
    return 'unknown';
  }
  const isForTopUps = addons.length > 0 && addons.length === linesOf(invoice).length;
  if (isForTopUps || subscriptions.some((one) => one !== id)) return 'another';
  return subscriptions.length > 0 ? 'yes' : 'unknown';
}

function addonsOf(invoice: WireInvoice): string[] {
  return linesOf(invoice).flatMap(({ subscriptionAddon }) => idOf(subscriptionAddon) ?? []);
}

function subscriptionsOf(invoice: WireInvoice): string[] {
  return [invoice, ...linesOf(invoice)].flatMap(({ subscription }) => idOf(subscription) ?? []);
}

const MOST_NAMED = 5;

function several(invoices: WireInvoice[]): InputError {
  const names = invoices.slice(0, MOST_NAMED).map(({ id, reason, createdAt, total }) => {
    const price = priceFrom(total);
    const words = [text(reason), text(createdAt)?.slice(0, 10), price && moneyInWords(price)];
    return `${text(id)} (${words.filter(Boolean).join(', ')})`;
  });
  return new InputError(
    `This order has ${invoices.length} paid invoices`,
    `Fill in Invoice ID to say which one to refund: ${names.join('; ')}.`,
  );
}

function none(orderId: string, invoices: WireInvoice[]): ProviderError {
  const statuses = [...new Set(invoices.map(statusOf))].join(', ');
  return new ProviderError('refused', `There is no paid invoice for the order ${orderId}`, {
    description:
      invoices.length > 0
        ? `Its invoices are ${statuses}: nothing was paid that could go back. To stop it, use Order > Cancel.`
        : 'Gigs can refund by its API only what it invoiced (projects with Billing). Otherwise refund in the Gigs dashboard or ask its support.',
  });
}
