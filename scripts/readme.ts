/**
 * Renews the tables of README.md that follow from the providers and from `bench/results.md`, and that of
 * `docs/conformance.md`, which follows from the descriptions in `test/conformance`: `npm run readme`.
 * A test (test/package/readme.test.ts) fails when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { operations } from '../actions';
import { keyOf } from '../actions/operation';
import { providers } from '../providers';
import { operationsOf } from '../providers/capabilities';
import { subjects } from '../test/conformance/subjects';
import { eventName } from '../trigger/eventNames';

const ROOT = join(__dirname, '..');
const DOCUMENTS = ['README.md', join('docs', 'conformance.md')].map((name) => join(ROOT, name));

const RESOURCE_NAMES = {
  order: 'Order',
  esim: 'eSIM',
  package: 'Package',
  account: 'Account',
  device: 'Device',
} as const;

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

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The comparison as `npm run bench` has measured it. */
function measuredDuplicates(): string {
  const results = readFileSync(join(ROOT, 'bench', 'results.md'), 'utf8');
  return /<!-- duplicates:begin -->\s*([\s\S]*?)\s*<!-- duplicates:end -->/.exec(results)?.[1] ?? '';
}

/** What each provider does not do or tell, as its description declares it to the tests. */
export function gapsTable(): string {
  const rows = subjects.flatMap(({ name, neverGiven, cannot }) => [
    ...rowsByReason(name, 'never tells', neverGiven, (what) => `\`${what}\``),
    ...rowsByReason(name, 'does not do', cannot, (what) => what),
  ]);
  return table(['provider', '', 'what', 'why'], rows);
}

function rowsByReason(
  provider: string,
  does: string,
  reasons: Readonly<Record<string, string>>,
  shown: (what: string) => string,
): string[][] {
  return [...new Set(Object.values(reasons))].map((reason) => {
    const all = Object.keys(reasons).filter((what) => reasons[what] === reason);
    return [provider, does, all.map(shown).join('<br>'), reason];
  });
}

/** README.md, or another document, with its derived tables as they should be. */
export function renewed(text: string): string {
  const withTable = (whole: string, name: string, content: string): string =>
    whole.replace(
      new RegExp(`(<!-- ${name}:begin -->)[\\s\\S]*?(<!-- ${name}:end -->)`),
      (_, begin: string, end: string) => `${begin}\n\n${content}\n\n${end}`,
    );
  const derived = {
    capabilities: capabilityTable(),
    events: eventTable(),
    duplicates: measuredDuplicates(),
    gaps: gapsTable(),
  };
  return Object.entries(derived).reduce((whole, [name, content]) => withTable(whole, name, content), text);
}

if (require.main === module) {
  for (const name of DOCUMENTS) writeFileSync(name, renewed(readFileSync(name, 'utf8')));
}
