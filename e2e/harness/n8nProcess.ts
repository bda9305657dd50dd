import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import axios from 'axios';
import { N8N_BIN, requireNode24 } from './paths';
import { endWithUs, killGroup } from './throwaway';
import { pause, until } from './waiting';

export interface N8nProcessOptions {
  /** n8n puts its `.n8n` folder (settings, database, binaries) in here. */
  userFolder: string;
  port: number;
  /** The port on which n8n's own task runners reach it; one a server. */
  brokerPort: number;
  encryptionKey: string;
  /** Added to the environment of n8n, and stronger than what is set here. */
  env?: Record<string, string>;
  /** `start` (default), or `worker` and `webhook` of the queue mode. */
  command?: string[];
}

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 15_000;

/** What n8n may inherit from us. Not everything: a test runner's NODE_ENV and NODE_OPTIONS would change n8n. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];

function environment({ userFolder, port, brokerPort, encryptionKey, env }: N8nProcessOptions): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    N8N_USER_FOLDER: userFolder,
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    WEBHOOK_URL: `http://127.0.0.1:${port}/`,
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    N8N_ENCRYPTION_KEY: encryptionKey,
    N8N_SECURE_COOKIE: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
    ...env,
  };
}

/** One running n8n (server, worker or webhook process): its start, its log and its end. */
export class N8nProcess {
  private child: ChildProcess | undefined;
  private log = '';

  constructor(readonly options: N8nProcessOptions) {}

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** Everything that n8n wrote since the first start. */
  logs(): string {
    return this.log;
  }

  get isRunning(): boolean {
    return !!this.child && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts n8n and waits until it is ready to be used. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error('This n8n is running already');
    const { userFolder, command = ['start'] } = this.options;
    mkdirSync(userFolder, { recursive: true });
    const child = spawn(requireNode24(), [N8N_BIN, ...command], {
      cwd: userFolder,
      env: environment(this.options),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const collect = (chunk: Buffer): void => {
      this.log += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => collect(Buffer.from(`${error.message}\n`)));
    if (child.pid) endWithUs(child.pid);
    if (command[0] === 'start') await this.waitUntilReady();
  }

  private async waitUntilReady(): Promise<void> {
    await until(
      () => `n8n on ${this.url} to become ready; its log ends with:\n${this.log.slice(-2_000)}`,
      async () => {
        if (!this.isRunning) throw new Error(`n8n ended while starting; its log:\n${this.log.slice(-4_000)}`);
        return await answersOk(`${this.url}/healthz/readiness`);
      },
      { timeoutMs: START_TIMEOUT_MS, intervalMs: 200 },
    );
  }

  /** Asks n8n to end (SIGTERM) and waits for it; what does not end in time is killed. */
  async stop(): Promise<void> {
    const { child } = this;
    if (!child?.pid || !this.isRunning) return;
    child.kill('SIGTERM');
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (this.isRunning && Date.now() < deadline) await pause(50);
    await this.kill();
  }

  /** Lets n8n stand still where it is, as an overloaded machine would, until `goOn`. */
  standStill(): void {
    this.child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends n8n as a power cut would (SIGKILL to it and its task runners) and waits until it is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid) return;
    killGroup(child.pid);
    while (this.isRunning) await pause(20);
    child.stdout?.destroy();
    child.stderr?.destroy();
    this.child = undefined;
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const { status } = await axios.get(url, { validateStatus: () => true, timeout: 5_000, proxy: false });
    return status === 200;
  } catch {
    return false;
  }
}
