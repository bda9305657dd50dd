/**
 * `npm run demo`: see the package at work in a real n8n, from a fresh clone, with nothing installed before.
 * `npm run demo -- --once` ends by itself, with status 0 or 1.
 */
import { spawn } from 'node:child_process';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ROOT, tool } from './lib/run.mjs';

const [program, ...args] = tool('tsx/dist/cli.mjs', 'e2e/demo/demo.ts', ...process.argv.slice(2));

try {
  await ensureDependencies();
  const demo = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  // Ctrl-C reaches the demo as well, which ends what it started; we wait for that.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => demo.kill('SIGTERM'));
  demo.on('exit', (status) => {
    process.exitCode = status ?? 1;
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
