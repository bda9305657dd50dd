import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, npmEnv, runOrThrow } from './command';
import { PACKAGE_NAME, ROOT } from './paths';
import { step } from './progress';
import { throwawayFolder } from './throwaway';

/** Our package as it would be published. */
export interface PackedPackage {
  version: string;
  /** The `.tgz` file. */
  tarball: string;
  /** The unpacked tarball, changed as n8n changes it before it installs a community package. */
  folder: string;
}

/** The folders with code that is published: those that the compiler is given. */
function shippedFolders(): string[] {
  const { include } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as { include: string[] };
  return include.map((pattern) => pattern.slice(0, pattern.indexOf('/')));
}

/** What `npm run build` reads. */
const SOURCES = [...shippedFolders(), 'icons', 'gulpfile.js', 'index.js', 'package.json', 'tsconfig.json'];

/** The newest change in a file or folder, in ms since 1970; a removed file shows in its folder. 0 when not there. */
function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function isBuilt(): boolean {
  const built = newestChange(join(ROOT, 'dist'));
  return SOURCES.every((source) => newestChange(join(ROOT, source)) <= built);
}

async function npm(args: string[]): Promise<string> {
  const command = npmCommand();
  return await runOrThrow(command.program, [...command.args, ...args], { cwd: ROOT, env: npmEnv() });
}

/**
 * Builds the package unless `dist` is newer than every source, packs it as `npm publish` would, and unpacks it the way
 * n8n does on installation: without devDependencies, peerDependencies and optionalDependencies (facts/n8n.md,
 * section 5.2).
 */
export async function packPackage(): Promise<PackedPackage> {
  if (!isBuilt()) await step('Building the package', async () => void (await npm(['run', 'build'])));
  const target = throwawayFolder('esim-pack');
  await npm(['pack', '--ignore-scripts', '--pack-destination', target]);
  const name = readdirSync(target).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Error(`npm pack left no tarball in ${target}`);
  const tarball = join(target, name);
  await runOrThrow('tar', ['-xzf', tarball, '-C', target], { cwd: target });
  const folder = join(target, 'package');
  return { version: stripManifest(folder), tarball, folder };
}

function stripManifest(folder: string): string {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  delete manifest.devDependencies;
  delete manifest.peerDependencies;
  delete manifest.optionalDependencies;
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  return String(manifest.version);
}

/** Puts the package where n8n keeps installed community packages, with no `node_modules` beside it. */
export function installInto(userFolder: string, pack: PackedPackage): void {
  const nodes = join(userFolder, '.n8n', 'nodes');
  const destination = join(nodes, 'node_modules', PACKAGE_NAME);
  mkdirSync(destination, { recursive: true });
  cpSync(pack.folder, destination, { recursive: true });
  const manifest = { name: 'installed-nodes', private: true, dependencies: { [PACKAGE_NAME]: pack.version } };
  writeFileSync(join(nodes, 'package.json'), JSON.stringify(manifest, null, 2));
}
