const { existsSync, readFileSync, statSync } = require('node:fs');
const { dirname, join, resolve, sep } = require('node:path');
const ts = require('typescript');

const { isAllowedModule } = require('./allowedModules');
const { listFiles } = require('./listFiles');

const EXPECTED_FILES =
  /^(?:dist\/.+\.(?:js|json|svg)|dist\/THIRD-PARTY-LICENSES\.txt|index\.js|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;

/**
 * What n8n's scanner does not see: stray files, code that needs something which is not there once installed,
 * traces of the machine that built it.
 *
 * @param {string} folder an unpacked package
 * @param {string} builtIn folder where it was built, whose path must not show up in any file
 * @returns {string[]} one sentence for each thing that is wrong
 */
function checkPacked(folder, builtIn) {
  const files = listFiles(folder);
  return [
    ...files.filter((file) => !EXPECTED_FILES.test(file)).map((file) => `${file} should not be published`),
    ...missingEntries(folder),
    ...files.filter((file) => file.endsWith('.js')).flatMap((file) => unmetRequires(folder, file)),
    ...files.flatMap((file) => traces(folder, file, builtIn)),
  ];
}

/** @param {string} folder */
function missingEntries(folder) {
  const { main, n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [main, ...n8n.nodes, ...n8n.credentials]
    .filter((file) => !existsSync(join(folder, file)))
    .map((file) => `package.json names ${file}, which is not in the package`);
}

/**
 * @param {string} folder
 * @param {string} file
 */
function unmetRequires(folder, file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !(name.startsWith('.') ? isPacked(folder, file, name) : isAllowedModule(name)))
    .map((name) => `${file} requires "${name}", which is not there in an installed package`);
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} name
 */
function isPacked(folder, file, name) {
  const path = resolve(folder, dirname(file), name);
  return path.startsWith(folder + sep) && ['', '.js', '.json', '/index.js'].some((end) => isFile(path + end));
}

/** @param {string} path */
function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} builtIn
 */
function traces(folder, file, builtIn) {
  const text = readFileSync(join(folder, file), 'utf8');
  return [
    ...(text.includes('sourceMappingURL') ? [`${file} points to a source map`] : []),
    ...(text.includes(builtIn) ? [`${file} contains the path of the folder that it was built in`] : []),
  ];
}

module.exports = { checkPacked };
