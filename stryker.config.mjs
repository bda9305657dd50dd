/**
 * How faults are planted; `scripts/mutation.mjs` says where, and which tests have to notice.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  plugins: ['./scripts/mutation/inProcess.mjs'],
  testRunner: 'inProcess',
  coverageAnalysis: 'perTest',
  // words are not judged letter by letter: what an error says is tested where it matters
  mutator: { excludedMutations: ['StringLiteral'] },
  // on a machine that others use as well: MUTATION_CONCURRENCY=1
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  timeoutMS: 10_000,
  tempDirName: '.work/mutation/sandbox',
  ignorePatterns: ['e2e/node_modules', '.work', 'dist'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? '.work/mutation/report.json' },
  clearTextReporter: { allowColor: false, reportTests: false },
};
