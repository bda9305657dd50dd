/**
 * The HTTP server that all provider stand-ins share. One address serves the provider's API (journalled, with faults),
 * the control API under `/_sandbox/` and the control page at `/` (neither is journalled nor touched by faults).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Clock } from './clock';
import { type Found, find, readBody } from './dispatch';
import { play, send, type Stage } from './faultPlay';
import type { Faults } from './faults';
import { type ControlRoute, json, peekJson, Refusal, type Reply, type Route, type SandboxRequest } from './http';
import { type Journal, type JournalEntry, redactHeaders } from './journal';

/** What a provider's folder gives to the server. */
export interface ProviderApi {
  /** Called before each request: what became due since the last one happens now. */
  catchUp(): void;
  routes(): Route[];
  /** The provider's error body and status for a refusal. */
  refuse(refusal: Refusal): Reply;
  expireTokens(): void;
}

export interface ServerParts {
  api: ProviderApi;
  journal: Journal;
  faults: Faults;
  clock: Clock;
}

export interface ListenOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Default 127.0.0.1: the control API has no password. */
  host?: string;
}

export class SandboxServer {
  /** Set once it listens, since the control API acts on the server itself. */
  control: ControlRoute[] = [];
  private server: Server | null = null;
  private endPauses = new Set<() => void>();
  private address = { port: 0, host: '127.0.0.1' };

  constructor(private readonly parts: ServerParts) {}

  /** @returns the base URL, without a trailing slash */
  async listen(options: ListenOptions): Promise<string> {
    const host = options.host ?? '127.0.0.1';
    const server = createServer((request, response) => void this.serve(request, response));
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
  async goOffline(milliseconds: number): Promise<void> {
    await this.close();
    await this.pause(milliseconds);
    await this.listen(this.address);
  }

  /** Cuts what is open and ends every wait. */
  async stop(): Promise<void> {
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
      noteViolation: () => undefined,
    };
    const own = find(this.control, request);
    if (own) send(await control(own), response);
    else if (request.path.startsWith('/_sandbox/')) send(json({ error: 'no such control call' }, 404), response);
    else await this.serveApi(request, response);
  }

  /** The provider's API: journal, fault, answer. */
  private async serveApi(given: SandboxRequest, response: ServerResponse): Promise<void> {
    this.parts.api.catchUp();
    const routes = this.parts.api.routes();
    const found = find(routes, given);
    const entry = this.record(given, found);
    const request: SandboxRequest = {
      ...(found?.request ?? given),
      noteEffect: (effect) => entry.effects.push(effect),
      noteViolation: (violation) => entry.violations.push(violation),
    };
    const plan = this.parts.faults.decide(
      entry.route,
      entry.reference ?? `${request.path}?${request.query.toString()}`,
    );
    entry.fault = plan?.name ?? null;
    const stage: Stage = {
      commit: () => this.run(found?.route ?? null, request, entry),
      expireTokens: () => this.parts.api.expireTokens(),
      pause: (milliseconds) => this.pause(milliseconds),
      waitForClient: (milliseconds) => this.pause(milliseconds, response),
      response,
    };
    Object.assign(entry, await play(plan, stage));
  }

  private record(request: SandboxRequest, found: Found<Route> | null): JournalEntry {
    return this.parts.journal.add({
      at: new Date(this.parts.clock.now()).toISOString(),
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      headers: redactHeaders(request.headers),
      body: found && !found.route.bodyIsSecret ? (peekJson(request) ?? null) : null,
      route: found?.route.name ?? 'unknown',
      reference: found?.route.reference?.(found.request) ?? null,
      handled: false,
      effects: [],
      violations: [],
      fault: null,
      ending: 'open',
      status: null,
      refusedBy: null,
    });
  }

  private run(route: Route | null, request: SandboxRequest, entry: JournalEntry): Reply {
    entry.handled = true;
    try {
      if (route) return route.handle(request);
      throw new Refusal('unknownPath', `No documented call: ${request.method} ${request.path}`, true);
    } catch (error) {
      if (!(error instanceof Refusal)) return this.bug(error, entry);
      entry.refusedBy = error.rule;
      if (error.isViolation) entry.violations.push(error.message);
      return this.parts.api.refuse(error);
    }
  }

  /** A mistake in the sandbox itself: shown as one, so that nobody takes it for the provider's behaviour. */
  private bug(error: unknown, entry: JournalEntry): Reply {
    entry.refusedBy = 'sandboxBug';
    return json({ error: `bug in the sandbox: ${String(error)}` }, 500);
  }
}

async function control({ route, request }: Found<ControlRoute>): Promise<Reply> {
  try {
    return await route.handle(request);
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400);
  }
}
