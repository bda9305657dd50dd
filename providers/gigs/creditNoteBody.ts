/** What a credit note gives back, as the request says it (facts/providers/gigs.md, section 16). */
import { minorUnitsFrom, moneyFromMinorUnits } from '../../esim/money';
import { list, record, text, whole } from '../../esim/read';
import { InputError } from '../../input';
import type { AskedBack, Part } from './askedBack';
import { listOf } from './wire';
import type { WireInvoice, WireInvoiceLine } from './wire';

/** `minor` is the sum that is given back, in the smallest unit; null for all that is left. */
export interface Wanted {
  minor: number | null;
  body: object;
}

/** An amount of an invoice in the smallest unit, whether it came as a price or as a bare number. */
export function minorOf(value: unknown): number | null {
  return whole(value) ?? whole(record(value).amount);
}

/** The currency stands with the amounts. */
export function currencyOf({ total, subtotal }: WireInvoice): string {
  return text(record(total).currency) ?? text(record(subtotal).currency) ?? '';
}

/** @throws InputError for what is not on the invoice, or finer than its currency */
export function wantedFrom(asked: AskedBack, invoice: WireInvoice): Wanted {
  switch (asked.scope) {
    case 'full':
      return { minor: null, body: {} };
    case 'amount':
      return byAmount(minorFrom('Amount', asked.amount, currencyOf(invoice)), invoice);
    case 'lineItems':
      return byParts(asked, invoice);
  }
}

function minorFrom(label: string, amount: string, currency: string): number {
  try {
    return minorUnitsFrom({ amount, currency });
  } catch {
    return inexact(label, currency);
  }
}

function inexact(label: string, currency: string): never {
  throw new InputError(`${label} is finer than the smallest unit of ${currency}`, 'Write fewer decimals.');
}

/**
 * Spread over the lines in their order, each up to its total. With taxes Gigs wants to be told how much of the tax goes
 * back as well, and how that is rounded is not documented: then only the whole, or each part by name, is exact.
 */
function byAmount(minor: number, invoice: WireInvoice): Wanted {
  const lines = list(invoice.lineItems).map((line): WireInvoiceLine => record(line));
  if (lines.some(hasTax) || (minorOf(invoice.tax) ?? 0) > 0) {
    throw new InputError(
      'Amount cannot be refunded exactly from an invoice with taxes',
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
  if (left > 0) throw new InputError('Amount is more than the lines of the invoice', 'Refund less, or all of it.');
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
function byParts({ lines, fees }: Extract<AskedBack, { scope: 'lineItems' }>, invoice: WireInvoice): Wanted {
  const currency = currencyOf(invoice);
  let minor = 0;
  const counted = (label: string, { amount }: Part): number => {
    const part = minorFrom(label, amount, currency);
    minor += part;
    return part;
  };
  const lineItems = lines.map(({ line, tax }) => {
    checkIsThere('Line Item ID', line.name, namesIn(invoice.lineItems, 'id'), invoice);
    const part = { invoiceLineItem: line.name, amount: counted('Amount of the line item', line) };
    if (tax === null) return part;
    checkIsThere('Tax ID', tax.name, namesIn(lineOf(invoice, line.name).taxes, 'id'), invoice);
    return { ...part, taxes: [{ invoiceTax: tax.name, amount: counted('Tax Amount', tax) }] };
  });
  const feeParts = fees.map((fee) => {
    checkIsThere('Type of the fee', fee.name, namesIn(invoice.fees, 'type'), invoice);
    return { type: fee.name, amount: counted('Amount of the fee', fee) };
  });
  return {
    minor,
    body: { ...(lineItems.length > 0 ? { lineItems } : {}), ...(feeParts.length > 0 ? { fees: feeParts } : {}) },
  };
}

function namesIn(entries: unknown, key: 'id' | 'type'): string[] {
  return listOf(entries).flatMap((entry) => text(record(entry)[key]) ?? []);
}

function lineOf({ lineItems }: WireInvoice, id: string): WireInvoiceLine {
  return record(listOf(lineItems).find((line) => text(record(line).id) === id));
}

/** What is named beside the invoice has to be on it; an invoice that names nothing leaves it to Gigs. */
function checkIsThere(label: string, name: string, names: string[], invoice: WireInvoice): void {
  if (names.length === 0 || names.includes(name)) return;
  throw new InputError(
    `${label} "${name}" is not on the invoice ${text(invoice.id)} of this order`,
    `This invoice has: ${partsOf(invoice).join('; ')}.`,
  );
}
