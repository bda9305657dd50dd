const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Licences that let us hand the code on inside an MIT package as long as their text comes along. */
const ACCEPTED_LICENCES = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Unlicense'];

const LICENCE_FILE = /^(?:(?:un)?licen[cs]e|copying|notice)(?:[.-]|$)/i;

/**
 * The text for `dist/THIRD-PARTY-LICENSES.txt`: every package that gave at least one file to a bundle, also those that
 * only another package asked for.
 *
 * @param {string} root folder of the package
 * @param {string[]} files what `bundleVendor` returned
 * @throws Error that names every package without a licence text or with a licence nobody has looked at
 */
function thirdPartyLicences(root, files) {
  const packages = [...new Set(files.map(packageFolder))].map((folder) => readPackage(root, folder));
  const complaints = packages.flatMap(({ name, licence, texts }) => [
    ...(isAccepted(licence) ? [] : [`${name} has the licence "${licence}", which is not on the list of accepted ones`]),
    ...(texts.length > 0 ? [] : [`${name} ships no licence text; add it as ${join('LICENSES', fallbackName(name))}`]),
  ]);
  if (complaints.length > 0) throw new Error(`Bundled code may not be published:\n- ${complaints.join('\n- ')}`);

  const line = '='.repeat(80);
  const chapters = packages.map(({ name, version, licence, texts }) =>
    [line, `${name} ${version} (${licence})`, line, '', ...texts].join('\n'),
  );
  return ['Parts of the following packages are contained in the folder vendor/.', ...chapters, ''].join('\n\n');
}

/** @param {string} file `node_modules/a/node_modules/@b/c/lib/d.js` gives `node_modules/a/node_modules/@b/c` */
function packageFolder(file) {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  if (!folder) throw new Error(`${file} belongs to no package`);
  return folder;
}

/**
 * @param {string} root
 * @param {string} folder
 */
function readPackage(root, folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const own = readdirSync(join(root, folder))
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => join(root, folder, file));
  const fallback = join(root, 'LICENSES', fallbackName(name));
  const sources = own.length > 0 || !existsSync(fallback) ? own : [fallback];
  return {
    name,
    version,
    licence: String(license?.type ?? license ?? 'none'),
    texts: sources.map((source) => readFileSync(source, 'utf8').trim()),
  };
}

/** @param {string} name */
function fallbackName(name) {
  return `${name.replace(/^@/, '').replace('/', '__')}.txt`;
}

/** @param {string} licence an SPDX expression: one of "A OR B" is enough, "A AND B" needs both */
function isAccepted(licence) {
  const alternatives = licence.replace(/[()]/g, '').split(/ OR /i);
  return alternatives.some((part) => part.split(/ AND /i).every((name) => ACCEPTED_LICENCES.includes(name.trim())));
}

module.exports = { thirdPartyLicences };
