import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, canAptInstall, npmEnv, onPath, run, runOrThrow } from './command';
import { E2E, headersOf } from './paths';
import { say, step } from './progress';

const SQLITE3 = join(E2E, 'node_modules', 'sqlite3');
const PREBUILD_INSTALL = join(E2E, 'node_modules', 'prebuild-install', 'bin.js');
const NODE_GYP = join(E2E, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
const DOWNLOAD_TIMEOUT_MS = 60_000;

/** Whether the addon can be loaded and answers a query, with the Node that will run n8n. */
async function works(node: string): Promise<boolean> {
  const probe = "const {Database}=require('sqlite3');new Database(':memory:').get('select 1',(e)=>process.exit(e?1:0))";
  return (await run(node, ['-e', probe], { cwd: SQLITE3 })).status === 0;
}

/** Debian's names of the programs that a native addon is compiled with, for those that are missing. */
function missingBuildTools(): string[] {
  const tools: Array<[debianPackage: string, programs: string[]]> = [
    ['python3', ['python3', 'python']],
    ['make', ['make', 'gmake']],
    ['g++', ['g++', 'clang++', 'c++']],
  ];
  return tools.filter(([, programs]) => !programs.some(onPath)).map(([debianPackage]) => debianPackage);
}

async function ensureBuildTools(): Promise<void> {
  const missing = missingBuildTools();
  if (missing.length === 0) return;
  const list = missing.join(' ');
  if (!canAptInstall()) {
    throw new Error(
      `n8n's SQLite driver has to be compiled here, and these are missing: ${list}. ` +
        `On Debian or Ubuntu: sudo apt-get install ${list}. Then run the same command again.`,
    );
  }
  await step(`Installing the compiler that n8n's SQLite driver needs (apt-get install ${list})`, async () => {
    await aptInstall(missing, E2E);
  });
}

/**
 * Makes n8n's SQLite driver usable: its own prebuilt binary when that can be downloaded, else compiled here with the
 * headers that came with the packaged Node.
 *
 * @param node the Node that will run n8n
 */
export async function ensureSqlite3(node: string): Promise<void> {
  if (await works(node)) return;
  const env = npmEnv();
  delete env.npm_config_nodedir;
  if (existsSync(PREBUILD_INSTALL)) {
    await run(node, [PREBUILD_INSTALL, '-r', 'napi'], { cwd: SQLITE3, env, timeoutMs: DOWNLOAD_TIMEOUT_MS });
    if (await works(node)) return say("n8n's SQLite driver: prebuilt binary downloaded");
  }
  await ensureBuildTools();
  await step("Compiling n8n's SQLite driver (about a minute)", async () => {
    const headers = headersOf(node);
    const where = headers ? [`--nodedir=${headers}`] : [];
    await runOrThrow(node, [NODE_GYP, 'rebuild', '--jobs=max', ...where], { cwd: SQLITE3, env });
  });
  if (!(await works(node))) throw new Error("n8n's SQLite driver was compiled but does not load");
}
