import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, npm, reported, ROOT } from './run.mjs';

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Whether `node_modules` holds what the lock asks for. npm keeps its own record of what it installed. */
export function dependenciesAreInstalled() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  return Object.entries(readPackages(join(ROOT, 'package-lock.json'))).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return installed[path] ? installed[path].version === version : optional === true;
  });
}

/**
 * Runs `npm ci` when the dependencies of the root package are missing or are not those of the lock.
 *
 * @throws {Error} with npm's output when it fails
 */
export async function ensureDependencies() {
  if (dependenciesAreInstalled()) return;
  let result;
  await reported('Installing the dependencies (npm ci, about a minute)', async () => {
    result = await capture(npm('ci'));
    return result.ok ? 'done' : 'failed';
  });
  if (!result.ok) throw new Error(result.output);
}
