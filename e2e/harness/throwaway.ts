import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Things that must not outlast this process: process groups and folders. A small watcher process is told about each,
 * because no handler runs here after a SIGKILL.
 */
let reaper: ChildProcess | undefined;

function tell(line: string): void {
  if (!reaper) {
    reaper = spawn(process.execPath, [join(__dirname, 'reaper.cjs')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    reaper.unref();
    reaper.stdin?.on('error', () => {});
    (reaper.stdin as unknown as { unref?: () => void }).unref?.();
  }
  reaper.stdin?.write(`${line}\n`);
}

/** A new folder under the system's temporary one, removed at the latest when this process ends. */
export function throwawayFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  tell(`+dir ${folder}`);
  return folder;
}

/** Removes a throwaway folder now. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  if (reaper) tell(`-dir ${folder}`);
}

/** Registers a process that leads its own group (spawned with `detached: true`), so that it ends with this one. */
export function endWithUs(pid: number): void {
  tell(`+pid ${pid}`);
}

/** Kills a whole process group at once (SIGKILL) and forgets it. A group that is gone already is no error. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  tell(`-pid ${pid}`);
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * A free port on 127.0.0.1. Taken at random from below the range that the system hands out by itself, so that nothing
 * slips in during the seconds until n8n listens on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

/** The wanted port when nobody listens on it, else a free one. */
export async function portOrFree(wanted: number): Promise<number> {
  return (await isFree(wanted)) ? wanted : await freePort();
}
