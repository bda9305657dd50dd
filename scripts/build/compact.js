const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { transform } = require('esbuild');

/**
 * Takes comments and white space out of compiled files. Every name stays, so that a stack trace still reads like the
 * sources; who wants to read the code finds it, with its comments, in the repository.
 *
 * @param {string} folder
 * @param {string[]} files below it
 */
async function compact(folder, files) {
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const { code } = await transform(readFileSync(path, 'utf8'), { minifyWhitespace: true, minifySyntax: true });
      writeFileSync(path, code);
    }),
  );
}

module.exports = { compact };
