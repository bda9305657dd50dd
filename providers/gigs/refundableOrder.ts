/** Which invoice a refund is about (providers/gigs.md, section 16). */
import type { Money } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Session } from '../provider';
import * as api from './api';
import { minorOf } from './creditNoteBody';
import { invoicesOf, readInvoice } from './invoices';
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
  if (invoiceId !== null) return { invoice: paid(await readInvoice(session, invoiceId)), subscriptionId };
  const invoices = await invoicesOf(session, bought);
  const paidOnes = invoices.filter((invoice) => statusOf(invoice) === 'paid' && minorOf(invoice.total) !== 0);
  // a top-up is an order of its own, with an invoice of its own
  const own = subscriptionId === null ? paidOnes : paidOnes.filter((invoice) => !isForTopUps(invoice));
  const [only, ...others] = own;
  if (only && others.length === 0) return { invoice: only, subscriptionId };
  throw only ? several([only, ...others]) : none(orderId, invoices);
}

function isForTopUps({ lineItems }: WireInvoice): boolean {
  const lines = listOf(lineItems).map((line): WireInvoiceLine => record(line));
  return lines.length > 0 && lines.every(({ subscriptionAddon }) => idOf(subscriptionAddon) !== null);
}

async function boughtWith(
  session: Session,
  id: string,
): Promise<{ kind: 'subscription' | 'subscriptionAddon'; id: string }> {
  const names = ['subscriptions', 'subscriptionAddons'] as const;
  for (const name of id.startsWith('sad_') ? ([...names].reverse() as (typeof names)[number][]) : names) {
    const answered = await attempt(async () => record(await api.readOne(session, name, id)));
    if (answered.ok) return { kind: name === 'subscriptions' ? 'subscription' : 'subscriptionAddon', id };
    if (answered.error.kind !== 'notFound') throw answered.error;
  }
  throw new ProviderError('notFound', `Gigs knows no order with the ID "${id}" in this project`, {
    description: 'An order ID at Gigs begins with sub_, one of a top-up with sad_. Nothing was changed.',
    status: 404,
  });
}

function paid(invoice: WireInvoice): WireInvoice {
  const status = statusOf(invoice);
  if (status === 'paid') return invoice;
  throw new ProviderError('badInput', `The invoice ${text(invoice.id)} is ${status}, not paid`, {
    description: 'Only what was paid can be refunded. Nothing was changed.',
  });
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
  return new ProviderError('badInput', `This order has ${invoices.length} paid invoices`, {
    description: `Fill in Invoice ID to say which one to refund: ${names.join('; ')}. Nothing was changed.`,
  });
}

function none(orderId: string, invoices: WireInvoice[]): ProviderError {
  const statuses = [...new Set(invoices.map(statusOf))].join(', ');
  return new ProviderError('refused', `There is no paid invoice for the order ${orderId}`, {
    description:
      invoices.length > 0
        ? `Its invoices are ${statuses}: nothing was paid that could go back. To stop it, use Order > Cancel. Nothing was changed.`
        : 'Gigs can refund by its API only what it invoiced (projects with Billing). Otherwise refund in the Gigs dashboard or ask its support. Nothing was changed.',
  });
}
