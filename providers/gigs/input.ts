/** Checks what a person filled in, before anything is created (providers/gigs.md, sections 7, 8, 10). */
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { ProviderFields } from '../provider';
import { withAdvice } from '../spending';
import { LONGEST_REFERENCE } from './subscriptions';

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

export function bad(field: string, what: string, todo: string): ProviderError {
  return new ProviderError('badInput', `${field} ${what}`, { description: `${todo} Nothing was bought.` });
}

/** Whatever goes wrong while a purchase is prepared, the person is told that no money moved. */
export async function beforeBuying<T>(prepare: () => Promise<T>): Promise<T> {
  const prepared = await attempt(prepare);
  if (prepared.ok) return prepared.value;
  const { error } = prepared;
  const description = error.description ?? '';
  if (/nothing was (bought|created|changed)/i.test(description)) throw error;
  throw withAdvice(error, `${description} Nothing was bought now.`.trim());
}

export function checkedEmail(value: string): string {
  if (EMAIL.test(value)) return value;
  throw bad('Customer Email', 'does not look like an email address', 'Write one address such as name@example.com.');
}

export function checkedReference(value: string): string {
  if (value.length <= LONGEST_REFERENCE) return value;
  throw bad(
    'Client Reference',
    `has ${value.length} characters`,
    `Gigs keeps at most ${LONGEST_REFERENCE}: use your shop's order ID.`,
  );
}

/** An address as Gigs takes it; only what was filled in. */
export interface Address {
  line1: string;
  line2?: string;
  city: string;
  state?: string;
  postalCode?: string;
  country: string;
}

const LONGEST_LINE = 35;
const LONGEST_POSTAL_CODE = 15;
const NEEDS_STATE = ['US', 'CA'];

/** `null` when nobody filled in any of it. */
export function addressOf(fields: ProviderFields): Address | null {
  const entered = record(fields.address);
  const parts = record(entered.details ?? entered);
  const [line1, line2, city] = [text(parts.line1), text(parts.line2), text(parts.city)];
  const [state, postalCode, country] = [text(parts.state)?.toUpperCase(), text(parts.postalCode), text(parts.country)];
  if (![line1, line2, city, state, postalCode, country].some((part) => part)) return null;
  if (line1 === null || city === null || country === null) {
    throw bad('Address', 'is not complete', 'It needs Line 1, City and Country.');
  }
  if (!/^[A-Za-z]{2}$/.test(country) || country.toUpperCase() === 'UK') {
    throw bad('Country', 'of the address is not a country code', 'Use the two letters of ISO 3166, such as GB or DE.');
  }
  if (NEEDS_STATE.includes(country.toUpperCase()) && !/^[A-Z]{2}$/.test(state ?? '')) {
    throw bad('State', 'of the address is missing', 'In the US and Canada Gigs needs its two letters, such as NY.');
  }
  for (const part of [line1, line2, city, state]) {
    if (part && part.length > LONGEST_LINE) {
      throw bad('Address', 'has a line that is too long', `Gigs takes at most ${LONGEST_LINE} characters a line.`);
    }
  }
  if (postalCode !== null && postalCode.length > LONGEST_POSTAL_CODE) {
    throw bad('Postal Code', 'is too long', `Gigs takes at most ${LONGEST_POSTAL_CODE} characters.`);
  }
  return {
    line1,
    ...(line2 === null ? {} : { line2 }),
    city,
    ...(state === undefined ? {} : { state }),
    ...(postalCode === null ? {} : { postalCode }),
    country: country.toUpperCase(),
  };
}

/** `YYYY-MM-DD`; a date with a time, as other nodes give it, loses its time. */
export function birthdayOf(fields: ProviderFields): string | undefined {
  const entered = text(fields.birthday);
  if (entered === null) return undefined;
  const time = isoTime(entered) === null ? null : /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.exec(entered);
  if (time) return time[0];
  throw bad('Birthday', 'is not a date', 'Write it as year-month-day, such as 1990-12-31.');
}

/** Section 17: placeholders for a new SIM in a test project; they are no SIMs that could be read. */
export const TEST_SIMS = [
  'sim_test_esim',
  'sim_test_esim_delayed_up_to_one_min',
  'sim_test_esim_delayed_four_hours',
  'sim_test_esim_delayed_twenty_four_hours',
  'sim_test_psim',
  'sim_test_psim_delayed_up_to_one_min',
  'sim_test_psim_delayed_four_hours',
  'sim_test_psim_delayed_twenty_four_hours',
];

export type SimChoice =
  /** A new eSIM, the last one of the user, or a new test SIM. */
  { kind: 'new'; value: string } | { kind: 'existing'; value: string };

export function simChoiceOf(fields: ProviderFields): SimChoice {
  const id = text(fields.simId);
  if (id !== null && !TEST_SIMS.includes(id)) return { kind: 'existing', value: id };
  const value = id ?? text(fields.sim) ?? 'auto';
  if (['auto', 'preferLastUsed', ...TEST_SIMS].includes(value)) return { kind: 'new', value };
  throw bad('SIM', `"${value}" is not a choice`, 'Choose one from the list, or fill in SIM ID.');
}
