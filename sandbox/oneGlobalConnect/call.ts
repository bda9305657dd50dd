/** One documented call, and the checks that all of them share. */
import { Refusal, type Reply, type Route, type SandboxRequest } from '../core/http';
import { checkHeaders, checkQuery, readBody, type Shape } from './checks';
import type { Sim, Subscription } from './state';
import type { ConnectWorld } from './world';

export interface Call {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base URL, with the version: "/v2/orders". */
  path: string;
  query?: Readonly<Record<string, RegExp>>;
  requiredQuery?: string[];
  body?: Shape;
  run(request: SandboxRequest, body: Record<string, unknown>): Reply;
  reference?(request: SandboxRequest): string | null;
}

/** Where the API begins on this server; the sign-in is beside it. */
export const API_PATH = '/connect-api';

const MINUTE_MS = 60_000;

/** Signs in first, counts the request, checks headers, query and body, then runs. */
export function toRoute(world: ConnectWorld, call: Call): Route {
  return {
    name: call.name,
    method: call.method,
    pattern: `${API_PATH}${call.path}`,
    reference: call.reference,
    handle: (request) => {
      world.tokens.checkBearer(request);
      countRequest(world);
      checkHeaders(request);
      checkQuery(request, call.query ?? {}, call.requiredQuery);
      return call.run(request, readBody(request, call.body));
    },
  };
}

/** Section 1.7. */
function countRequest({ state, clock, settings }: ConnectWorld): void {
  const now = clock.now();
  state.recentRequests = state.recentRequests.filter((at) => at > now - MINUTE_MS);
  if (settings.requestsPerMinute > 0 && state.recentRequests.length >= settings.requestsPerMinute) {
    throw new Refusal('tooManyRequests', 'Too many requests in the last minute');
  }
  state.recentRequests.push(now);
}

export function simOf(world: ConnectWorld, { params }: SandboxRequest): Sim {
  const sim = world.state.sims.get(params['iccid'] ?? '');
  if (!sim) throw notFound(params['iccid']);
  return sim;
}

export function subscriptionOf(world: ConnectWorld, { params }: SandboxRequest): Subscription {
  const found = world.state.subscriptions.get(params['id'] ?? '');
  if (!found) throw notFound(params['id']);
  return found;
}

export function notFound(id: string | undefined): Refusal {
  return new Refusal('notFound', `Resource with identifier ${id} was not found`);
}

export const NO_CONTENT: Reply = { status: 204, body: '' };
