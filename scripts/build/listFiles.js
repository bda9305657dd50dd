const { readdirSync } = require('node:fs');
const { join, relative, sep } = require('node:path');

/**
 * @param {string} folder
 * @returns {string[]} all files in it and below, as seen from it, with `/`
 */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

module.exports = { listFiles };
