/** A provider's documented calls as a table, and how each becomes a route: sign-in first, then query, body, rules. */
import { type Body, checkQuery, type QueryRules, readBody, type Shape, textIn } from './checks';
import { type Answering, peekJson, type Route, type SandboxRequest } from './http';

export interface Call {
  /** Method and path: "GET /sims/:sim". */
  at: string;
  /** Absent: no parameter is documented. */
  query?: QueryRules;
  /** Parameters that must be there. */
  queryNeeds?: readonly string[];
  /** Absent: the call takes no body. */
  body?: Shape;
  /** How the client signs in here, where that differs from the other calls: a word of the provider's own. */
  signIn?: string;
  /** Keeps the body out of the journal. */
  bodyIsSecret?: boolean;
  /** What the request is about: the client reference of a purchase. Must not change anything. */
  reference?(request: SandboxRequest): string | null;
  /** Checks everything first, changes state afterwards. */
  run(request: SandboxRequest, body: Body): Answering;
}

/** By the names that faults and journal have for them. */
export type Calls = Readonly<Record<string, Call>>;

/** What all calls of an API have in common. */
export interface Manner {
  /** Goes before every path. */
  base?: string;
  /** What a call without a documented body takes. Absent: nothing. */
  noBody?: Shape;
  /** Signs in, and whatever else comes before or after what the call itself checks and does. */
  around(request: SandboxRequest, call: Call, go: () => Answering): Answering;
}

export function toRoutes(calls: Calls, { base = '', noBody, around }: Manner): Route[] {
  return Object.entries(calls).map(([name, call]) => {
    const [method = '', path = ''] = call.at.split(' ');
    const go = (request: SandboxRequest): Answering => {
      checkQuery(request, call.query ?? {}, call.queryNeeds);
      return call.run(request, readBody(request, call.body ?? noBody));
    };
    return {
      name,
      method,
      pattern: base + path,
      reference: call.reference,
      bodyIsSecret: call.bodyIsSecret,
      handle: (request) => around(request, call, () => go(request)),
    };
  });
}

/** The client reference at a place of the body, for `reference`. */
export function inBody(...path: string[]): (request: SandboxRequest) => string | null {
  return (request) => {
    let value = peekJson(request);
    for (const name of path) value = (value as Body | null | undefined)?.[name];
    return typeof value === 'string' ? value : null;
  };
}

/** The client reference in a header, for `reference`. */
export function inHeader(name: string): (request: SandboxRequest) => string | null {
  return ({ headers }) => textIn(headers, name);
}
