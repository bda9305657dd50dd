const { execFileSync } = require('node:child_process');
const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * Packs the package exactly as it would be published and unpacks it again.
 *
 * @template T
 * @param {string} root folder of the package
 * @param {(folder: string) => T | Promise<T>} use is given the folder with the unpacked files; gone afterwards
 * @returns {Promise<T>}
 */
async function withPackedPackage(root, use) {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  try {
    return await use(packInto(root, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root folder of the package
 * @param {string} folder an existing empty folder, which gets the tarball and `package/`
 * @returns {string} the folder with the unpacked files
 */
function packInto(root, folder) {
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack made no tarball');
  run('tar', ['-xzf', tarball], folder);
  return join(folder, 'package');
}

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} cwd
 */
function run(command, parameters, cwd) {
  // On Windows npm is a script that only a shell can start.
  execFileSync(command, parameters, { cwd, stdio: 'pipe', shell: process.platform === 'win32' });
}

module.exports = { packInto, withPackedPackage };
