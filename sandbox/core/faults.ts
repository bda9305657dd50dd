/**
 * The fault engine: decides what goes wrong with a request. `faultPlay.ts` carries it out.
 *
 * Two sources, in this order: a queue of one-shot faults ("the next register: cutAfterCommit"), and a random mix with
 * probabilities and a seed. The mix decides by seed, route, what the request is about (the client reference of a
 * purchase, else the address) and how often that was asked before: the order in which parallel requests arrive does
 * not change which of them fail.
 */
import { fractionOf } from './random';

/** Before commit: the provider never did it. After commit: it did, and the client does not hear of it. */
export type When = 'beforeCommit' | 'afterCommit';

export type Fault =
  /** The connection is closed without an answer. */
  | { kind: 'cut'; when: When }
  /** No answer for so long that every client gives up; then the connection is closed. */
  | { kind: 'hang'; when: When; ms: number }
  | { kind: 'answer'; when: When; status: number; contentType: string; body: string; retryAfter?: string }
  /** The true answer, spoilt on its way. `cutMidBody` breaks the connection, the others are whole HTTP answers. */
  | { kind: 'damage'; how: 'truncated' | 'malformed' | 'empty' | 'cutMidBody' }
  /** All tokens given out so far stop being valid just before this request is looked at. */
  | { kind: 'tokenExpired' };

export interface FaultPlan {
  name: string;
  fault: Fault | null;
  /** Slow to act: the commit comes this late, even when the client has gone by then. */
  delayBeforeMs: number;
  /** Slow to answer: committed at once. */
  delayAfterMs: number;
}

const PROBLEM = '{"type":"about:blank","title":"Internal Server Error","status":500}';
const GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>';
const SERVER_ERROR = { status: 500, contentType: 'application/problem+json', body: PROBLEM };
const BAD_GATEWAY = { status: 502, contentType: 'text/html', body: GATEWAY_PAGE };
const UNAVAILABLE = { status: 503, contentType: 'text/plain', body: 'Service Unavailable' };
const TOO_MANY = { status: 429, contentType: 'application/json', body: '{"message":"Too many requests"}' };

const DEFAULT_SLOW_MS = 500;
/** Longer than any client waits. */
const DEFAULT_HANG_MS = 300_000;

/** The faults by the names under which the control API and the tests ask for them. */
const NAMED = {
  cutBeforeCommit: { kind: 'cut', when: 'beforeCommit' },
  cutAfterCommit: { kind: 'cut', when: 'afterCommit' },
  hangBeforeCommit: { kind: 'hang', when: 'beforeCommit', ms: DEFAULT_HANG_MS },
  hangAfterCommit: { kind: 'hang', when: 'afterCommit', ms: DEFAULT_HANG_MS },
  error500BeforeCommit: { kind: 'answer', when: 'beforeCommit', ...SERVER_ERROR },
  error500AfterCommit: { kind: 'answer', when: 'afterCommit', ...SERVER_ERROR },
  error502BeforeCommit: { kind: 'answer', when: 'beforeCommit', ...BAD_GATEWAY },
  error502AfterCommit: { kind: 'answer', when: 'afterCommit', ...BAD_GATEWAY },
  error503BeforeCommit: { kind: 'answer', when: 'beforeCommit', ...UNAVAILABLE },
  error503AfterCommit: { kind: 'answer', when: 'afterCommit', ...UNAVAILABLE },
  tooManyRequests: { kind: 'answer', when: 'beforeCommit', ...TOO_MANY },
  tooManyRequestsWithRetryAfter: { kind: 'answer', when: 'beforeCommit', ...TOO_MANY, retryAfter: '1' },
  truncatedJson: { kind: 'damage', how: 'truncated' },
  malformedJson: { kind: 'damage', how: 'malformed' },
  emptyBody: { kind: 'damage', how: 'empty' },
  cutMidBody: { kind: 'damage', how: 'cutMidBody' },
  tokenExpired: { kind: 'tokenExpired' },
  slowBeforeCommit: null,
  slowAfterCommit: null,
} as const satisfies Record<string, Fault | null>;

