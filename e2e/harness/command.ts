import { spawn, spawnSync } from 'node:child_process';

export interface CommandResult {
  status: number | null;
  /** Standard output and standard error, in the order of their arrival. */
  output: string;
}

export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
}

/** Runs a program to its end without showing its output. Never rejects: a program that is missing has status null. */
export async function run(program: string, args: string[], options: CommandOptions): Promise<CommandResult> {
  return await new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
    });
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ status: null, output: `${output}${error.message}\n` }));
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** As {@link run}, but a status other than 0 becomes an error that carries the end of the output. */
export async function runOrThrow(program: string, args: string[], options: CommandOptions): Promise<string> {
  const result = await run(program, args, options);
  if (result.status === 0) return result.output;
  const tail = result.output.trim().split('\n').slice(-40).join('\n');
  throw new Error(`"${program} ${args.join(' ')}" ended with ${result.status ?? 'no status'}:\n${tail}`);
}

/** Where a program lies that can be started from the PATH. */
export function findOnPath(program: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Whether a program of that name can be started from the PATH. */
export function onPath(program: string): boolean {
  return findOnPath(program) !== undefined;
}

/** Whether packages of the system can be installed without asking anyone. */
export function canAptInstall(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get');
}

/** Installs Debian packages. Only to be called when {@link canAptInstall} says yes. */
export async function aptInstall(packages: string[], cwd: string): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runOrThrow('apt-get', ['update'], { cwd, env });
  await runOrThrow('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { cwd, env });
}

/**
 * The environment for an `npm` that works on another folder: without what an outer `npm run` set for its own package,
 * with everything that a person configured (registry, proxy, certificates).
 */
export function npmEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_/.test(name) || name === 'npm_config_local_prefix' || name === 'INIT_CWD') {
      delete env[name];
    }
  }
  return env;
}

/** How to call the npm in use: the one that started us, else the one on the PATH. */
export function npmCommand(): { program: string; args: string[] } {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? { program: process.execPath, args: [script] } : { program: 'npm', args: [] };
}
