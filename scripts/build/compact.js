const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { transform } = require('esbuild');

/**
 * Takes comments, white space and long local names out of compiled files: n8n loads the whole package at every start. Who
 * wants to read the code finds it, with its comments, in the repository. Names that matter at run time (exports,
 * properties, `error.name`) stay.
 *
 * @param {string} folder
 * @param {string[]} files below it
 */
async function compact(folder, files) {
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const { code } = await transform(readFileSync(path, 'utf8'), { minify: true, format: 'cjs' });
      writeFileSync(path, code);
    }),
  );
}

module.exports = { compact };