export type FaultName = keyof typeof NAMED;
export const FAULT_NAMES = Object.keys(NAMED) as FaultName[];

/** Details of a fault that differ from the usual. */
export interface FaultDetails {
  /** How long a hang or a slow fault lasts, in milliseconds. */
  ms?: number;
  /** Text of the Retry-After header of an answer: seconds or a date. */
  retryAfter?: string;
}

export interface QueuedFault extends FaultDetails {
  fault: FaultName | Fault;
  /** Name of a route; absent: any. */
  route?: string;
  /** How many requests it strikes; default 1. */
  times?: number;
}

export interface FaultMix extends Pick<FaultDetails, 'ms' | 'retryAfter'> {
  seed: string | number;
  /** Each between 0 and 1; together at most 1. */
  probabilities: Partial<Record<FaultName, number>>;
  /** Names of the routes it strikes; absent: all. */
  routes?: string[];
}

function plan(fault: FaultName | Fault, details: FaultDetails): FaultPlan {
  const named = typeof fault === 'string';
  if (named && !(fault in NAMED)) throw new Error(`no such fault: ${fault}`);
  const name = named ? fault : fault.kind;
  const what: Fault | null = named ? NAMED[fault] : fault;
  return {
    name,
    fault: what === null ? null : refine(what, details),
    delayBeforeMs: name === 'slowBeforeCommit' ? (details.ms ?? DEFAULT_SLOW_MS) : 0,
    delayAfterMs: name === 'slowAfterCommit' ? (details.ms ?? DEFAULT_SLOW_MS) : 0,
  };
}

function refine(fault: Fault, { ms, retryAfter }: FaultDetails): Fault {
  if (fault.kind === 'hang') return { ...fault, ms: ms ?? fault.ms };
  if (fault.kind === 'answer' && retryAfter !== undefined) return { ...fault, retryAfter };
  return fault;
}

export class Faults {
  private queue: Array<QueuedFault & { left: number }> = [];
  private current: FaultMix | null = null;
  private asked = new Map<string, number>();

  /** Strikes the next request (or the next `times`) of the route. Throws for a name that does not exist. */
  next(queued: QueuedFault): void {
    plan(queued.fault, queued);
    this.queue.push({ ...queued, left: queued.times ?? 1 });
  }

  /** Replaces the random mix and starts its count anew; null ends it. */
  mix(mix: FaultMix | null): void {
    const entries = Object.entries(mix?.probabilities ?? {});
    for (const [name] of entries) plan(name as FaultName, {});
    if (entries.some(([, share]) => !(share >= 0)) || entries.reduce((sum, [, share]) => sum + share, 0) > 1 + 1e-9) {
      throw new Error('probabilities must be 0 or more and together at most 1');
    }
    this.current = mix;
    this.asked = new Map();
  }

  clear(): void {
    this.queue = [];
    this.mix(null);
  }

  describe(): { queue: QueuedFault[]; mix: FaultMix | null; names: FaultName[] } {
    return {
      queue: this.queue.map(({ left, ...queued }) => ({ ...queued, times: left })),
      mix: this.current,
      names: FAULT_NAMES,
    };
  }

  /** What happens to this request; null for nothing. Call once for each request: it counts. */
  decide(route: string, about: string): FaultPlan | null {
    return this.takeQueued(route) ?? this.draw(route, about);
  }

  private takeQueued(route: string): FaultPlan | null {
    const queued = this.queue.find((candidate) => candidate.route === undefined || candidate.route === route);
    if (!queued) return null;
    queued.left -= 1;
    if (queued.left <= 0) this.queue.splice(this.queue.indexOf(queued), 1);
    return plan(queued.fault, queued);
  }

  private draw(route: string, about: string): FaultPlan | null {
    const mix = this.current;
    if (!mix || (mix.routes && !mix.routes.includes(route))) return null;
    const key = `${route}|${about}`;
    const times = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, times);
    let point = fractionOf(`${mix.seed}|${key}|${times}`);
    for (const name of FAULT_NAMES) {
      const share = mix.probabilities[name] ?? 0;
      if (point < share) return plan(name, mix);
      point -= share;
    }
    return null;
  }
}
