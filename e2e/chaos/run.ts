/**
 * `npm run chaos`: thousands of purchases under random faults at every provider, on a real n8n that is killed in the
 * middle; balanced by the providers' own books. Ends with status 1 when anything is wrong.
 *
 *   npm run chaos -- --purchases=2000 --seed=x --provider=DENT
 *   npm run chaos -- --queue          queue mode, with a worker killed in the middle
 *   npm run chaos -- --in-process     through n8n-core in this process, with time running faster
 */
import { spawnSync } from 'node:child_process';
import { campaign, type Summary } from '../../test/chaos/campaign';
import { standKinds } from '../../test/chaos/stands';
import { ensureInstalled, findServices, packPackage, ROOT, say } from '../harness';
import { startOneProcess } from './oneProcess';
import { startQueueMode } from './queueMode';
import { realRunner, type ChaosHost } from './realRunner';

function option(name: string, fallback: string): string {
  return process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
}

const seed = option('seed', `chaos-${Date.now()}`);
const purchases = Number(option('purchases', '2000'));
const provider = option('provider', '');

const kinds = standKinds.filter(({ name }) => name.includes(provider));

/** One provider after the other: thousands of purchases keep a machine busy, and who is too busy only sees time-outs. */
function inProcess(): number {
  const jest = ['node_modules/jest/bin/jest.js', 'test/chaos'];
  const settings = { CHAOS_SEED: seed, CHAOS_PURCHASES: String(purchases), CHAOS_PATIENCE: '3', CHAOS_LOG: '1' };
  const failed = kinds.filter(({ name }) => {
    const env = { ...process.env, ...settings, CHAOS_PROVIDER: name };
    return spawnSync(process.execPath, jest, { cwd: ROOT, env, stdio: 'inherit' }).status !== 0;
  });
  return failed.length > 0 ? 1 : 0;
}

async function startHost(): Promise<ChaosHost & { dispose(): Promise<void> }> {
  await ensureInstalled();
  const pack = await packPackage();
  if (!process.argv.includes('--queue')) return await startOneProcess(pack);
  const { programs, reason } = await findServices();
  if (programs === null) throw new Error(reason);
  return await startQueueMode(pack, programs);
}

function isGood({ contradictions, duplicates, lost, secrets, wrongs }: Summary): boolean {
  return [contradictions, duplicates, lost, secrets, wrongs].every(({ length }) => length === 0);
}

async function onRealN8n(): Promise<number> {
  const host = await startHost();
  let good = true;
  try {
    for (const { start } of kinds) {
      const stand = await start();
      try {
        const runner = await realRunner(host, stand);
        const summary = await campaign(stand, runner, { seed, purchases, log: say });
        await runner.stop();
        good &&= isGood(summary);
        say(`${stand.name}: ${JSON.stringify(summary)}`);
      } finally {
        await stand.stop();
      }
    }
  } finally {
    await host.dispose();
  }
  return good ? 0 : 1;
}

async function main(): Promise<void> {
  process.exitCode = process.argv.includes('--in-process') ? inProcess() : await onRealN8n();
}

void main();
