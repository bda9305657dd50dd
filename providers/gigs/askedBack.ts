/** How much shall go back, as the person fills it in: read and checked before Gigs is asked anything. */
import { InputError, type Values } from '../../input';
import type { ProviderFields } from '../provider';
import * as from from './refundFields';

/** So much of a line, a tax or a fee. */
export interface Part {
  /** Its id on the invoice; a fee's type. */
  name: string;
  amount: string;
}

export type AskedBack =
  | { scope: 'full' }
  | { scope: 'amount'; amount: string }
  | { scope: 'lineItems'; lines: Array<{ line: Part; tax: Part | null }>; fees: Part[] };

/** @throws InputError */
export function askedBackOf(fields: ProviderFields): AskedBack {
  const scope = fields.get(from.refundScope) ?? 'full';
  switch (scope) {
    case 'full':
      return { scope };
    case 'amount':
      return { scope, amount: notZero('Amount', fields.need(from.refundAmount)) };
    case 'lineItems': {
      const lines = (fields.get(from.lineItems) ?? []).map(lineOf);
      const fees = (fields.get(from.fees) ?? []).map(
        (row): Part => ({ name: row.need(from.feeType), amount: amountOf(row) }),
      );
      if (lines.length + fees.length > 0) return { scope, lines, fees };
      throw new InputError(
        'Line Items and Fees are empty',
        'Add at least one line item or fee, or choose another Refund.',
      );
    }
  }
}

/** What tells this refund of an order from another one of the same order, in any order of its rows. */
export function partOf(fields: ProviderFields): string[] {
  const asked = askedBackOf(fields);
  const [invoiceId, reference] = [fields.get(from.invoiceId), fields.get(from.refundReference)];
  return [
    ...partsOf(asked),
    ...(invoiceId === null ? [] : [`invoice ${invoiceId}`]),
    ...(reference === null || asked.scope === 'full' ? [] : [`reference ${reference}`]),
  ];
}

function partsOf(asked: AskedBack): string[] {
  switch (asked.scope) {
    case 'full':
      return [];
    case 'amount':
      return [`amount ${plain(asked.amount)}`];
    case 'lineItems':
      return [
        ...asked.lines.map(({ line, tax }) => `line ${inWords(line)}${tax ? ` tax ${inWords(tax)}` : ''}`).sort(),
        ...asked.fees.map((fee) => `fee ${inWords(fee)}`).sort(),
      ];
  }
}

function inWords({ name, amount }: Part): string {
  return `${name} ${plain(amount)}`;
}

/** `5.00` and `5` are one amount. */
function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

function lineOf(row: Values): { line: Part; tax: Part | null } {
  const line = { name: row.need(from.lineItemId), amount: amountOf(row) };
  const [taxId, taxAmount] = [row.get(from.taxId), row.get(from.taxAmount)];
  if (taxId === null && taxAmount === null) return { line, tax: null };
  return { line, tax: { name: row.need(from.taxId), amount: notZero('Tax Amount', row.need(from.taxAmount)) } };
}

function amountOf(row: Values): string {
  return notZero('Amount', row.need(from.rowAmount));
}

function notZero(label: string, amount: string): string {
  if (Number(amount) > 0) return amount;
  throw new InputError(`${label} is zero`, 'Write how much goes back, such as 4.99.');
}
