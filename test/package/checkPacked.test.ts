import { checkPacked } from '../../scripts/build/checkPacked';
import { remove, writePackage } from './temporaryPackage';

const BUILT_IN = '/where/it/was/built';

const FILES = {
  'package.json': { main: 'index.js', n8n: { nodes: ['dist/nodes/Sample.node.js'], credentials: [] } },
  'index.js': "exports.nodes = require('./dist/nodes/Sample.node.js');\n",
  LICENSE: 'MIT\n',
  'README.md': 'Sample\n',
  'dist/nodes/Sample.node.js':
    "require('../helper'); require('../texts'); require('n8n-workflow'); require('lodash/get');\n",
  'dist/helper.js': "require('crypto'); require('node:crypto'); import('luxon');\n",
  'dist/texts/index.js': 'exports.text = "";\n',
};

function complaints(files: Record<string, unknown>): string[] {
  const folder = writePackage({ ...FILES, ...files });
  try {
    return checkPacked(folder, BUILT_IN);
  } finally {
    remove(folder);
  }
}

test('a sound package gives no complaint', () => {
  expect(complaints({})).toEqual([]);
});

test('a devDependency that the lint lets through is found, because it is not there once installed', () => {
  expect(complaints({ 'dist/helper.js': "const axios = require('axios');\n" })).toEqual([
    'dist/helper.js requires "axios", which is not there in an installed package',
  ]);
});

test.each(['fs', 'node:zlib', 'lodash-es', './missing', '../../outside'])('%s is not there', (name) => {
  expect(complaints({ 'dist/helper.js': `require('${name}');\n` })).toEqual([
    `dist/helper.js requires "${name}", which is not there in an installed package`,
  ]);
});

test.each(['dist/nodes/Sample.node.ts', 'dist/nodes/Sample.node.js.map', '.npmrc', 'dist/picture.png'])(
  '%s should not be published',
  (file) => {
    expect(complaints({ [file]: 'x' })).toEqual([`${file} should not be published`]);
  },
);

test('a node that package.json names and the build did not make is found', () => {
  const { main } = FILES['package.json'];
  const named = { main, n8n: { nodes: [], credentials: ['dist/credentials/SampleApi.credentials.js'] } };
  expect(complaints({ 'package.json': named })).toEqual([
    'package.json names dist/credentials/SampleApi.credentials.js, which is not in the package',
  ]);
});

test('traces of the machine that built it are found', () => {
  expect(complaints({ 'dist/helper.js': `// ${BUILT_IN}/helper.ts\n//# sourceMappingURL=helper.js.map\n` })).toEqual([
    'dist/helper.js points to a source map',
    'dist/helper.js contains the path of the folder that it was built in',
  ]);
});
