import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './temporaryPackage';

const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('nothing is installed along with the package', () => {
  expect(packageJson).not.toHaveProperty('dependencies');
  expect(packageJson).not.toHaveProperty('optionalDependencies');
  expect(packageJson).not.toHaveProperty('overrides');
  expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('nothing runs when the package is installed', () => {
  const forbidden = ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'postprepare'];
  expect(Object.keys(packageJson.scripts).filter((script) => forbidden.includes(script))).toEqual([]);
});

test('only the built code and the entry file are published', () => {
  expect(packageJson.files).toEqual(['dist', 'index.js']);
  expect(packageJson.main).toBe('index.js');
});

test('n8n finds both nodes in dist', () => {
  expect(packageJson.n8n.n8nNodesApiVersion).toBe(1);
  expect(packageJson.n8n.nodes).toEqual(['dist/nodes/Esim/Esim.node.js', 'dist/nodes/EsimTrigger/EsimTrigger.node.js']);
});

test('every tool is pinned to one version', () => {
  const loose = Object.entries<string>(packageJson.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('every tool has its line in docs/dependencies.md, in the version that is installed', () => {
  const lines = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8').split('\n');
  const listed = lines.flatMap((line) => {
    const [, name, version] = /^\| `([^`]+)` \| (\d+\.\d+\.\d+) \|/.exec(line) ?? [];
    return name && version ? [[name, version]] : [];
  });
  expect(Object.fromEntries(listed)).toEqual(packageJson.devDependencies);
});
