/**
 * Runs jest's tests for stryker within one process. Jest itself would make a world of its own for every file, again for
 * each of thousands of faults; here only the project's modules are loaded anew. What the tests use of jest is the same
 * code: its frame of tests, its expectations, its mocks.
 */
import { createRequire } from 'node:module';

import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';

import { Frame } from './frame.mjs';

const require = createRequire(import.meta.url);
const SETTINGS = require('../../jest.config.js');

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'inProcess', () => new InProcess())];

class InProcess {
  faults = (globalThis.__stryker__ ??= {});

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    await require(SETTINGS.globalSetup.replace('<rootDir>', process.cwd()))();
    process.env.JEST_WORKER_ID = '1';
    process.env.NODE_ENV = 'test';
    this.frame = new Frame(this.faults);
  }

  async dispose() {
    await require(SETTINGS.globalTeardown.replace('<rootDir>', process.cwd()))();
  }

  async dryRun() {
    const tests = await this.frame.runAll(null, false);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.faults.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit }) {
    Object.assign(this.faults, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    const tests = await this.frame.runAll(testFilter ? new Set(testFilter) : null, !disableBail);
    const endless = determineHitLimitReached(this.faults.hitCount, hitLimit);
    Object.assign(this.faults, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests }, disableBail);
  }
}
