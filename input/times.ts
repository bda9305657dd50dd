/** Fields of moments and days. */
import type { INodeProperties } from 'n8n-workflow';

import { isoTime } from '../esim/time';
import { makeField, type Field, type Words } from './field';
import { isDate, isLuxonTime, isMissing, textOf } from './given';

/** A moment as ISO 8601 in UTC, from such a text, a Date, a luxon time, or epoch seconds or milliseconds. */
export function moment(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    if (isMissing(raw)) return null;
    const time = timeOf(raw, words);
    if (time !== null) return time;
    throw words.refuse(
      `${describedTime(raw, words)}, which is not a date`,
      'Write it like 2030-01-31T12:00:00Z, in UTC.',
    );
  });
}

/** The day of a calendar as `YYYY-MM-DD`. Of a text with a time and of a luxon time it is the day that stands there. */
export function day(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    if (isMissing(raw)) return null;
    const found = dayOf(raw, words);
    if (found !== null) return found;
    throw words.refuse(
      `${describedTime(raw, words)}, which is not a date`,
      'Write it as year-month-day, such as 1990-12-31.',
    );
  });
}

function timeOf(raw: unknown, words: Words): string | null {
  if (isDate(raw)) return isoOfMilliseconds(Date.prototype.getTime.call(raw));
  if (isLuxonTime(raw)) return raw.isValid ? isoOfMilliseconds(raw.toMillis()) : null;
  const given = textOf(raw, words, 'identifier');
  return isoTime(given);
}

function dayOf(raw: unknown, words: Words): string | null {
  if (isLuxonTime(raw)) return raw.isValid ? written(raw.toISODate()) : null;
  if (isDate(raw)) return dayOfUtc(timeOf(raw, words), words);
  const given = textOf(raw, words, 'identifier') ?? '';
  // seconds since 1970 name a moment
  if (!given.includes('-')) return null;
  const time = isoTime(given);
  if (time === null) return null;
  // midnight somewhere else, as programs send a date that they keep as a moment
  return /Z$|UTC|GMT/i.test(given) ? dayOfUtc(time, words) : given.slice(0, 'YYYY-MM-DD'.length);
}

/** @throws InputError when it is another day east or west of Greenwich */
function dayOfUtc(time: string | null, words: Words): string | null {
  if (time === null || time.endsWith('T00:00:00.000Z')) return written(time);
  throw words.refuse(
    'is a moment, and which day that is depends on the time zone',
    "Pass the day alone, such as {{ $json.birthday.toDateTime().toFormat('yyyy-MM-dd') }}.",
  );
}

function written(time: string | null): string | null {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.exec(time ?? '')?.[0] ?? null;
}

function isoOfMilliseconds(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : isoTime(date.toISOString());
}

function describedTime(raw: unknown, words: Words): string {
  if (isDate(raw) || isLuxonTime(raw)) return 'is a date that does not exist';
  return words.came(textOf(raw, words, 'free') ?? '');
}
