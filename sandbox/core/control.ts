/**
 * The control API that every stand-in has, under `/_sandbox/`: for tests in other processes, for the demo and for the
 * control page. All JSON; what goes wrong is answered with 400 and `{ "error": "in plain words" }`.
 */
import type { Clock } from './clock';
import type { FaultMix, QueuedFault } from './faultCatalogue';
import type { Faults } from './faults';
import { type ControlRoute, isRecord, json, jsonBody, type SandboxRequest } from './http';
import type { Journal } from './journal';
import type { OutgoingEvent, WebhookSender } from './webhooks';

export interface Controlled {
  journal: Journal;
  faults: Faults;
  clock: Clock;
  webhooks: WebhookSender;
  /** Everything that the control page shows. */
  state(): unknown;
  /** What tests hold a client's story against. */
  books(): unknown;
  settings(): unknown;
  changeSettings(change: Record<string, unknown>): void;
  addCredit(amount: string): void;
  /** Time passes: what becomes due happens, and its webhooks are sent. */
  advance(milliseconds: number): Promise<unknown>;
  /** Back to the beginning; webhook URLs stay. */
  reset(seed: string | undefined): void;
  goOffline(milliseconds: number): Promise<void>;
}

/** The body as an object; an absent body is an empty one. */
export function fields(request: SandboxRequest): Record<string, unknown> {
  const body = jsonBody(request) ?? {};
  if (!isRecord(body)) throw new Error('the body must be a JSON object');
  return body;
}

function route(method: string, path: string, run: (request: SandboxRequest) => unknown): ControlRoute {
  return {
    method,
    pattern: `/_sandbox/${path}`,
    handle: async (request) => json((await run(request)) ?? { ok: true }),
  };
}

export function controlRoutes(sandbox: Controlled): ControlRoute[] {
  return [
    route('GET', 'state', () => sandbox.state()),
    route('GET', 'books', () => sandbox.books()),
    route('GET', 'journal', ({ query }) =>
      sandbox.journal.read({ after: Number(query.get('after') ?? 0), route: query.get('route') ?? undefined }),
    ),
    route('GET', 'settings', () => sandbox.settings()),
    route('PATCH', 'settings', (request) => {
      sandbox.changeSettings(fields(request));
      return sandbox.settings();
    }),
    route('POST', 'reset', (request) => sandbox.reset(asText(fields(request)['seed']))),
    route('POST', 'credit', (request) => sandbox.addCredit(String(fields(request)['amount']))),
    route('POST', 'clock', async (request) => {
      await sandbox.advance(Number(fields(request)['advanceSeconds']) * 1000);
      return { now: new Date(sandbox.clock.now()).toISOString() };
    }),
    route('POST', 'offline', (request) => {
      const milliseconds = Number(fields(request)['ms']);
      // After this answer is out: it is the last one for a while.
      setImmediate(() => void sandbox.goOffline(milliseconds));
    }),
    ...faultRoutes(sandbox.faults),
    ...webhookRoutes(sandbox.webhooks),
  ];
}

function faultRoutes(faults: Faults): ControlRoute[] {
  return [
    route('GET', 'faults', () => faults.describe()),
    route('POST', 'faults/next', (request) => faults.next(fields(request) as unknown as QueuedFault)),
    route('PUT', 'faults/mix', (request) => {
      const mix = fields(request);
      if (!isRecord(mix['probabilities'])) throw new Error('probabilities are missing');
      faults.mix(mix as unknown as FaultMix);
    }),
    route('DELETE', 'faults', () => faults.clear()),
  ];
}

function webhookRoutes(webhooks: WebhookSender): ControlRoute[] {
  return [
    route('GET', 'webhooks', () => ({ urls: webhooks.getUrls(), deliveries: webhooks.deliveries() })),
    /** `{ "esimStatus": "http://...", "balanceAlert": null }`, or `{ "*": "http://..." }` for all. */
    route('PUT', 'webhooks', (request) => {
      const entries = Object.entries(fields(request));
      for (const [event, url] of entries) webhooks.setUrl(event, asText(url) ?? null);
      return webhooks.getUrls();
    }),
    /** `{ "event", "body", "url"? }`, or a list of these: sent all at once, whatever the bodies are. */
    route('POST', 'webhooks/send', (request) => {
      const body = jsonBody(request);
      const events = (Array.isArray(body) ? body : [body]) as Array<OutgoingEvent & { url?: string }>;
      return webhooks.sendAtOnce(events);
    }),
  ];
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}
