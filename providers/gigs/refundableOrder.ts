/** Which invoice a refund is about (facts/providers/gigs.md, section 16). */
import type { Money } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';
import { minorOf } from './creditNoteBody';
import { type Invoiced, invoicesOf, readInvoice } from './invoices';
import { priceFrom } from './mapping';
import { statusOf } from './subscriptions';
import { idOf, listOf } from './wire';
import type { WireInvoice, WireInvoiceLine } from './wire';

const MOST_NAMED = 5;

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
  const bought = await boughtWith(session, orderId);
  const subscriptionId = bought.kind === 'subscription' ? orderId : null;
  if (invoiceId !== null) return { invoice: await invoiceNamed(session, invoiceId, bought), subscriptionId };
  const invoices = (await invoicesOf(session, bought)).filter((invoice) => isOf(invoice, bought) !== 'another');
  const paidOnes = invoices.filter((invoice) => statusOf(invoice) === 'paid' && minorOf(invoice.total) !== 0);
  const [only, ...others] = paidOnes;
  if (only && others.length === 0) return { invoice: only, subscriptionId };
  throw only ? several([only, ...others]) : none(orderId, invoices);
}

/** The person has named the invoice besides the order: it has to be one of that order. */
async function invoiceNamed(session: Session, invoiceId: string, bought: Invoiced): Promise<WireInvoice> {
  const invoice = await readInvoice(session, invoiceId);
  const isItsOwn = isOf(invoice, bought);
  const listed = isItsOwn === 'unknown' ? await invoicesOf(session, bought) : [];
  if (isItsOwn === 'yes' || listed.some(({ id }) => text(id) === invoiceId)) return paid(invoice);
  const owner = ownersOf(invoice).find((one) => one !== bought.id);
  throw new InputError(
    `Invoice ID ${invoiceId} is not an invoice of the order ${bought.id}${owner === undefined ? '' : `: it is of ${owner}`}`,
    'Correct the Invoice ID or the Order ID, or leave the Invoice ID empty where only one invoice was paid.',
  );
}

/** A top-up is an order of its own, with an invoice of its own, though that names its subscription as well. */
function isOf(invoice: WireInvoice, { kind, id }: Invoiced): 'yes' | 'another' | 'unknown' {
  const [addons, subscriptions] = [addonsOf(invoice), subscriptionsOf(invoice)];
  const isForTopUps = addons.length > 0 && addons.length === linesOf(invoice).length;
  if (kind === 'subscriptionAddon') {
    if (addons.length > 0) return addons.includes(id) ? 'yes' : 'another';
    return 'unknown';
  }
  if (isForTopUps || subscriptions.some((one) => one !== id)) return 'another';
  return subscriptions.length > 0 ? 'yes' : 'unknown';
}

/** Ids of the orders that an invoice names. */
function ownersOf(invoice: WireInvoice): string[] {
  return [...addonsOf(invoice), ...subscriptionsOf(invoice)];
}

function addonsOf(invoice: WireInvoice): string[] {
  return linesOf(invoice).flatMap(({ subscriptionAddon }) => idOf(subscriptionAddon) ?? []);
}

function subscriptionsOf(invoice: WireInvoice): string[] {
  return [invoice, ...linesOf(invoice)].flatMap(({ subscription }) => idOf(subscription) ?? []);
}

function linesOf({ lineItems }: WireInvoice): WireInvoiceLine[] {
  return listOf(lineItems).map(record);
}

async function boughtWith(session: Session, id: string): Promise<Invoiced> {
  const names = ['subscriptions', 'subscriptionAddons'] as const;
  for (const name of id.startsWith('sad_') ? ([...names].reverse() as (typeof names)[number][]) : names) {
    const answered = await attempt(async () => record(await api.readOne(session, name, id)));
    if (answered.ok) return { kind: name === 'subscriptions' ? 'subscription' : 'subscriptionAddon', id };
    if (answered.error.kind !== 'notFound') throw answered.error;
  }
  throw new ProviderError('notFound', `Gigs knows no order with the ID "${id}" in this project`, {
    description: 'An order ID at Gigs begins with sub_, one of a top-up with sad_.',
    status: 404,
  });
}

function paid(invoice: WireInvoice): WireInvoice {
  const status = statusOf(invoice);
  if (status === 'paid') return invoice;
  throw new InputError(`Invoice ID ${text(invoice.id)} is ${status}, not paid`, 'Only what was paid can be refunded.');
}

function several(invoices: WireInvoice[]): ProviderError {
  const names = invoices.slice(0, MOST_NAMED).map((invoice) => {
    const price: Money | null = priceFrom(invoice.total);
    const words = [
      text(invoice.reason),
      text(invoice.createdAt)?.slice(0, 10),
      price && `${price.amount} ${price.currency}`,
    ];
    return `${text(invoice.id)} (${words.filter((word) => word).join(', ')})`;
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
