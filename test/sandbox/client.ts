/** A small honest client of the sandbox, and a receiver for its webhooks. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type DentSandbox, type DentSandboxOptions, startDentSandbox } from '../../sandbox';

export const WORLD_50_MB = '14ed2704-35ff-4feb-82a3-12345678abcd';
const made = (number: number): string => `00000000-5a5d-4b0c-a000-${String(number).padStart(12, '0')}`;
export const WORLD_1_GB = made(2);
export const WORLD_NO_END = made(4);
export const EUROPE_3_GB = made(5);
export const GERMANY_1_GB = made(7);
export const GREECE_200_MB = made(9);

export const MB = 1024 * 1024;
export const DAY = 86_400_000;
export const NOON = '2025-08-25T12:00:00.143Z';

export interface Answer {
  status: number;
  type: string | null;
  text: string;
  /** Undefined when the body is not JSON. Look into it with `at`. */
  json: unknown;
}

/** The value at a path of a JSON value: `at(answer.json, 'customers', 0, 'customer', 'uid')`. */
export function at(value: unknown, ...path: Array<string | number>): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null)?.[step], value);
}

export class Client {
  constructor(
    readonly sandbox: DentSandbox,
    public token: string,
  ) {}

  /** Rejects when no whole answer arrives. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return request(this.sandbox.url + path, method, body, { authorization: `Bearer ${this.token}`, ...headers });
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  register(fields: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = { inventoryItemId: WORLD_50_MB, ...fields };
    return this.call('POST', '/gigastore/activations/register', body, headers);
  }

  topUp(customerUid: unknown, fields: Record<string, unknown>): Promise<Answer> {
    const body = { inventoryItemId: WORLD_50_MB, customerUid, ...fields };
    return this.call('POST', '/gigastore/activations/top-up', body);
  }

  refund(uid: unknown): Promise<Answer> {
    return this.call('POST', `/activations/activated-items/${String(uid)}/refund`);
  }

  activate(uid: unknown): Promise<Answer> {
    return this.call('POST', `/gigastore/activations/activated-items/${String(uid)}/activate`);
  }

  /** Registers and returns the identifiers. */
  async order(fields: Record<string, unknown>): Promise<{ item: string; customer: string; iccid: string }> {
    const { json } = await this.register(fields);
    return {
      item: String(at(json, 'activatedItem', 'uid')),
      customer: String(at(json, 'customer', 'uid')),
      iccid: String(at(json, 'esimProfile', 'iccid')),
    };
  }

  /** The customer's packages as the API shows them. */
  async items(customer: string): Promise<unknown[]> {
    const { json } = await this.get(`/gigastore/activations/customers/${customer}`);
    return at(json, 'activatedItems') as unknown[];
  }
}

export async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
  timeoutMs = 30_000,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function basic(id: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

const open = new Set<{ stop(): Promise<void> }>();

/** A fresh sandbox with its clock standing at noon, and a client that is signed in. */
export async function freshClient(options: DentSandboxOptions = {}): Promise<Client> {
  const sandbox = await startDentSandbox({ clockStandsAt: NOON, ...options });
  open.add(sandbox);
  const { json } = await request(
    `${sandbox.url}/reseller/authenticate`,
    'POST',
    undefined,
    basic(sandbox.clientId, sandbox.clientSecret),
  );
  return new Client(sandbox, String(at(json, 'accessToken')));
}

export interface Received {
  path: string;
  contentType: string | undefined;
  body: unknown;
}

/** Takes webhooks and answers with the status that is set. */
export class Receiver {
  readonly received: Received[] = [];
  /** Of what was received, in the same order. */
  readonly headers: IncomingHttpHeaders[] = [];
  status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
        receiver.headers.push(incoming.headers);
        receiver.received.push({ path: incoming.url ?? '', contentType: incoming.headers['content-type'], body });
        response.writeHead(receiver.status).end('thanks');
      });
    });
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.add(receiver);
    return receiver;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  bodies(): unknown[] {
    return this.received.map(({ body }) => body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Call in `afterEach`. */
export async function stopAll(): Promise<void> {
  await Promise.all([...open].map((thing) => thing.stop()));
  open.clear();
}
