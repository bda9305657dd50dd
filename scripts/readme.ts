/**
 * Renews the tables of README.md that follow from the providers and from `bench/results.md`, and docs/conformance.md:
 * `npm run readme`.
 * A test (test/package/readme.test.ts) fails when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { operations } from '../actions';
import { keyOf } from '../actions/operation';
import { providers } from '../providers';
import { operationsOf } from '../providers/capabilities';
import { eventName } from '../trigger/eventNames';
import { writeConformance } from './conformance';
import { table } from './table';

const README = join(__dirname, '..', 'README.md');

const RESOURCE_NAMES = { order: 'Order', esim: 'eSIM', package: 'Package' } as const;

export function capabilityTable(): string {
  const rows = operations
    .filter((operation) => providers.some((provider) => operationsOf(provider).includes(keyOf(operation))))
    .sort((a, b) => Object.keys(RESOURCE_NAMES).indexOf(a.resource) - Object.keys(RESOURCE_NAMES).indexOf(b.resource))
    .map((operation) => [
      `${RESOURCE_NAMES[operation.resource]} → ${operation.name}`,
      operation.description,
      ...providers.map((provider) => (operationsOf(provider).includes(keyOf(operation)) ? 'yes' : '–')),
    ]);
  return table(['operation', 'what it does', ...providers.map(({ name }) => name)], rows);
}

export function eventTable(): string {
  const sources = providers.filter(({ webhook }) => webhook);
  const types = [...new Set(sources.flatMap(({ webhook }) => webhook?.events ?? []))].sort();
  const rows = types.map((type) => [
    eventName(type),
    `\`${type}\``,
    ...sources.map(({ webhook }) => (webhook?.events.includes(type) ? 'yes' : '–')),
  ]);
  return table(['event', '`type`', ...sources.map(({ name }) => name)], rows);
}

/** The comparison as `npm run bench` has measured it. */
function measuredDuplicates(): string {
  const results = readFileSync(join(__dirname, '..', 'bench', 'results.md'), 'utf8');
  return /<!-- duplicates:begin -->\s*([\s\S]*?)\s*<!-- duplicates:end -->/.exec(results)?.[1] ?? '';
}

/** README.md with its derived tables as they should be. */
export function renewed(text: string): string {
  const withTable = (whole: string, name: string, content: string): string =>
    whole.replace(
      new RegExp(`(<!-- ${name}:begin -->)[\\s\\S]*?(<!-- ${name}:end -->)`),
      (_, begin: string, end: string) => `${begin}\n\n${content}\n\n${end}`,
    );
  const derived = { capabilities: capabilityTable(), events: eventTable(), duplicates: measuredDuplicates() };
  return Object.entries(derived).reduce((whole, [name, content]) => withTable(whole, name, content), text);
}

if (require.main === module) {
  writeFileSync(README, renewed(readFileSync(README, 'utf8')));
  writeConformance();
}
