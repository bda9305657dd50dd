/** Before all tests: a folder for what n8n-core keeps. */
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = () => {
  process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-esim-test-'));
};
