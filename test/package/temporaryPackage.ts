import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The folders with code that is published: those that the compiler is given. */
function shippedFolders(): string[] {
  const { include } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as { include: string[] };
  return include.map((pattern) => pattern.slice(0, pattern.indexOf('/')));
}

/** What `gulp build` and `npm pack` read. */
const SOURCES = [
  'LICENSE',
  'LICENSES',
  'README.md',
  'gulpfile.js',
  'icons',
  'index.js',
  'package.json',
  'scripts',
  'tsconfig.json',
  ...shippedFolders(),
];

export interface Finished {
  status: number | null;
  /** What it wrote, to standard output and to standard error. */
  output: string;
}

export function runNode(parameters: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'n8n-nodes-esim-'));
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The sources of this package in a folder of their own, so that building them disturbs nobody. */
export function copySources(): string {
  const folder = temporaryFolder();
  for (const source of SOURCES) cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** A package made of these files, as text or as JSON. */
export function writePackage(files: Record<string, unknown>): string {
  const folder = temporaryFolder();
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}
