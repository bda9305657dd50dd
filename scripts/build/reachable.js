const { existsSync, readFileSync } = require('node:fs');
const { posix } = require('node:path');
const ts = require('typescript');

/**
 * The compiled files that run when n8n loads these entries. Everything else is not worth publishing: files that held
 * only types, and providers that no node of this package offers.
 *
 * @param {string} root folder of the package
 * @param {string[]} entries as in package.json, `dist/nodes/Esim/Esim.node.js`
 * @returns {Set<string>} with the entries, as seen from `root`, with `/`
 */
function reachableFiles(root, entries) {
  const found = new Set(entries);
  // A set hands out what is added to it while it is being walked.
  for (const file of found) {
    const { importedFiles } = ts.preProcessFile(readFileSync(posix.join(root, file), 'utf8'), true, true);
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith('.')) found.add(resolve(root, posix.join(posix.dirname(file), fileName)));
    }
  }
  return found;
}

/**
 * @param {string} root
 * @param {string} path
 */
function resolve(root, path) {
  const file = [`${path}.js`, `${path}/index.js`, path].find((candidate) => existsSync(posix.join(root, candidate)));
  if (!file) throw new Error(`${path} is required and does not exist`);
  return file;
}

module.exports = { reachableFiles };
