const { existsSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const { join, relative, resolve, sep } = require('node:path');
const esbuild = require('esbuild');

const { listFiles } = require('./listFiles');

/**
 * Makes each provider one file, `providers/<name>/index.js`: the thirty files of a folder cost as much by their imports
 * and exports as by what they do. What providers share stays in files of its own, so that it exists once.
 *
 * @param {string} root folder of the package, with the sources
 * @param {string} target folder with the compiled files
 */
async function joinProviders(root, target) {
  const names = new Set(listFiles(target).flatMap((file) => /^providers\/([^/]+)\//.exec(file)?.[1] ?? []));
  for (const name of names) {
    const from = join(root, 'providers', name);
    const to = join(target, 'providers', name);
    if (!existsSync(join(from, 'index.ts'))) continue;
    await rm(to, { recursive: true });
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [join(from, 'index.ts')],
      outfile: join(to, 'index.js'),
      bundle: true,
      format: 'cjs',
      target: 'es2022',
      tsconfig: join(root, 'tsconfig.json'),
      logLevel: 'silent',
      plugins: [othersStayApart(from)],
    });
  }
}

/** @param {string} folder whose files go in; everything else is required as before */
function othersStayApart(folder) {
  return {
    name: 'others-stay-apart',
    /** @param {import('esbuild').PluginBuild} build */
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point') return undefined;
        if (!path.startsWith('.')) return { path, external: true };
        const absolute = resolve(resolveDir, path);
        if (absolute.startsWith(folder + sep)) return undefined;
        return { path: relative(folder, absolute).split(sep).join('/'), external: true };
      });
    },
  };
}

module.exports = { joinProviders };
