import { spawn } from 'node:child_process';
import { setInterval, clearInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const HEARTBEAT_MS = 60_000;

/** How to call the npm in use: the one that started us, else the one on the PATH. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script, ...args] : ['npm', ...args];
}

/** A program of the root package, run by the Node that runs us. */
export function tool(path, ...args) {
  return [process.execPath, `node_modules/${path}`, ...args];
}

export function seconds(since) {
  const passed = Math.round((Date.now() - since) / 1000);
  return passed < 60 ? `${passed} s` : `${Math.floor(passed / 60)} min ${passed % 60} s`;
}

/**
 * Runs a program in the repository to its end, its output kept and not shown.
 *
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects: a program that is missing or takes too long is not ok
 */
export function capture([program, ...args], { timeoutMs = 15 * 60_000, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      // `npm test --silent` would make an npm that fails in here silent too.
      env: { ...process.env, npm_config_loglevel: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const limit = setTimeout(() => {
      output += `\nStopped: it took longer than ${timeoutMs / 60_000} minutes.\n`;
      child.kill('SIGTERM');
    }, timeoutMs);
    const end = (ok) => {
      clearTimeout(limit);
      resolve({ ok, output });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(false);
    });
    child.on('close', (status) => end(status === 0));
  });
}

/** Runs `work` under one line of progress: what is done, and how long it took. `work` says how it ended. */
export async function reported(title, work) {
  const started = Date.now();
  console.log(`- ${title} ...`);
  const heartbeat = setInterval(() => console.log(`- ${title} ... ${seconds(started)}`), HEARTBEAT_MS);
  try {
    const outcome = await work();
    console.log(`- ${title}: ${outcome} (${seconds(started)})`);
  } finally {
    clearInterval(heartbeat);
  }
}
