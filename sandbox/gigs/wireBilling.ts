/** Invoices and credit notes as Gigs writes them (section 16). */
import type { CreditNote, Invoice, InvoiceLine } from './state';
import { time, timeOrNull } from './wire';

/** What the sandbox never fills. */
const NOTHING = { fees: [], fileUrl: null };
const NO_PAYMENT = { address: null, dueAt: null, payment: null, period: null, taxExemptionReason: null };
const NOT_USED = { ...NOTHING, ...NO_PAYMENT, appliedBalance: null, voucher: null };

export function wireInvoice(invoice: Invoice): object {
  const price = (amount: number) => ({ amount, currency: invoice.currency });
  const tax = invoice.lines.reduce((sum, line) => sum + (line.tax?.amount ?? 0), 0);
  const total = totalOf(invoice);
  return {
    object: 'invoice',
    id: invoice.id,
    createdAt: time(invoice.createdAt),
    discount: price(0),
    ...NOT_USED,
    finalizedAt: time(invoice.createdAt),
    lineItems: invoice.lines.map((line) => wireLine(invoice, line)),
    paidAt: timeOrNull(invoice.paidAt),
    reason: invoice.reason,
    status: invoice.status,
    subscription: invoice.subscription,
    subtotal: price(total - tax),
    tax: price(tax),
    total: price(total),
  };
}

function wireLine(invoice: Invoice, line: InvoiceLine): object {
  const price = (amount: number) => ({ amount, currency: invoice.currency });
  const tax = line.tax?.amount ?? 0;
  return {
    object: 'invoiceLineItem',
    id: line.id,
    subscription: invoice.subscription,
    subscriptionAddon: invoice.addon,
    discount: price(0),
    subtotal: price(line.total - tax),
    tax: price(tax),
    taxes: line.tax
      ? [{ object: 'invoiceTax', ...line.tax, amount: price(tax), inclusive: false, jurisdiction: 'NY', name: 'Tax' }]
      : [],
    total: price(line.total),
  };
}

export function totalOf(invoice: Invoice): number {
  return invoice.lines.reduce((sum, line) => sum + line.total, 0);
}

export function wireCreditNote(note: CreditNote): object {
  return {
    object: 'creditNote',
    id: note.id,
    createdAt: time(note.createdAt),
    creditTo: 'outOfBand',
    ...NOTHING,
    invoice: note.invoice,
    lineItems: [],
    status: note.status,
    subtotal: note.total,
    tax: { ...note.total, amount: 0 },
    total: note.total,
    voidedAt: null,
  };
}
