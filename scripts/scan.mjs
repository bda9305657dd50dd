/**
 * `npm run scan [-- <folder of a package>]`: n8n's own scanner over the sources and over the packed tarball, as n8n
 * runs it on a published package. Unlike the original it also fails on warnings and when it finds nothing to look at.
 */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { analyzePackage, buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import packed from './build/packed.js';

/** What n8n's scanner looks at in a tarball (its `analyzePackageByName`). */
const PACKED_FILE_PATTERNS = ['**/*.js', 'package.json'];

/** @returns {Promise<string>} the findings in the sources, empty when there are none */
export function scanSources(root) {
  return scan(root, SOURCE_FILE_PATTERNS);
}

/** @returns {Promise<string>} the findings in an unpacked package, empty when there are none */
export function scanPacked(folder) {
  return scan(folder, PACKED_FILE_PATTERNS);
}

async function scan(folder, patterns) {
  const { passed, message, details } = await analyzePackage(folder, patterns);
  if (!passed || message) return details ?? message;
  return warnings(folder, patterns);
}

/** n8n's scanner passes a package that has only warnings and keeps them to itself. */
async function warnings(folder, patterns) {
  const eslint = new ESLint({
    cwd: folder,
    allowInlineConfig: false,
    errorOnUnmatchedPattern: false,
    overrideConfigFile: true,
    overrideConfig: await buildScanConfig(),
  });
  const results = await eslint.lintFiles(patterns);
  if (results.length === 0) return 'There is nothing to look at';
  const formatter = await eslint.loadFormatter('stylish');
  return formatter.format(results);
}

async function main(root) {
  const findings = {
    sources: await scanSources(root),
    'packed tarball': await packed.withPackedPackage(root, scanPacked),
  };
  for (const [where, found] of Object.entries(findings)) {
    console.log(found ? `n8n's scanner on the ${where}:\n${found}` : `n8n's scanner on the ${where}: nothing found`);
  }
  return Object.values(findings).every((found) => !found);
}

const isCalledDirectly = process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href;
if (isCalledDirectly) {
  const passed = await main(resolve(process.argv[2] ?? '.'));
  process.exitCode = passed ? 0 : 1;
}
