import { reachableFiles } from '../../scripts/build/reachable';
import { remove, writePackage } from './temporaryPackage';

const FILES = {
  'dist/nodes/A/A.node.js': "require('n8n-workflow'); const b = require('../../b'); b.c();\n",
  'dist/b/index.js': "exports.c = () => require('./c');\n",
  'dist/b/c.js': "require('../nodes/A/A.node.js');\n",
  'dist/types.js': '\n',
};

function reached(files: Record<string, unknown>): string[] {
  const folder = writePackage(files);
  try {
    return [...reachableFiles(folder, ['dist/nodes/A/A.node.js'])].sort();
  } finally {
    remove(folder);
  }
}

test('what an entry requires, and what that requires, is reachable; the rest is not', () => {
  expect(reached(FILES)).toEqual(['dist/b/c.js', 'dist/b/index.js', 'dist/nodes/A/A.node.js']);
});

test('a file that is required and does not exist stops the build', () => {
  expect(() => reached({ ...FILES, 'dist/b/c.js': "require('./gone');\n" })).toThrow(
    'dist/b/gone is required and does not exist',
  );
});
