/** What a credit note gives back, as the request says it (providers/gigs.md, section 16). */
import type { Money } from '../../esim/model';
import { minorUnitsFrom, moneyFromMinorUnits } from '../../esim/money';
import { list, record, text, whole } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import type { ProviderFields } from '../provider';
import { listOf } from './wire';
import type { WireInvoice, WireInvoiceLine } from './wire';

/** `minor` is the sum that is given back, in the smallest unit; null for all that is left. */
export interface Wanted {
  minor: number | null;
  body: object;
}

function bad(message: string, todo: string): ProviderError {
  return new ProviderError('badInput', message, { description: `${todo} Nothing was changed.` });
}

/** An amount of an invoice in the smallest unit, whether it came as a price or as a bare number. */
export function minorOf(value: unknown): number | null {
  return whole(value) ?? whole(record(value).amount);
}

/** The currency stands with the amounts. */
export function currencyOf({ total, subtotal }: WireInvoice): string {
  return text(record(total).currency) ?? text(record(subtotal).currency) ?? '';
}

/** @throws ProviderError `badInput` */
export function wantedFrom(fields: ProviderFields, invoice: WireInvoice): Wanted {
  const currency = currencyOf(invoice);
  switch (text(fields.refundScope) ?? 'full') {
    case 'amount':
      return byAmount(minorFrom('Amount', fields.amount, currency), invoice);
    case 'lineItems':
      return byParts(fields, currency);
    default:
      return { minor: null, body: {} };
  }
}

function minorFrom(field: string, entered: unknown, currency: string): number {
  const amount = text(entered) ?? '';
  if (!/^[0-9]{1,12}(?:\.[0-9]{1,4})?$/.test(amount) || Number(amount) === 0) {
    throw bad(`${field} is not an amount`, 'Write digits and a point, such as 4.99, without a currency sign.');
  }
  return exactly(field, { amount, currency });
}

function exactly(field: string, money: Money): number {
  try {
    return minorUnitsFrom(money);
  } catch {
    return inexact(field, money.currency);
  }
}

function inexact(field: string, currency: string): never {
  throw bad(`${field} is finer than the smallest unit of ${currency}`, 'Write fewer decimals.');
}

/**
 * Spread over the lines in their order, each up to its total. With taxes Gigs wants to be told how much of the tax goes
 * back as well, and how that is rounded is not documented: then only the whole, or each part by name, is exact.
 */
function byAmount(minor: number, invoice: WireInvoice): Wanted {
  const lines = list(invoice.lineItems).map((line): WireInvoiceLine => record(line));
  if (lines.some(hasTax) || (minorOf(invoice.tax) ?? 0) > 0) {
    throw bad(
      'An amount cannot be refunded exactly from an invoice with taxes',
      `Refund all of it, or choose By Line Item and say how much of each line and each tax goes back. This invoice has: ${partsOf(invoice).join('; ')}.`,
    );
  }
  let left = minor;
  const lineItems: object[] = [];
  for (const line of lines) {
    const amount = Math.min(left, minorOf(line.total) ?? 0);
    const invoiceLineItem = text(line.id);
    if (amount <= 0 || invoiceLineItem === null) continue;
    lineItems.push({ invoiceLineItem, amount });
    left -= amount;
  }
  if (left > 0) throw bad('Amount is more than the lines of the invoice', 'Refund less, or all of it.');
  return { minor, body: { lineItems } };
}

/** What By Line Item wants to be filled in: ids and amounts of the lines, their taxes, and the fees. */
function partsOf(invoice: WireInvoice): string[] {
  const currency = currencyOf(invoice);
  const inWords = (minor: number | null): string => {
    const money = moneyFromMinorUnits(minor, currency);
    return money === null ? 'amount unknown' : `${money.amount} ${money.currency}`;
  };
  const lines = list(invoice.lineItems).map((entry) => {
    const line: WireInvoiceLine = record(entry);
    const taxes = listOf(line.taxes).map(record);
    const named = taxes.map((tax) => `, tax ${text(tax.id)} (${inWords(minorOf(tax.amount))})`).join('');
    return `line ${text(line.id)} (${inWords(minorOf(line.subtotal) ?? netOf(line))} without tax)${named}`;
  });
  const fees = listOf(invoice.fees).map(record);
  return [
    ...lines,
    ...fees.map((fee) => `fee ${text(fee.type)} (${inWords(minorOf(fee.amount) ?? minorOf(fee.total))})`),
  ];
}

function netOf({ total, tax }: WireInvoiceLine): number | null {
  const [gross, part] = [minorOf(total), minorOf(tax)];
  return gross === null || part === null ? null : gross - part;
}

function hasTax({ tax, taxes }: WireInvoiceLine): boolean {
  return listOf(taxes).length > 0 || (minorOf(tax) ?? 0) > 0;
}

/** Exactly what the person names; taxes stand below their line, fees are named by their type. */
function byParts(fields: ProviderFields, currency: string): Wanted {
  let minor = 0;
  const counted = (field: string, entered: unknown): number => {
    const amount = minorFrom(field, entered, currency);
    minor += amount;
    return amount;
  };
  const lineItems = rows(fields.lineItems).map((row) => {
    const invoiceLineItem = text(row.lineItemId);
    if (invoiceLineItem === null) throw bad('Line Item ID is empty', 'Take it from the invoice; it begins with lin_.');
    const amount = counted('Amount of the line item', row.amount);
    const invoiceTax = text(row.taxId);
    if (invoiceTax === null) return { invoiceLineItem, amount };
    return { invoiceLineItem, amount, taxes: [{ invoiceTax, amount: counted('Tax Amount', row.taxAmount) }] };
  });
  const fees = rows(fields.fees).map((row) => {
    const type = text(row.type);
    if (type === null) throw bad('Fee Type is empty', 'Take it from the invoice.');
    return { type, amount: counted('Amount of the fee', row.amount) };
  });
  if (lineItems.length + fees.length === 0) {
    throw bad('There is nothing to refund', 'Add at least one line item or fee, or choose another Refund.');
  }
  return {
    minor,
    body: { ...(lineItems.length > 0 ? { lineItems } : {}), ...(fees.length > 0 ? { fees } : {}) },
  };
}

/** Rows of a collection that may be filled in several times: `{ row: [...] }`. */
function rows(collection: unknown): Array<Record<string, unknown>> {
  return list(record(collection).row).map(record);
}
