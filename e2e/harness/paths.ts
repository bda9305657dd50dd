import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The repository. */
export const ROOT = resolve(__dirname, '..', '..');

/** The private package that brings n8n, Node 24 and the browser driver. */
export const E2E = join(ROOT, 'e2e');

/** Everything that the harness makes and that git ignores: tarballs, throwaway n8n folders, logs. */
export const WORK = join(ROOT, '.work');

/** The name under which n8n loads our package. */
export const PACKAGE_NAME = 'n8n-nodes-esim';

/** n8n 2.41 refuses to start on anything older. */
export const MIN_NODE_MAJOR = 24;

/**
 * The Node that runs n8n: the one that is running now when it is new enough, else the one from the `node-<os>-<cpu>`
 * package. Null before the installation, or on a system for which no such package exists.
 */
export function findNode24(): string | null {
  if (Number(process.versions.node.split('.')[0]) >= MIN_NODE_MAJOR) return process.execPath;
  const packaged = join(E2E, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(packaged) ? packaged : null;
}

/** As {@link findNode24}, but says what to do when there is none. */
export function requireNode24(): string {
  const node = findNode24();
  if (node) return node;
  throw new Error(
    `n8n needs Node ${MIN_NODE_MAJOR} or newer, this is ${process.version}, and no packaged Node was found for ` +
      `${process.platform}-${process.arch}. Install Node ${MIN_NODE_MAJOR} and run the same command with it.`,
  );
}

/** The folder with `include/node/node.h` of a Node binary, or null when its headers are not beside it. */
export function headersOf(nodeBinary: string): string | null {
  const prefix = resolve(dirname(nodeBinary), '..');
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? prefix : null;
}

/** The script that starts n8n. */
export const N8N_BIN = join(E2E, 'node_modules', 'n8n', 'bin', 'n8n');
