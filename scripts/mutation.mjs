/**
 * `npm run mutation`: plants small faults in the code, one at a time, and sees whether the tests of the same folder notice
 * (docs/tests.md). It takes an hour or more, so it is a command of its own: `npm run mutation -- esim purchase` for some
 * of the folders, `-- esim esim/money.ts esim/time.ts:10-40` for some files or lines of one, `-- --incremental esim` to
 * plant only what changed since the last time, `-- --list` to see the names. Ends with the share of noticed faults of each.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WORK = join(ROOT, '.work', 'mutation');

/** What judges and reads at a provider: not the fields, whose words are looked at, nor the calls, which the sandbox holds. */
const JUDGING = '!(fields|*Fields|index|api|wire|requirements).ts';

/** By folder: where faults are planted, and the tests that have to notice. */
const AREAS = {
  esim: { mutate: ['esim/**/*.ts'], tests: ['test/esim/*.test.ts'] },
  input: { mutate: ['input/**/*.ts'], tests: ['test/input/*.test.ts', 'test/http/savingACredential.test.ts'] },
  purchase: { mutate: ['purchase/**/*.ts'], tests: ['test/purchase/**/*.test.ts'] },
  http: {
    mutate: ['http/**/*.ts', 'providers/spending.ts'],
    tests: ['test/http/*.test.ts', 'test/providers/*.test.ts'],
  },
  webhooks: { mutate: ['webhooks/**/*.ts'], tests: ['test/webhooks/*.test.ts'] },
  trigger: { mutate: ['trigger/**/*.ts'], tests: ['test/trigger/*.test.ts'] },
  ...providerArea('dentGigaStore'),
  ...providerArea('oneGlobalConnect'),
  ...providerArea('gigs'),
};

function providerArea(name) {
  const tests = [`test/providers/${name}/*.test.ts`, `test/actions/${name}.test.ts`, `test/trigger/${name}.test.ts`];
  return { [name]: { mutate: [`providers/${name}/**/${JUDGING}`], tests } };
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const incremental = process.argv.includes('--incremental');
const places = words.filter((word) => word.includes('.ts'));
const asked = words.filter((word) => !places.includes(word));
if (process.argv.includes('--list')) console.log(Object.keys(AREAS).join('\n'));
else runAll(asked.length > 0 ? asked : Object.keys(AREAS));

function runAll(names) {
  mkdirSync(WORK, { recursive: true });
  const rows = names.map((name) => [name, run(name, AREAS[name])]);
  for (const [name, share] of rows) console.log(`${name}: ${share}`);
}

function run(name, { mutate, tests }) {
  const stryker = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const report = join(WORK, `${name}.json`);
  const env = { ...process.env, MUTATION_TESTS: tests.join(','), MUTATION_REPORT: report };
  rmSync(report, { force: true });
  const where = places.length > 0 ? places : mutate;
  const again = incremental ? ['--incremental', '--incrementalFile', join(WORK, `${name}.known.json`)] : [];
  spawnSync(process.execPath, [stryker, 'run', '--mutate', where.join(','), ...again], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  return existsSync(report) ? shareIn(report) : 'was broken off';
}

/** Faults noticed of those that were planted, by a test or because nothing ended any more. */
function shareIn(report) {
  const mutants = Object.values(JSON.parse(readFileSync(report, 'utf8')).files).flatMap((file) => file.mutants);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const all = noticed + count('Survived', 'NoCoverage');
  return `${noticed} of ${all} noticed (${((100 * noticed) / all).toFixed(1)} %)`;
}
