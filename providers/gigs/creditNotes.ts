/**
 * Beside `refunds.ts`: how much goes back, as the person fills it in and as a credit note says it (facts/providers/gigs.md,
 * section 16). An invoice has lines, taxes and fees, and each may be given back in part.
 */
import { minorUnitsFrom, moneyFromMinorUnits } from '../../esim/money';
import { record, text } from '../../esim/read';
import { InputError, type Values } from '../../input';
import type { ProviderFields } from '../provider';
import { minorOf, moneyInWords } from './mapping';
import * as from from './refundFields';
import { listOf } from './wire';
import type { WireInvoice, WireInvoiceLine } from './wire';

/** So much of a line, a tax or a fee. */
interface Part {
  /** Its id on the invoice; a fee's type. */
  name: string;
  amount: string;
}

type AskedBack =
  | { scope: 'full' }
  | { scope: 'amount'; amount: string }
  | { scope: 'lineItems'; lines: Array<{ line: Part; tax: Part | null }>; fees: Part[] };

/** Asks nobody. @throws InputError */
export function askedBackIn(fields: ProviderFields): AskedBack {
  const scope = fields.get(from.refundScope) ?? 'full';
  if (scope === 'full') return { scope };
  if (scope === 'amount') return { scope, amount: notZero('Amount', fields.need(from.refundAmount)) };
  const lines = (fields.get(from.lineItems) ?? []).map(lineIn);
  const fees = (fields.get(from.fees) ?? []).map(
    (row): Part => ({ name: row.need(from.feeType), amount: amountIn(row) }),
  );
  if (lines.length + fees.length > 0) return { scope, lines, fees };
  throw new InputError('Line Items and Fees are empty', 'Add at least one line item or fee, or choose another Refund.');
}

function lineIn(row: Values): { line: Part; tax: Part | null } {
  const line = { name: row.need(from.lineItemId), amount: amountIn(row) };
  if (row.get(from.taxId) === null && row.get(from.taxAmount) === null) return { line, tax: null };
  return { line, tax: { name: row.need(from.taxId), amount: notZero('Tax Amount', row.need(from.taxAmount)) } };
}

function amountIn(row: Values): string {
  return notZero('Amount', row.need(from.rowAmount));
}

function notZero(label: string, amount: string): string {
  if (Number(amount) > 0) return amount;
  throw new InputError(`${label} is zero`, 'Write how much goes back, such as 4.99.');
}

/** What tells this refund of an order from another one of the same order, in any order of its rows. */
export function partOf(fields: ProviderFields): string[] {
  const asked = askedBackIn(fields);
  const [invoiceId, reference] = [fields.get(from.invoiceId), fields.get(from.refundReference)];
  return [
    ...partsIn(asked),
    ...(invoiceId === null ? [] : [`invoice ${invoiceId}`]),
    ...(reference === null || asked.scope === 'full' ? [] : [`reference ${reference}`]),
  ];
}

function partsIn(asked: AskedBack): string[] {
  if (asked.scope === 'full') return [];
  if (asked.scope === 'amount') return [`amount ${plain(asked.amount)}`];
  const inWords = ({ name, amount }: Part) => `${name} ${plain(amount)}`;
  return [
    ...asked.lines.map(({ line, tax }) => `line ${inWords(line)}${tax ? ` tax ${inWords(tax)}` : ''}`).sort(),
    ...asked.fees.map((fee) => `fee ${inWords(fee)}`).sort(),
  ];
}

/** `5.00` and `5` are one amount. */
function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

/** `minor` is the sum that is given back, in the smallest unit; null for all that is left. */
export interface GivenBack {
  minor: number | null;
  body: object;
}

/** @throws InputError for what is not on the invoice, or finer than its currency */
export function givenBack(asked: AskedBack, invoice: WireInvoice): GivenBack {
  switch (asked.scope) {
    case 'full':
      return { minor: null, body: {} };
    case 'amount':
      return byAmount(minorFrom('Amount', asked.amount, invoice), invoice);
    case 'lineItems':
      return byParts(asked, invoice);
  }
}

