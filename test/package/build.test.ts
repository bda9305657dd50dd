import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { providers } from '../../providers';
import { listFiles } from '../../scripts/build/listFiles';
import { packInto } from '../../scripts/build/packed';
import { ROOT, copySources, remove, runNode, temporaryFolder } from './temporaryPackage';

/** The sources, built. */
let built: string;
/** The tarball, unpacked in a folder with nothing beside it. */
let installed: string;
/** For NODE_PATH: what n8n provides, and nothing else. */
let provided: string;
/** Everything to remove. */
const folders: string[] = [];

beforeAll(() => {
  built = copySources();
  const bare = temporaryFolder();
  provided = join(bare, 'provided');
  folders.push(built, bare);

  const before = requireInNode("Object.keys(require('./index.js').nodes); require('./index.js').nodes.Esim", built);
  expect(before.output).toContain('n8n-nodes-esim is not built: dist/nodes/Esim/Esim.node.js is missing.');
  const { status, output } = runNode([join(ROOT, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'build'], built);
  if (status !== 0) throw new Error(output);

  const tarball = temporaryFolder();
  folders.push(tarball);
  installed = join(bare, 'n8n-nodes-esim');
  cpSync(packInto(built, tarball), installed, { recursive: true });
  mkdirSync(provided);
  symlinkSync(join(ROOT, 'node_modules', 'n8n-workflow'), join(provided, 'n8n-workflow'), 'junction');
});

afterAll(() => folders.forEach(remove));

function requireInNode(code: string, cwd: string) {
  return runNode(['--eval', code], cwd, { PATH: process.env.PATH, NODE_PATH: provided });
}

test('the tarball holds what is needed and nothing else', () => {
  const files = listFiles(installed);
  expect(files.filter((file) => !file.startsWith('dist/'))).toEqual([
    'LICENSE',
    'README.md',
    'index.js',
    'package.json',
  ]);
  expect(files).toEqual(expect.arrayContaining(['dist/THIRD-PARTY-LICENSES.txt', 'dist/nodes/Esim/Esim.node.json']));
});

test('every file requires only its own files and what n8n provides', () => {
  const required = listFiles(installed)
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(join(installed, file), 'utf8').matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)])
    .map(([, name]) => name ?? '')
    .filter((name) => !name.startsWith('.'));
  expect([...new Set(required)].filter((name) => !['n8n-workflow', 'crypto', 'node:crypto'].includes(name))).toEqual(
    [],
  );
});

test('with only n8n-workflow at hand, every node and credential of the tarball can be required and made', () => {
  const code = `
    const { nodes, credentials } = require(${JSON.stringify(installed)});
    const names = (classes) => Object.values(classes).map((Class) => new Class()).map((made) => made.description?.name ?? made.name);
    console.log(JSON.stringify([names(nodes), names(credentials)]));`;
  const { output } = requireInNode(code, installed);
  expect(output.trim()).toBe(JSON.stringify([['esim', 'esimTrigger'], providers.map(({ credential }) => credential)]));
});

test('every single file of the tarball can be required by itself', () => {
  const files = listFiles(join(installed, 'dist')).filter((file) => file.endsWith('.js'));
  const code = `for (const file of ${JSON.stringify(files)}) require('./dist/' + file);`;
  expect(requireInNode(code, installed)).toEqual({ status: 0, output: '' });
});

test("n8n's own loader finds nodes, credentials, their icons and their search entries", () => {
  const code = `
    const { PackageDirectoryLoader } = require(${JSON.stringify(join(ROOT, 'node_modules', 'n8n-core'))});
    const loader = new PackageDirectoryLoader(${JSON.stringify(installed)});
    loader.loadAll().then(() => console.log(JSON.stringify(loader.types)));`;
  const { output } = requireInNode(code, installed);
  const { nodes, credentials } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  expect(nodes.map(({ name }: { name: string }) => name)).toEqual(['esim', 'esimTrigger']);
  for (const node of nodes) expect(node.codex.categories).not.toHaveLength(0);
  for (const { iconUrl } of [...nodes, ...credentials]) {
    for (const url of [iconUrl.light, iconUrl.dark]) {
      expect(existsSync(join(installed, url.replace(/^icons\/n8n-nodes-esim\//, '')))).toBe(true);
    }
  }
});

test.each(['qrcode', 'dijkstrajs', 'fast-png', 'iobuffer', 'fflate'])('the licence of %s comes along', (name) => {
  expect(readFileSync(join(installed, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8')).toContain(`\n${name} `);
});
