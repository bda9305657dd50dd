/** What routes are given and what they give back. A route never touches a socket: the server and the faults do. */
import type { IncomingHttpHeaders } from 'node:http';

const BROKEN = Symbol('broken JSON');

export interface SandboxRequest {
  method: string;
  /** Percent-decoding is left to `params`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
  /** Parts of the path that the route's pattern names with `:name`, decoded. */
  params: Readonly<Record<string, string>>;
  /** Writes into the journal entry of this request what it changed: "purchase 4f1e... for order-17". */
  noteEffect(effect: string): void;
}

export interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  contentType?: string;
  body: Buffer | string;
}

/** Waited for only where a provider asks somebody before it answers, such as a webhook's address whether it listens. */
export type Answering = Reply | Promise<Reply>;

/**
 * One documented call. `handle` changes state in one go, so that it happens entirely or (when it throws) not at all:
 * check everything first, change state afterwards.
 */
export interface Route {
  /** Short name used by faults and in the journal: "register". */
  name: string;
  method: string;
  /** "/gigastore/activations/customers/:uid" */
  pattern: string;
  handle(request: SandboxRequest): Answering;
  /**
   * What this request is about, for the journal and for faults that must not depend on the order of arrival:
   * the client reference of a purchase. Must not change anything; null when there is none.
   */
  reference?(request: SandboxRequest): string | null;
  /** True where a body could hold a secret: it is then kept out of the journal. */
  bodyIsSecret?: boolean;
}

/** A call of the sandbox's own control API or page: no journal, no faults. What it throws is answered with 400. */
export interface ControlRoute {
  method: string;
  pattern: string;
  handle(request: SandboxRequest): Answering;
}

/** A provider says no: the provider's own code turns it into one of the error bodies it is set to use. */
export class Refusal extends Error {
  constructor(
    /** Names the rule: "expectedPriceDiffers". */
    readonly rule: string,
    message: string,
    /** True when the client sent something undocumented or malformed: counted in the journal. */
    readonly isViolation = false,
  ) {
    super(message);
  }
}

/** The client sent something undocumented or malformed. */
export function violation(rule: string, message: string): Refusal {
  return new Refusal(rule, message, true);
}

/** Refuses when the condition holds. */
export function refuseIf(wrong: boolean, rule: string, message: string): void {
  if (wrong) throw new Refusal(rule, message);
}

/** What was found; refuses when it was not. */
export function orRefuse<T>(one: T | undefined, rule: string, message: string): T {
  if (one === undefined) throw new Refusal(rule, message);
  return one;
}

/** An answer with a JSON body. */
export function json(value: unknown, status = 200): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

export const NO_CONTENT: Reply = { status: 204, body: '' };

/** The JSON of a request. Refuses broken JSON; `undefined` for no body at all. */
export function jsonBody(request: SandboxRequest): unknown {
  const text = request.rawBody.toString('utf8');
  if (text === '') return undefined;
  const parsed = tryJson(text);
  if (parsed === BROKEN) throw violation('malformedBody', 'The body is not JSON.');
  return parsed;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return BROKEN;
  }
}

/** The fields of a form. Refuses a body that is not said to be one. */
export function formBody(request: SandboxRequest): Record<string, string> {
  const isForm = /^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '');
  if (!isForm) throw violation('wrongBody', 'The body must be a form.');
  return Object.fromEntries(new URLSearchParams(request.rawBody.toString('utf8')));
}

/** The JSON of a request for looking at only: `undefined` for a missing or broken body. */
export function peekJson(request: SandboxRequest): unknown {
  const parsed = tryJson(request.rawBody.toString('utf8'));
  return parsed === BROKEN ? undefined : parsed;
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts that a pattern names, or null when the path does not match. Exact: no trailing slash. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (part.startsWith(':') && value) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