/** The currency stands with the amounts. */
export function currencyOf({ total, subtotal }: WireInvoice): string {
  return text(record(total).currency) ?? text(record(subtotal).currency) ?? '';
}

function minorFrom(label: string, amount: string, invoice: WireInvoice): number {
  const currency = currencyOf(invoice);
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
function byAmount(minor: number, invoice: WireInvoice): GivenBack {
  const lines = linesOf(invoice);
  if (lines.some(hasTax) || (minorOf(invoice.tax) ?? 0) > 0) {
    throw new InputError(
      'Amount cannot be refunded exactly from an invoice with taxes',
      `Refund all of it, or choose By Line Item and say how much of each line and each tax goes back. ${contentOf(invoice)}`,
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

export function linesOf({ lineItems }: WireInvoice): WireInvoiceLine[] {
  return listOf(lineItems).map(record);
}

function hasTax({ tax, taxes }: WireInvoiceLine): boolean {
  return listOf(taxes).length > 0 || (minorOf(tax) ?? 0) > 0;
}

/** Exactly what the person names; taxes stand below their line, fees are named by their type. */
function byParts({ lines, fees }: Extract<AskedBack, { scope: 'lineItems' }>, invoice: WireInvoice): GivenBack {
  let minor = 0;
  const counted = (label: string, { amount }: Part): number => {
    const part = minorFrom(label, amount, invoice);
    minor += part;
    return part;
  };
  const lineItems = lines.map(({ line, tax }) => {
    checkIsThere('Line Item ID', line.name, namesIn(invoice.lineItems, 'id'), invoice);
    const part = { invoiceLineItem: line.name, amount: counted('Amount of the line item', line) };
    if (tax === null) return part;
    const taxes = linesOf(invoice).find(({ id }) => text(id) === line.name)?.taxes;
    checkIsThere('Tax ID', tax.name, namesIn(taxes, 'id'), invoice);
    return { ...part, taxes: [{ invoiceTax: tax.name, amount: counted('Tax Amount', tax) }] };
  });
  const feeParts = fees.map((fee) => {
    checkIsThere('Type of the fee', fee.name, namesIn(invoice.fees, 'type'), invoice);
    return { type: fee.name, amount: counted('Amount of the fee', fee) };
  });
  // Gigs refuses empty values
  return { minor, body: { ...(lines.length > 0 && { lineItems }), ...(fees.length > 0 && { fees: feeParts }) } };
}

function namesIn(entries: unknown, key: 'id' | 'type'): string[] {
  return listOf(entries).flatMap((entry) => text(record(entry)[key]) ?? []);
}

/** What is named beside the invoice has to be on it; an invoice that names nothing leaves it to Gigs. */
function checkIsThere(label: string, name: string, names: string[], invoice: WireInvoice): void {
  if (names.length === 0 || names.includes(name)) return;
  throw new InputError(
    `${label} "${name}" is not on the invoice ${text(invoice.id)} of this order`,
    contentOf(invoice),
  );
}

/** What By Line Item wants to be filled in: ids and amounts of the lines, their taxes, and the fees. */
function contentOf(invoice: WireInvoice): string {
  const inWords = (minor: number | null) => moneyInWords(moneyFromMinorUnits(minor, currencyOf(invoice)));
  const lines = linesOf(invoice).map((line) => {
    const [gross, tax] = [minorOf(line.total), minorOf(line.tax)];
    const net = minorOf(line.subtotal) ?? (gross === null || tax === null ? null : gross - tax);
    const taxes = listOf(line.taxes).map(record);
    const named = taxes.map(({ id, amount }) => `, tax ${text(id)} (${inWords(minorOf(amount))})`).join('');
    return `line ${text(line.id)} (${inWords(net)} without tax)${named}`;
  });
  const fees = listOf(invoice.fees).map(record);
  const named = fees.map((fee) => `fee ${text(fee.type)} (${inWords(minorOf(fee.amount) ?? minorOf(fee.total))})`);
  return `This invoice has: ${[...lines, ...named].join('; ')}.`;
}
