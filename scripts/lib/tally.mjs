import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Adds up what passed, failed and was skipped over all steps of a test run. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** A step that is one test by itself. */
  add(ok) {
    if (ok) this.passed += 1;
    else this.failed += 1;
  }

  /**
   * The tests in a report of `jest --json`; a file of tests that could not be run counts as one failed test.
   *
   * @returns {string} the count in words; failed when there is no report or jest itself was not content
   */
  addJest(report, ok) {
    const before = this.failed;
    let words = 'no report';
    if (existsSync(report)) {
      const result = JSON.parse(readFileSync(report, 'utf8'));
      const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
      const skipped = result.numPendingTests + result.numTodoTests;
      this.passed += result.numPassedTests;
      this.failed += failed;
      this.skipped += skipped;
      words = `${result.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    }
    if (!ok && this.failed === before) this.failed += 1;
    return words;
  }

  get ok() {
    return this.failed === 0;
  }

  /** The closing line of the whole run. */
  toString() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}

/** Forgets the report of an earlier run, so that it is not taken for this one's. */
export function removeReport(report) {
  rmSync(report, { force: true });
}
