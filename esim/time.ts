/** Points in time, as every provider writes them, in one form. */
import { cleanText } from './cleanText';

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
/** A zone's name in brackets behind the offset is said twice; alone, only UTC's says which time is meant. */
const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?\s?(?:(Z|UTC|GMT|[+\u2212-][0-9]{2}(?::?[0-9]{2})?)(?:\s?\[[\w/+-]+\])?|\[(?:UTC|GMT|Z|Etc\/UTC)\])?$/i;
const EPOCH = /^[0-9]{9,13}(?:\.[0-9]+)?$/;

/** Smaller numbers are seconds (until the year 5138), larger ones milliseconds (from 1973). */
const FIRST_MILLISECONDS = 1e11;
const LAST_MILLISECONDS = 1e14;

/**
 * A time as `YYYY-MM-DDTHH:mm:ss.sssZ`, always UTC, always with three decimals so that times compare as text.
 * Understands ISO 8601 with up to nine decimals (cut, not rounded) and any offset, `UTC` and `GMT` for `Z`, a zone's
 * name behind the offset (`+01:00[cet]`), a date alone (midnight), and epoch seconds or milliseconds as number or
 * digits. A missing zone means UTC. `null` for what is empty, impossible, or a programming language's "no time" (0, the
 * year 1).
 */
export function isoTime(value: unknown): string | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = cleanText(value, 'identifier');
  if (EPOCH.test(text)) return fromEpoch(Number(text));
  const [, ...fields] = DATE_TIME.exec(text) ?? DATE.exec(text) ?? [];
  return fromFields(fields);
}

function fromEpoch(value: number): string | null {
  if (!(value > 0) || value >= LAST_MILLISECONDS) return null;
  const milliseconds = value < FIRST_MILLISECONDS ? Math.floor(Math.round(value * 1e6) / 1e3) : Math.floor(value);
  return new Date(milliseconds).toISOString();
}

function fromFields(fields: Array<string | undefined>): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) => Number(field ?? 0));
  const millisecond = Number((fields[6] ?? '').padEnd(3, '0').slice(0, 3));
  if (year < 2 || hour > 23 || minute > 59 || second > 59) return null;
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  // a day that the month does not have lies in another one
  if (local.getUTCMonth() !== month - 1) return null;
  local.setUTCHours(hour, minute, second, millisecond);
  const offset = offsetMinutes(fields[7]);
  if (offset === null) return null;
  const time = new Date(local.getTime() - offset * 60_000).toISOString();
  return time.length === 'YYYY-MM-DDTHH:mm:ss.sssZ'.length ? time : null;
}

function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined || /[a-z]/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('+') ? 1 : -1) * (hours * 60 + minutes);
}
