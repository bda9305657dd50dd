/**
 * `gulp build` makes `dist/`, the part of this package that is published: the compiled code that the nodes and
 * credentials of package.json need, third-party code bundled into `dist/vendor/` with its licence texts, icons, and the
 * descriptions that n8n's node search uses (`*.node.json`).
 * It ends with a gate that refuses a package which n8n would refuse or could not load.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const { join, posix } = require('node:path');
const { dest, parallel, series, src } = require('gulp');

const { bundleVendor } = require('./scripts/build/bundleVendor');
const { checkPacked } = require('./scripts/build/checkPacked');
const { joinProviders } = require('./scripts/build/joinProviders');
const { listFiles } = require('./scripts/build/listFiles');
const { thirdPartyLicences } = require('./scripts/build/licences');
const { withPackedPackage } = require('./scripts/build/packed');
const { reachableFiles } = require('./scripts/build/reachable');

const DIST = join(__dirname, 'dist');

function clean() {
  return rm(DIST, { recursive: true, force: true });
}

/** Type-checks and compiles what `tsconfig.json` includes: the folders that ship, nothing else. */
async function compile() {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', __dirname], { stdio: 'inherit' });
}

/** Leaves what n8n can get at through the nodes and credentials that package.json lists. */
async function prune() {
  const { n8n } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));
  const reachable = reachableFiles(__dirname, [...n8n.nodes, ...n8n.credentials]);
  const unused = listFiles(DIST).filter((file) => !reachable.has(`dist/${file}`));
  await Promise.all(unused.map((file) => rm(join(DIST, file))));
}

/** A file for each provider. */
async function joinFiles() {
  await joinProviders(__dirname, DIST);
}

/** Third-party code into those files of `vendor/` that are left. */
async function bundle() {
  const names = listFiles(DIST)
    .filter((file) => file.startsWith('vendor/'))
    .map((file) => posix.basename(file, '.js'));
  if (names.length === 0) return;
  const files = await bundleVendor(__dirname, 'dist/vendor', names);
  writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicences(__dirname, files));
}

/** n8n resolves `file:../../icons/x.svg` from the compiled file: `dist/nodes/Esim/` leads to `dist/icons/`. */
function copyIcons() {
  return src('icons/*.svg').pipe(dest('dist/icons'));
}

function copyCodex() {
  return src('nodes/**/*.node.json').pipe(dest('dist/nodes'));
}

/** The gate: on the tarball, since that is what users get. */
async function check() {
  const { scanPacked } = await import('./scripts/scan.mjs');
  const findings = await withPackedPackage(__dirname, async (folder) => [
    ...checkPacked(folder, __dirname),
    ...[await scanPacked(folder)].filter(Boolean),
  ]);
  if (findings.length > 0) throw new Error(`The package may not be published:\n${findings.join('\n')}`);
}

exports.clean = clean;
exports.check = check;
exports.build = series(clean, compile, prune, joinFiles, bundle, parallel(copyIcons, copyCodex), check);
exports.default = exports.build;
