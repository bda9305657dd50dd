/** Checks what a person filled in, and turns it into the documented fields of a purchase (section 7.1). */
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import type { ProviderFields } from '../provider';

const MODES = ['NOW', 'FIRST_USE', 'ON_DEMAND'];
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const AMOUNT = /^[0-9]{1,9}(?:\.[0-9]{1,4})?$/;
const IPV4_PART = /^(?:0|[1-9][0-9]{0,2})$/;
const IPV6_PART = /^[0-9a-f]{1,4}$/i;

export function checkedEmail(value: string | null): string | undefined {
  if (value === null || EMAIL.test(value)) return value ?? undefined;
  throw bad('Customer Email', 'does not look like an email address', 'Write one address such as name@example.com.');
}

/** `undefined` for the default, which is then not sent. */
export function activationModeOf(fields: ProviderFields): string | undefined {
  const mode = text(fields.activationMode)?.toUpperCase();
  if (mode === undefined || mode === 'NOW') return undefined;
  if (MODES.includes(mode)) return mode;
  throw bad('Activation Mode', 'is none that DENT Giga Store knows', 'Use NOW, FIRST_USE or ON_DEMAND.');
}

/** The country of residence as ISO 3166-1 alpha-2. */
export function userCountryOf(fields: ProviderFields): string | undefined {
  const country = text(fields.userCountry)?.toUpperCase();
  if (country === undefined) return undefined;
  if (country === 'UK') throw bad('User Country', 'is not a country code', 'The United Kingdom is GB.');
  if (/^[A-Z]{2}$/.test(country)) return country;
  throw bad('User Country', 'is not a country code', 'Use the two letters of ISO 3166, such as GR for Greece.');
}

export function userIpOf(fields: ProviderFields): string | undefined {
  const ip = text(fields.userIp);
  if (ip === null) return undefined;
  if (isIpv4(ip) || isIpv6(ip)) return ip;
  throw bad('User IP', 'is not an IP address', 'Use one address, such as 203.0.113.7, without a port.');
}

/** The retail price that the person expects; another one at the provider stops the purchase (section 7.1). */
export function expectedPriceOf(fields: ProviderFields): object | undefined {
  const entered = record(fields.expectedPrice);
  const price = record(entered.price ?? entered);
  const [amount, currency] = [text(price.amount), text(price.currency)?.toUpperCase() ?? 'USD'];
  if (amount === null) return undefined;
  if (!AMOUNT.test(amount)) {
    throw bad('Expected Price', 'is not an amount', 'Write digits and a point, such as 4.99, without a currency sign.');
  }
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw bad('Expected Price', 'has no usable currency', 'Write its three letters, such as USD.');
  }
  return { sortIndex: 0, priceValue: Number(amount), currencyCode: currency };
}

function isIpv4(ip: string): boolean {
  const parts = ip.split('.');
  return parts.length === 4 && parts.every((part) => IPV4_PART.test(part) && Number(part) <= 255);
}

function isIpv6(ip: string): boolean {
  const halves = ip.split('::');
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = parts.at(-1) ?? '';
  const groups = isIpv4(tail) ? [...parts.slice(0, -1), '0', '0'] : parts;
  if (!groups.every((part) => IPV6_PART.test(part)) || halves.length > 2) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

function bad(field: string, what: string, todo: string): ProviderError {
  return new ProviderError('badInput', `${field} ${what}`, { description: `${todo} Nothing was bought.` });
}
