/** What the stands declare is complete, has reasons, and is what docs/conformance.md shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { providers } from '../../providers';
import { CONFORMANCE, conformancePage } from '../../scripts/conformance';
import { OF_ORDERS, OF_PURCHASES, OF_REFERENCES, OF_TOP_UPS, PLAIN_CASES } from './kit/cases';
import { stands } from './stands';

test('every provider is in the suite', () => {
  expect([...new Set(stands.map(({ provider }) => provider))].sort()).toEqual(providers.map(({ id }) => id).sort());
});

test('every case is carried out somewhere', () => {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts'));
  const code = files.map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  const all = [...OF_PURCHASES, ...OF_REFERENCES, ...OF_ORDERS, ...OF_TOP_UPS, ...PLAIN_CASES];
  expect(all.filter((name) => !code.includes(name))).toEqual([]);
});

test.each(stands)('$name gives a reason for all that does not hold', ({ cannot, defects, notGiven, notTold }) => {
  const reasons = [cannot, defects, notTold].flatMap((declared) => Object.values<string>(declared));
  expect([...reasons, ...notGiven.map(({ because }) => because)].filter((reason) => reason.trim() === '')).toEqual([]);
});

test('docs/conformance.md shows what the stands declare (npm run readme renews it)', () => {
  expect(readFileSync(CONFORMANCE, 'utf8')).toBe(conformancePage());
});
