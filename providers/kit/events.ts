/** Webhooks: bodies become events with every field of the model, and events are asked about. */
import { jsonFromBytes } from '../../esim/json';
import type { EsimEvent } from '../../esim/model';
import { record } from '../../esim/read';
import type { Confirmation, Reading, Result } from '../provider';
import { attempt } from './attempt';

/**
 * One event, or several in an array.
 * @param eventFrom null for what is no event of this provider
 * @param isNone why a body without any is none, in words that follow "the body "
 * @param some whether an entry that is none spoils the others (they were all sent by the same hand), or is left out
 */
export function readingOf(
  rawBody: Buffer,
  eventFrom: (raw: Record<string, unknown>) => EsimEvent | null,
  { isNone, others }: { isNone: string; others: 'spoiled' | 'kept' },
): Reading {
  const body = jsonFromBytes(rawBody);
  if (body === undefined) return { readable: false, reason: 'the body is not JSON' };
  const entries = Array.isArray(body) ? (body as unknown[]) : [body];
  const events = entries.flatMap((raw): Array<Result<EsimEvent>> => {
    const value = eventFrom(record(raw));
    return value === null ? [] : [{ value, raw }];
  });
  const isWhole = events.length === entries.length || (others === 'kept' && events.length > 0);
  return isWhole ? { readable: true, events } : { readable: false, reason: `the body ${isNone}` };
}

/**
 * Asks the provider about an event.
 * @param subject reads what the event is about: `notFound` means that somebody made the event up
 */
export async function confirming<T>(
  subject: () => Promise<T>,
  weigh: (subject: T) => Confirmation,
  unknown?: string,
): Promise<Confirmation> {
  const read = await attempt(subject);
  if (read.ok) return weigh(read.value);
  if (read.error.kind !== 'notFound') return { outcome: 'notAsked', error: read.error };
  return { outcome: 'unknown', explanation: unknown ?? read.error.message };
}
