/**
 * The HTTP server that all provider stand-ins share. One address serves the provider's API (journalled, with faults),
 * the control API under `/_sandbox/` and the control page at `/` (neither is journalled nor touched by faults).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type Found, find, readBody } from './dispatch';
import { exchange } from './exchange';
import { send } from './faultPlay';
import { type ControlRoute, json, type Reply, type SandboxRequest } from './http';
import { UnderWay } from './underWay';
import type { Kind, World } from './world';

export interface ListenOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Default 127.0.0.1: the control API has no password. */
  host?: string;
}

export class SandboxServer<K extends Kind> {
  /** Set once it listens, since the control API acts on the server itself. */
  control: ControlRoute[] = [];
  private server: Server | null = null;
  private endPauses = new Set<() => void>();
  /** Requests and times offline. */
  readonly underWay = new UnderWay();
  private stopped = false;
  private address = { port: 0, host: '127.0.0.1' };

  constructor(private readonly world: World<K>) {}

  /** @returns the base URL, without a trailing slash */
  async listen(options: ListenOptions): Promise<string> {
    const host = options.host ?? '127.0.0.1';
    const server = createServer((request, response) => void this.underWay.track(this.serve(request, response)));
    // Node's default of 5 s closes idle connections under a client's hands: a fault that nobody asked for.
    server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, host, resolve);
    });
    this.server = server;
    this.address = { port: (server.address() as AddressInfo).port, host };
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.address.port}`;
  }

  /** Refuses connections for a while, then listens again on the same port. Resolves when it is back. */
  goOffline(milliseconds: number): Promise<void> {
    return this.underWay.track(
      (async () => {
        await this.close();
        await this.pause(milliseconds);
        if (!this.stopped) await this.listen(this.address);
      })(),
    );
  }

  /** Cuts what is open and ends every wait. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const end of this.endPauses) end();
    await this.close();
  }

  private async close(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  /** Waits; ends early when the sandbox stops or the client of `response` goes away. */
  private pause(milliseconds: number, response?: ServerResponse): Promise<void> {
    if (this.stopped || response?.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.endPauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.endPauses.add(end);
      response?.once('close', end);
    });
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const rawBody = await readBody(incoming);
    if (rawBody === null) return void response.destroy();
    const url = new URL(incoming.url ?? '/', 'http://sandbox');
    const request: SandboxRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      rawBody,
      params: {},
      noteEffect: () => undefined,
    };
    const own = find(this.control, request);
    if (own) send(await control(own), response);
    else if (request.path.startsWith('/_sandbox/')) send(json({ error: 'no such control call' }, 404), response);
    else
      await exchange(this.world, request, response, {
        pause: (milliseconds) => this.pause(milliseconds),
        waitForClient: (milliseconds) => this.pause(milliseconds, response),
      });
  }
}

/** What a control call throws is the caller's mistake. */
async function control({ route, request }: Found<ControlRoute>): Promise<Reply> {
  try {
    return await route.handle(request);
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400);
  }
}
