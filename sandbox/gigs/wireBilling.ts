/** Invoices and credit notes as Gigs writes them (section 16). */
import type { CreditNote, Invoice, InvoiceLine } from './state';
import { time, timeOrNull } from './wire';

export function wireInvoice(invoice: Invoice): object {
  const price = (amount: number) => ({ amount, currency: invoice.currency });
  const tax = invoice.lines.reduce((sum, line) => sum + (line.tax?.amount ?? 0), 0);
  const total = totalOf(invoice);
  return {
    object: 'invoice',
    id: invoice.id,
    address: null,
    appliedBalance: null,
    createdAt: time(invoice.createdAt),
    discount: price(0),
    dueAt: null,
    fees: [],
    fileUrl: null,
    finalizedAt: time(invoice.createdAt),
    lineItems: invoice.lines.map((line) => wireLine(invoice, line)),
    paidAt: timeOrNull(invoice.paidAt),
    payment: null,
    period: null,
    reason: invoice.reason,
    status: invoice.status,
    subscription: invoice.subscription,
    subtotal: price(total - tax),
    tax: price(tax),
    taxExemptionReason: null,
    total: price(total),
    voucher: null,
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
    fees: [],
    fileUrl: null,
    invoice: note.invoice,
    lineItems: [],
    status: note.status,
    subtotal: note.total,
    tax: { ...note.total, amount: 0 },
    total: note.total,
    voidedAt: null,
  };
}
