/** The tests that have to notice faults in one folder, named by MUTATION_TESTS (scripts/mutation.mjs). */
const jest = require('./jest.config');

const folders = (process.env.MUTATION_TESTS ?? 'test').split(',');

module.exports = {
  ...jest,
  testMatch: folders.map((folder) => `<rootDir>/${folder}`),
  setupFiles: [...jest.setupFiles, '<rootDir>/test/support/fewerRuns.js'],
};
