import { randomBytes } from 'node:crypto';
import {
  freePort,
  installInto,
  N8nProcess,
  N8nServer,
  pause,
  removeFolder,
  startServices,
  throwawayFolder,
  until,
  type FoundServices,
  type PackedPackage,
} from '../harness';
import type { ChaosHost } from './realRunner';

/** A lost worker is noticed in seconds instead of a minute. */
const IMPATIENT = {
  QUEUE_WORKER_LOCK_DURATION: '8000',
  QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
  QUEUE_WORKER_STALLED_INTERVAL: '4000',
};

export interface QueueHost extends ChaosHost {
  workers: readonly N8nProcess[];
  /** The nodes' lists of what they have noted, as text. */
  notes(): Promise<string>;
  dispose(): Promise<void>;
}

/** n8n in queue mode: a main process and two workers that share PostgreSQL and Redis. */
export async function startQueueMode(
  pack: PackedPackage,
  programs: NonNullable<FoundServices['programs']>,
): Promise<QueueHost> {
  const services = await startServices(programs);
  const encryptionKey = randomBytes(24).toString('hex');
  const env = {
    ...services.env,
    ...IMPATIENT,
    EXECUTIONS_MODE: 'queue',
    OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
    N8N_ENCRYPTION_KEY: encryptionKey,
  };
  const main = await N8nServer.start({ pack, env });
  const workers: N8nProcess[] = [];
  for (let number = 1; number <= 2; number++) workers.push(await startWorker(pack, encryptionKey, env));
  let next = 0;

  return {
    client: main.client,
    url: main.url,
    logs: () => [main.logs(), ...workers.map((worker) => worker.logs())].join('\n'),
    /** Each time it strikes the other worker. */
    async powerCut() {
      const worker = workers[next++ % workers.length]!;
      await pause(2_500);
      await worker.kill();
      await worker.start();
      await untilReady(worker);
    },
    workers,
    notes: async () => await services.dump('processed_data'),
    database: async () =>
      (await Promise.all(['execution_data', 'credentials_entity', 'processed_data'].map(services.dump))).join('\n'),
    async dispose() {
      for (const worker of workers) {
        await worker.kill();
        removeFolder(worker.options.userFolder);
      }
      await main.dispose();
      services.stop();
    },
  };
}

async function startWorker(
  pack: PackedPackage,
  encryptionKey: string,
  env: Record<string, string>,
): Promise<N8nProcess> {
  const userFolder = throwawayFolder('n8n-esim-worker');
  installInto(userFolder, pack);
  const healthPort = await freePort();
  const worker = new N8nProcess({
    userFolder,
    port: healthPort,
    brokerPort: await freePort(),
    encryptionKey,
    env: { ...env, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(healthPort) },
    command: ['worker', '--concurrency=4'],
  });
  await worker.start();
  await untilReady(worker);
  return worker;
}

/** A worker says so in its log: its health address answers before it takes work. */
async function untilReady(worker: N8nProcess): Promise<void> {
  const said = (): number => worker.logs().split('n8n worker is now ready').length - 1;
  const before = readySoFar.get(worker) ?? 0;
  await until(
    () => `a worker to become ready; its log ends with:\n${worker.logs().slice(-2_000)}`,
    async () => said() > before,
    { timeoutMs: 180_000 },
  );
  readySoFar.set(worker, said());
}

const readySoFar = new WeakMap<N8nProcess, number>();
