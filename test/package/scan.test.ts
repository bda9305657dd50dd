import { join } from 'node:path';

import { ROOT, remove, runNode, writePackage } from './temporaryPackage';

const PACKAGE_JSON = {
  name: 'n8n-nodes-sample',
  version: '1.0.0',
  description: 'A sample that n8n would accept',
  keywords: ['n8n-community-node-package'],
  license: 'MIT',
  author: { name: 'Sample', email: 'sample@example.com' },
  homepage: 'https://example.com',
  repository: { type: 'git', url: 'https://example.com/sample.git' },
  files: ['dist'],
  n8n: { n8nNodesApiVersion: 1, nodes: ['dist/nodes/Sample/Sample.node.js'], credentials: [] },
  peerDependencies: { 'n8n-workflow': '*' },
};

const CLEAN = {
  'package.json': PACKAGE_JSON,
  'dist/nodes/Sample/Sample.node.js': 'exports.Sample = class Sample {};\n',
};

function scan(files: Record<string, unknown>) {
  const folder = writePackage(files);
  try {
    return runNode([join(ROOT, 'scripts', 'scan.mjs'), folder], ROOT);
  } finally {
    remove(folder);
  }
}

test('a clean package passes', () => {
  const { status, output } = scan(CLEAN);
  expect(output).toContain("n8n's scanner on the sources: nothing found");
  expect(output).toContain("n8n's scanner on the packed tarball: nothing found");
  expect(status).toBe(0);
});

test('forbidden code in the sources of a node fails, also under a comment that switches the rule off', () => {
  const { status, output } = scan({
    ...CLEAN,
    'nodes/Sample/helper.ts': [
      '/* eslint-disable */',
      "import { readFileSync } from 'fs';",
      'export const secret = () => readFileSync(String(process.env.SECRET));',
    ].join('\n'),
  });
  expect(output).toContain("Import of 'fs' is not allowed");
  expect(output).toContain("Use of restricted global 'process' is not allowed");
  expect(status).toBe(1);
});

test('forbidden code that only the build put in fails', () => {
  const { status, output } = scan({
    ...CLEAN,
    'dist/vendor/bundle.js': "const { deflateSync } = require('zlib');\nsetTimeout(() => deflateSync('x'), 1);\n",
  });
  expect(output).toContain("n8n's scanner on the sources: nothing found");
  expect(output).toContain("Require of 'zlib' is not allowed");
  expect(output).toContain("Use of restricted global 'setTimeout' is not allowed");
  expect(status).toBe(1);
});

test('a package.json with dependencies and an install script fails', () => {
  const { status, output } = scan({
    ...CLEAN,
    'package.json': { ...PACKAGE_JSON, dependencies: { axios: '1.0.0' }, scripts: { postinstall: 'node x.js' } },
  });
  expect(output).toContain('no-runtime-dependencies');
  expect(output).toContain('no-forbidden-lifecycle-scripts');
  expect(status).toBe(1);
});

test('a warning is enough to fail', () => {
  const { status, output } = scan({ ...CLEAN, 'package.json': { ...PACKAGE_JSON, homepage: undefined } });
  expect(output).toContain('warning');
  expect(output).toContain('require-homepage');
  expect(status).toBe(1);
});
