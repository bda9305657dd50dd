/**
 * Loads the project's TypeScript for `inProcess.mjs`, compiled as jest compiles it (jest.config.js), each file compiled once
 * and run anew as often as wanted. Packages are loaded once and stay.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';

const ENDINGS = ['', '.ts', '.js', '.json', '/index.ts', '/index.js'];
const NAMES = ['exports', 'require', 'module', '__filename', '__dirname', 'jest'];
const compiled = new Map();

/** The modules that one test file sees. */
export class Modules {
  registry = new Map();
  mocks = new Map();

  /** @param jestFor what a module finds under the name `jest`, by its path */
  constructor(jestFor) {
    this.jestFor = jestFor;
  }

  load(path) {
    const known = this.registry.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    this.registry.set(path, module);
    if (path.endsWith('.json')) module.exports = JSON.parse(readFileSync(path, 'utf8'));
    else this.run(path, module);
    return module.exports;
  }

  run(path, module) {
    const require = (name) => this.require(path, name);
    code(path).call(module.exports, module.exports, require, module, path, dirname(path), this.jestFor(path));
  }

  require(from, name, actual = false) {
    const key = keyOf(from, name);
    const mock = this.mocks.get(key);
    if (mock && !actual) return (mock.value ??= mock.make());
    return key.startsWith('/') ? this.load(key) : createRequire(from)(name);
  }

  mock(from, name, make) {
    this.mocks.set(keyOf(from, name), { make });
  }

  /** Whatever is loaded meanwhile is loaded anew, and forgotten. */
  isolated(run) {
    const before = this.registry;
    this.registry = new Map();
    try {
      run();
    } finally {
      this.registry = before;
    }
  }
}

/** A path for the project's own files, else the name. */
function keyOf(from, name) {
  if (!/^\.{0,2}\//.test(name) || isBuiltin(name)) return name;
  const base = name.startsWith('/') ? name : join(dirname(from), name);
  const found = ENDINGS.map((ending) => base + ending).find((path) => existsSync(path) && statSync(path).isFile());
  return found && !found.includes('/node_modules/') ? found : name;
}

function code(path) {
  const known = compiled.get(path);
  if (known) return known;
  const { code: text } = transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    swcrc: false,
    configFile: false,
    sourceMaps: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, transform: { hidden: { jest: true } } },
    module: { type: 'commonjs' },
  });
  const made = compileFunction(text, NAMES, { filename: path });
  compiled.set(path, made);
  return made;
}
