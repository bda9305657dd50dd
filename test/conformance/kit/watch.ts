/** Everything that is logged or thrown while the suite runs, looked through for what nobody may read there. */
import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';

import { secretsIn } from '../../chaos/truth';

const lines: string[] = [];
/** Parts of activation codes and install links that outputs have shown. */
const codes = new Set<string>();

const keep = (message: string, about?: unknown): void => void lines.push(`${message} ${JSON.stringify(about) ?? ''}`);
const logger = { error: keep, warn: keep, info: keep, debug: keep };
Container.set(Logger, { ...logger, scoped: () => logger } as unknown as Logger);

/** Of an error as n8n stores it: its words, what hangs on it, and where it came from. */
export function noteThrown(error: unknown): void {
  if (!(error instanceof Error)) return;
  const more = Object.fromEntries(Object.entries(error).filter(([name]) => name !== 'node'));
  lines.push(`${error.message} ${error.stack} ${safeJson(more)} ${safeJson((error as { cause?: unknown }).cause)}`);
}

export function noteSaid(said: unknown): void {
  lines.push(safeJson(said));
}

/** Remembers what an output shows of an eSIM: from then on it may stand in no error and no log. */
export function noteShown(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'object') noteShown(field);
    else if (/^(activationCode|matchingId|iosInstallUrl|androidInstallUrl|installPageUrl)$/.test(name) && field)
      codes.add(String(field));
  }
}

/** @returns what was found, in words, and forgets everything */
export function secretsSaid(secrets: ReadonlyArray<string | RegExp>): string[] {
  const found = lines.flatMap((line) => [
    ...secretsIn(line, secrets),
    ...[...codes].filter((code) => line.includes(code)),
  ]);
  lines.length = 0;
  codes.clear();
  return [...new Set(found)];
}

/** Lines since the last look that have this in them. */
export function linesWith(words: RegExp): string[] {
  return lines.filter((line) => words.test(line));
}

function safeJson(value: unknown): string {
  const seen = new Set<unknown>();
  return (
    JSON.stringify(value, (_, field: unknown) => {
      if (typeof field !== 'object' || field === null) return typeof field === 'bigint' ? String(field) : field;
      if (seen.has(field)) return undefined;
      seen.add(field);
      return field;
    }) ?? ''
  );
}
