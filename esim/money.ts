/** Amounts of money as decimal strings. Nothing here ever calculates with binary floats. */
import { cleanText } from './cleanText';
import { decimalFrom, equalDecimals, scaledExactly, shifted, written } from './decimal';
import type { Decimal } from './decimal';
import type { Money } from './model';

/** ISO 4217: digits after the decimal point, for the currencies that do not have two. */
const MINOR_DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

/**
 * An amount in the currency's main unit (`4.9`, `"4.90"`). The result has at least as many decimals as the currency
 * (`"4.90"`), more only where the provider sent more. `null` for no amount or no three-letter currency.
 */
export function moneyFrom(amount: unknown, currency: unknown): Money | null {
  return money(decimalFrom(amount), currencyFrom(currency), 0);
}

/** An amount in the currency's smallest unit: `490` USD is 4.90, `490` JPY is 490, `490` KWD is 0.490. */
export function moneyFromMinorUnits(amount: unknown, currency: unknown): Money | null {
  const code = currencyFrom(currency);
  return money(decimalFrom(amount), code, minorDigits(code ?? ''));
}

/**
 * The amount in the currency's smallest unit, as an integer.
 * @throws RangeError when the amount is no number or is finer than the smallest unit: money is never rounded silently.
 */
export function minorUnitsFrom(value: Money): number {
  const amount = decimalFrom(value.amount);
  const units = amount === null ? null : scaledExactly(amount, minorDigits(value.currency.toUpperCase()));
  if (units === null || !Number.isSafeInteger(Number(units))) {
    throw new RangeError(`The amount cannot be expressed in the smallest unit of ${value.currency}.`);
  }
  return Number(units);
}

/** Whether two amounts are the same money: 4.9 USD and 4.90 USD are. */
export function sameMoney(a: Money, b: Money): boolean {
  const [first, second] = [decimalFrom(a.amount), decimalFrom(b.amount)];
  if (first === null || second === null) return false;
  return a.currency.toUpperCase() === b.currency.toUpperCase() && equalDecimals(first, second);
}

function money(amount: Decimal | null, currency: string | null, places: number): Money | null {
  if (amount === null || currency === null) return null;
  return { amount: written(shifted(amount, places), minorDigits(currency)), currency };
}

/** Three letters in upper case, `null` for anything else. */
export function currencyFrom(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const code = cleanText(value, 'identifier').toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Whether there is, or was, such a currency (ISO 4217): three letters alone are none. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}
