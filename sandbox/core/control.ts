/**
 * The control API that every stand-in has, under `/_sandbox/`: for tests in other processes, for the demo and for the
 * control page. All JSON; what goes wrong is answered with 400 and `{ "error": "in plain words" }`.
 */
import { stateOf } from './books';
import type { FaultMix, QueuedFault } from './faultCatalogue';
import { type ControlRoute, isRecord, json, jsonBody, type SandboxRequest } from './http';
import { readInput } from './life';
import type { Sandbox } from './sandbox';
import type { OutgoingEvent } from './webhooks';
import type { Kind, World } from './world';

/** @param at method and path below `/_sandbox/`: "POST items/:uid/activate" */
export function control(at: string, run: (request: SandboxRequest) => unknown): ControlRoute {
  const [method = '', path = ''] = at.split(' ');
  const handle = async (request: SandboxRequest) => json((await run(request)) ?? { ok: true });
  return { method, pattern: `/_sandbox/${path}`, handle };
}

/** The body as an object; an absent body is an empty one. */
function fields(request: SandboxRequest): Record<string, unknown> {
  const body = jsonBody(request) ?? {};
  if (!isRecord(body)) throw new Error('the body must be a JSON object');
  return body;
}

export function controlRoutes<K extends Kind>(world: World<K>, sandbox: Sandbox<K>): ControlRoute[] {
  const { faults, webhooks } = world;
  return [
    control('GET state', () => stateOf(world)),
    control('GET books', () => sandbox.books()),
    control('GET journal', ({ query }) =>
      sandbox.journal({ after: Number(query.get('after') ?? 0), route: query.get('route') ?? undefined }),
    ),
    control('GET settings', () => sandbox.settings()),
    control('PATCH settings', (request) => {
      sandbox.changeSettings(fields(request) as Partial<K['settings']>);
      return sandbox.settings();
    }),
    control('POST reset', (request) => sandbox.reset(asText(fields(request)['seed']))),
    control('POST credit', (request) => sandbox.addCredit(String(fields(request)['amount']))),
    control('POST tokens/expire', () => sandbox.expireTokens()),
    control('POST clock', async (request) => {
      await sandbox.advance(Number(fields(request)['advanceSeconds']) * 1000);
      return { now: new Date(world.now).toISOString() };
    }),
    control('POST offline', (request) => {
      const milliseconds = Number(fields(request)['ms']);
      // After this answer is out: it is the last one for a while.
      setImmediate(() => void sandbox.goOffline(milliseconds));
    }),
    control('GET esims/actions', () => world.standIn.actions),
    control('POST esims/:iccid/:action', (request) => {
      const { iccid = '', action = '' } = request.params;
      return sandbox.device(iccid, action, readInput(fields(request)));
    }),
    control('GET faults', () => faults.describe()),
    control('POST faults/next', (request) => faults.next(fields(request) as unknown as QueuedFault)),
    control('PUT faults/mix', (request) => {
      const mix = fields(request);
      if (!isRecord(mix['probabilities'])) throw new Error('probabilities are missing');
      faults.mix(mix as unknown as FaultMix);
    }),
    control('DELETE faults', () => faults.clear()),
    control('GET webhooks', () => ({ urls: webhooks.getUrls(), deliveries: webhooks.deliveries() })),
    /** `{ "esimStatus": "http://...", "balanceAlert": null }`, or `{ "*": "http://..." }` for all. */
    control('PUT webhooks', (request) => {
      for (const [event, url] of Object.entries(fields(request))) webhooks.setUrl(event, asText(url) ?? null);
      return webhooks.getUrls();
    }),
    /** `{ "event", "body", "url"? }`, or a list of these: sent all at once, whatever the bodies are. */
    control('POST webhooks/send', (request) => {
      const body = jsonBody(request);
      return webhooks.sendAtOnce((Array.isArray(body) ? body : [body]) as OutgoingEvent[]);
    }),
  ];
}

function asText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}
