import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, npmEnv, runOrThrow } from './command';
import { E2E, findNode24, N8N_BIN, requireNode24, WORK } from './paths';
import { say, step } from './progress';
import { ensureSqlite3 } from './sqlite3';

const STAMP = join(E2E, 'node_modules', '.esim-e2e-ready');
const LOCK = join(WORK, 'install.lock');
const LOCK_POLL_MS = 1_000;

/** What the finished installation depends on: change any of it and the installation is done anew. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) hash.update(readFileSync(join(E2E, file)));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

function isReady(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint() && existsSync(N8N_BIN) && !!findNode24();
}

/** The version of n8n that the tests are pinned to. */
export function n8nVersion(): string {
  const manifest = JSON.parse(readFileSync(join(E2E, 'package.json'), 'utf8')) as { dependencies: { n8n: string } };
  return manifest.dependencies.n8n;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the lock was left behind by an installation that died, or never got as far as writing its process id. */
function isStale(): boolean {
  try {
    const pid = Number(readFileSync(join(LOCK, 'pid'), 'utf8'));
    return !isAlive(pid);
  } catch {
    return existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs > 10_000;
  }
}

/** Two commands started at the same moment (the tests and the demo, say) must not install into the same folder. */
async function withLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(WORK, { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      break;
    } catch {
      if (isStale()) {
        rmSync(LOCK, { recursive: true, force: true });
        continue;
      }
      if (!told) say('Waiting for another installation to finish');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

/**
 * Makes sure that n8n, Node 24 and the browser driver are installed in `e2e/node_modules` and that n8n's SQLite driver
 * works. Does nothing, at once, when that is so already.
 *
 * @throws Error with what to do, when the installation cannot be completed on this machine.
 */
export async function ensureInstalled(): Promise<void> {
  if (isReady()) return;
  await withLock(async () => {
    if (isReady()) return;
    const npm = npmCommand();
    await step(`Installing n8n ${n8nVersion()} for the end-to-end tests (2.4 GB, about 3 minutes)`, async () => {
      await runOrThrow(npm.program, [...npm.args, 'ci'], { cwd: E2E, env: npmEnv() });
    });
    await ensureSqlite3(requireNode24());
    writeFileSync(STAMP, fingerprint());
  });
}

if (require.main === module) {
  ensureInstalled().then(
    () => say('n8n is installed.'),
    (error: Error) => {
      say(error.message);
      process.exitCode = 1;
    },
  );
}
