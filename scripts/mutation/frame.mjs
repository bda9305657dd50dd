/** Runs files of tests one after the other, in jest's own frame of tests, with faults that are switched on and off. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { TestStatus } from '@stryker-mutator/api/test-runner';

import { Modules } from './modules.mjs';

const require = createRequire(import.meta.url);
const SETTINGS = require('../../jest.config.js');
/** A fault that only the thousandth value of a property shows counts as not noticed. */
const MOST_RUNS = 100;
const STATUS = { done: TestStatus.Success, skip: TestStatus.Skipped, todo: TestStatus.Skipped };

/** Jest's frame of tests, and what it has put in front of them. */
export class Frame {
  circus = require('jest-circus');
  mocker = new (require('jest-mock').ModuleMocker)(globalThis);
  clock = new (require('@jest/fake-timers').ModernFakeTimers)({ config: { fakeTimers: {} }, global: globalThis });
  file = '';
  filter = null;
  bails = false;
  failure = null;

  constructor(faults) {
    const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = this.circus;
    const { expect } = require('expect');
    Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect });
    this.circus.addEventHandler(({ name, test: current }) => {
      if (name === 'test_start') {
        faults.currentTestId = this.idOf(titlesOf(current));
        expect.setState({ currentTestName: titlesOf(current) });
      }
      if (name === 'test_done') faults.currentTestId = undefined;
      if (name === 'test_done' && current.errors.length > 0) this.failure ??= String(current.errors[0]);
    });
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      process.on(event, (error) => (this.failure ??= String(error)));
    }
  }

  /** @param filter ids of the tests to run, null for all @param bails whether to stop at the first that fails */
  async runAll(filter, bails) {
    Object.assign(this, { filter, bails });
    const results = [];
    for (const file of testFiles()) {
      this.file = file;
      if (filter && ![...filter].some((id) => id.startsWith(`${file} `))) continue;
      results.push(...(await this.runFile()));
      if (this.failure !== null && bails) break;
    }
    return results;
  }

  async runFile() {
    const { file } = this;
    this.failure = null;
    forgetLastFile();
    this.circus.resetState();
    const state = this.circus.getState();
    state.testTimeout = SETTINGS.testTimeout;
    state.testNamePattern = { test: (title) => this.isWanted(title) };
    try {
      const modules = new Modules((path) => this.jestFor(path, modules));
      modules.mock(join(process.cwd(), file), 'fast-check', withFewerRuns);
      globalThis.jest = this.jestFor(join(process.cwd(), file), modules);
      for (const setup of SETTINGS.setupFiles) modules.load(setup.replace('<rootDir>', process.cwd()));
      modules.load(join(process.cwd(), file));
    } catch (error) {
      this.failure = String(error);
      return [this.resultOf('could not be loaded', 0, this.failure)];
    }
    const { testResults } = await this.circus.run();
    this.mocker.restoreAllMocks();
    this.clock.useRealTimers();
    const results = testResults.map(({ testPath, duration, status, errors }) =>
      this.resultOf(testPath.slice(1).join(' '), duration ?? 0, errors.length > 0 ? errors.join('\n') : STATUS[status]),
    );
    // what fails outside of every test is the last one's
    const known = results.some(({ status }) => status === TestStatus.Failed);
    return this.failure === null || known ? results : [...results, this.resultOf('outside of a test', 0, this.failure)];
  }

  isWanted(title) {
    if (this.bails && this.failure !== null) return false;
    return this.filter === null || this.filter.has(this.idOf(title));
  }

  idOf(title) {
    return `${this.file} ${title}`;
  }

  resultOf(title, timeSpentMs, outcome) {
    const [id, fileName] = [this.idOf(title), join(process.cwd(), this.file)];
    const result = { id, name: id, timeSpentMs, fileName };
    if (Object.values(STATUS).includes(outcome)) return { ...result, status: outcome };
    return { ...result, status: TestStatus.Failed, failureMessage: outcome };
  }

  /** As much of `jest` as the tests use. */
  jestFor(path, modules) {
    const { mocker, clock } = this;
    return {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      restoreAllMocks: () => mocker.restoreAllMocks(),
      // of the process's own timers only the calendar: stryker waits by the others
      useFakeTimers: ({ now }) => clock.useFakeTimers({ now, doNotFake: EVERY_TIMER }),
      useRealTimers: () => clock.useRealTimers(),
      mock: (name, make) => modules.mock(path, name, make),
      requireActual: (name) => modules.require(path, name, true),
      isolateModules: (run) => modules.isolated(run),
    };
  }
}

/** What packages keep for the whole process, as they are when nobody has used them. */
function forgetLastFile() {
  const loaded = (ending) => Object.entries(require.cache).find(([name]) => name.endsWith(ending))?.[1].exports;
  const deduplication = loaded('/n8n-core/dist/data-deduplication-service.js');
  if (deduplication) delete deduplication.DataDeduplicationService.instance;
  const nock = loaded('/nock/index.js');
  if (!nock) return;
  nock.cleanAll();
  nock.enableNetConnect();
  if (!nock.isActive()) nock.activate();
}

function withFewerRuns() {
  const real = require('fast-check');
  const assert = (property, settings = {}) =>
    real.assert(property, { ...settings, numRuns: Math.min(settings.numRuns ?? MOST_RUNS, MOST_RUNS) });
  const fewer = { ...real, assert };
  return { ...fewer, __esModule: true, default: fewer };
}

const EVERY_TIMER = [
  ...['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval'],
  ...['clearInterval', 'setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  ...['requestIdleCallback', 'cancelIdleCallback'],
];

function titlesOf({ name, parent }) {
  return parent?.parent ? `${titlesOf(parent)} ${name}` : name;
}

/** Those that MUTATION_TESTS names (scripts/mutation.mjs). */
function testFiles() {
  const patterns = (process.env.MUTATION_TESTS ?? 'test/**/*.test.ts').split(',').map(patternOf);
  const files = readdirSync(join(process.cwd(), 'test'), { recursive: true }).map((file) => `test/${file}`);
  return files.filter((file) => patterns.some((pattern) => pattern.test(file))).sort();
}

/** `**` and a slash for any folders, `*` for anything but a slash. */
function patternOf(match) {
  const words = { '**/': '(?:.*/)?', '*': '[^/]*', '.': '\\.' };
  return new RegExp(`^${match.replace(/\*\*\/|[*.]/g, (sign) => words[sign])}$`);
}
