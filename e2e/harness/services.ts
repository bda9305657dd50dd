import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { aptInstall, canAptInstall, findOnPath, runOrThrow } from './command';
import { ROOT } from './paths';
import { step } from './progress';
import { endWithUs, freePort, killGroup, removeFolder, throwawayFolder } from './throwaway';
import { until } from './waiting';

/** PostgreSQL and Redis of the system, started on free ports in throwaway folders: what n8n's queue mode needs. */
export interface Services {
  /** For the environment of every n8n that shares them. */
  env: Record<string, string>;
  /** All rows of one table, as text. */
  dump(table: string): Promise<string>;
  stop(): void;
}

export type FoundServices = { programs: Programs; reason?: undefined } | { programs: null; reason: string };

interface Programs {
  redis: string;
  /** The folder of initdb and postgres, which is often not on the PATH. */
  postgres: string;
}

const DEBIAN = ['redis-server', 'postgresql'];
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

function installed(): Programs | null {
  const redis = findOnPath('redis-server');
  const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [];
  const folders = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
  const postgres = folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? folderOf(findOnPath('initdb'));
  return redis && postgres ? { redis, postgres } : null;
}

function folderOf(program: string | undefined): string | undefined {
  return program && join(program, '..');
}

/** Finds both on this machine, or installs Debian's packages when this process may do so. A person is told. */
export async function findServices(): Promise<FoundServices> {
  const found = installed();
  if (found) return { programs: found };
  const missing = {
    programs: null,
    reason: `PostgreSQL or Redis is missing (sudo apt-get install ${DEBIAN.join(' ')})`,
  };
  if (!canAptInstall()) return missing;
  await step(`Installing PostgreSQL and Redis (apt-get install ${DEBIAN.join(' ')})`, async () => {
    await aptInstall(DEBIAN, ROOT);
  });
  const programs = installed();
  return programs ? { programs } : missing;
}

/** PostgreSQL refuses to run as root: Debian's package brings a user for it. */
function databaseUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  if (!uid || !gid) throw new Error('There is no user "postgres" that PostgreSQL could run as');
  return { uid, gid };
}

function start(program: string, args: string[], user: { uid: number; gid: number } | null, cwd: string): ChildProcess {
  const child = spawn(program, args, { cwd, detached: true, stdio: 'ignore', ...user });
  if (child.pid) endWithUs(child.pid);
  return child;
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Starts both and waits until they answer. */
export async function startServices({ redis, postgres }: Programs): Promise<Services> {
  const folder = throwawayFolder('esim-services');
  const user = databaseUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const [redisPort, databasePort] = [await freePort(), await freePort()];
  const data = join(folder, 'data');
  const asUser = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : [];
  const initdb = [join(postgres, 'initdb'), '-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  const command = user ? ['setpriv', ...asUser, ...initdb] : initdb;
  await runOrThrow(command[0]!, command.slice(1), { cwd: folder });
  const children = [
    start(redis, ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder], null, folder),
    start(
      join(postgres, 'postgres'),
      ['-D', data, '-p', String(databasePort), '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off'],
      user,
      folder,
    ),
  ];
  await until('Redis to listen', async () => await listens(redisPort));
  await until('PostgreSQL to listen', async () => await listens(databasePort));
  const psql = async (sql: string, database = 'n8n'): Promise<string> =>
    await runOrThrow(
      join(postgres, 'psql'),
      ['-h', '127.0.0.1', '-p', String(databasePort), '-U', 'n8n', '-d', database, '-At', '-c', sql],
      { cwd: folder },
    );
  await until('PostgreSQL to answer', async () => await psql('select 1', 'postgres').then(Boolean, () => false));
  await psql('create database n8n', 'postgres');
  return {
    env: {
      DB_TYPE: 'postgresdb',
      DB_POSTGRESDB_HOST: '127.0.0.1',
      DB_POSTGRESDB_PORT: String(databasePort),
      DB_POSTGRESDB_DATABASE: 'n8n',
      DB_POSTGRESDB_USER: 'n8n',
      DB_POSTGRESDB_PASSWORD: 'trusted',
      QUEUE_BULL_REDIS_HOST: '127.0.0.1',
      QUEUE_BULL_REDIS_PORT: String(redisPort),
    },
    dump: async (table) => await psql(`select row_to_json(t) from "${table}" t`),
    stop() {
      for (const { pid } of children) if (pid) killGroup(pid);
      removeFolder(folder);
    },
  };
}
