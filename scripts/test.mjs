/**
 * `npm test`: everything that is checked, in one command that also works in a fresh clone with nothing installed.
 * Prints a line per step, the whole output of a step that fails, and at the end `N passed, N failed`.
 *
 *   npm test -- --unit              lint, types and unit tests: what needs no n8n (about a minute)
 *   npm test -- --only=lint,scan    these steps
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { capture, npm, reported, ROOT, seconds, tool } from './lib/run.mjs';
import { removeReport, Tally } from './lib/tally.mjs';

const REPORTS = join(ROOT, '.work', 'reports');
const TSC = 'typescript/bin/tsc';
const JEST = 'jest/bin/jest.js';
/** A limit for what hangs, far above what it takes on a slow machine. */
const JEST_TIMEOUT_MS = 40 * 60_000;

/** A step is one test (`command`), or many (`jest`). `needsN8n`: it waits until n8n is installed. */
const STEPS = [
  { name: 'lint', title: 'Lint and formatting', command: npm('run', '--silent', 'lint') },
  { name: 'types', title: 'Types of what ships', command: tool(TSC, '--noEmit') },
  { name: 'types', title: 'Types of tests and sandbox', command: tool(TSC, '-p', 'tsconfig.tests.json') },
  { name: 'unit', title: 'Unit tests', jest: ['--maxWorkers=2'] },
  { name: 'build', title: 'Build', command: npm('run', '--silent', 'build') },
  { name: 'scan', title: "n8n's scanner on sources and tarball", command: npm('run', '--silent', 'scan') },
  { name: 'types', title: 'Types of the real-n8n tests', command: tool(TSC, '-p', 'e2e'), needsN8n: true, slow: true },
  { name: 'e2e', title: 'The packed package in a real n8n', jest: ['-c', 'e2e/jest.config.js'], needsN8n: true },
];
const WITHOUT_N8N = ['lint', 'types', 'unit'];

function chosenSteps(args) {
  const only = args
    .find((arg) => arg.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const unit = args.includes('--unit');
  const known = new Set(STEPS.map(({ name }) => name));
  const unknown = [
    ...args.filter((arg) => arg !== '--unit' && !arg.startsWith('--only=')),
    ...(only ?? []).filter((name) => !known.has(name)),
  ];
  if (unknown.length > 0) {
    throw new Error(`Not understood: ${unknown.join(' ')}. Known: --unit, --only=${[...known].join(',')}`);
  }
  if (unit) return STEPS.filter(({ name, slow }) => WITHOUT_N8N.includes(name) && !slow);
  return only ? STEPS.filter(({ name }) => only.includes(name)) : STEPS;
}

/** Fetches and compiles n8n while the quick steps run: it is mostly waiting for the network and the disk. */
function startInstallingN8n(steps) {
  if (!steps.some(({ needsN8n }) => needsN8n)) return null;
  return capture(tool('tsx/dist/cli.mjs', 'e2e/harness/install.ts'));
}

async function runStep({ title, command, jest, name }, tally) {
  const report = join(REPORTS, `${name}.json`);
  const whole = jest ? tool(JEST, ...jest, '--ci', '--json', `--outputFile=${report}`) : command;
  let result;
  await reported(title, async () => {
    removeReport(report);
    result = await capture(whole, jest ? { timeoutMs: JEST_TIMEOUT_MS } : {});
    if (jest) return tally.addJest(report, result.ok);
    tally.add(result.ok);
    return result.ok ? 'passed' : 'FAILED';
  });
  if (!result.ok) console.log(`\n${result.output}\n`);
}

async function main() {
  const started = Date.now();
  const tally = new Tally();
  const steps = chosenSteps(process.argv.slice(2));
  await ensureDependencies();
  mkdirSync(REPORTS, { recursive: true });
  const installing = startInstallingN8n(steps);
  let installed;
  for (const step of steps) {
    if (step.needsN8n && !installed) {
      await reported('n8n and its Node', async () => {
        installed = await installing;
        return installed.ok ? 'installed' : 'FAILED';
      });
      if (!installed.ok) {
        console.log(`\n${installed.output}\n`);
        tally.add(false);
      }
    }
    if (!step.needsN8n || installed.ok) await runStep(step, tally);
  }
  console.log(`\nIn ${seconds(started)}.`);
  return tally;
}

try {
  const tally = await main();
  console.log(String(tally));
  process.exitCode = tally.ok ? 0 : 1;
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
