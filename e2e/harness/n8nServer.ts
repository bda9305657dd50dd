import { randomBytes } from 'node:crypto';
import { N8nClient } from './n8nClient';
import { N8nProcess } from './n8nProcess';
import { installInto, type PackedPackage } from './pack';
import { freePort, removeFolder, throwawayFolder } from './throwaway';

export interface StartOptions {
  /** The packed package to install before the start, as n8n itself would; none by default. */
  pack?: PackedPackage;
  /** Added to n8n's environment. */
  env?: Record<string, string>;
  /** The port of the editor and the webhooks; a free one by default. */
  port?: number;
}

/** A throwaway n8n with an owner, SQLite and, if wanted, our package. */
export class N8nServer {
  readonly client: N8nClient;

  private constructor(
    readonly process: N8nProcess,
    readonly userFolder: string,
  ) {
    this.client = new N8nClient(process.url);
  }

  /** The address of the editor, without a slash at the end. */
  get url(): string {
    return this.process.url;
  }

  logs(): string {
    return this.process.logs();
  }

  /** Starts n8n in a new folder on free ports and sets up its owner. Safe to call several times at once. */
  static async start({ pack, env, port }: StartOptions = {}): Promise<N8nServer> {
    const userFolder = throwawayFolder('n8n-esim');
    if (pack) installInto(userFolder, pack);
    const process = new N8nProcess({
      userFolder,
      port: port ?? (await freePort()),
      brokerPort: await freePort(),
      encryptionKey: randomBytes(24).toString('hex'),
      env,
    });
    const server = new N8nServer(process, userFolder);
    try {
      await process.start();
      await server.client.http.setUpOwner();
      return server;
    } catch (error) {
      await server.dispose();
      throw error;
    }
  }

  /** Ends n8n as a power cut would. Its folder and ports stay as they are. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Ends n8n in an orderly way. Its folder and ports stay as they are. */
  async stop(): Promise<void> {
    await this.process.stop();
  }

  /** Starts n8n again on the same folder and ports; the owner, the session and the API key go on to hold. */
  async restart(): Promise<void> {
    await this.process.stop();
    await this.process.start();
  }

  /** Ends n8n and removes its folder. */
  async dispose(): Promise<void> {
    await this.process.kill();
    removeFolder(this.userFolder);
  }
}
