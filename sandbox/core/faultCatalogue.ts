/** The faults that there are, by name. */

/** Before commit: the provider never did it. After commit: it did, and the client does not hear of it. */
export type When = 'beforeCommit' | 'afterCommit';

export type Damage = 'truncated' | 'malformed' | 'empty' | 'brokenGzip' | 'cutMidBody';

export type Fault =
  /** The connection is closed without an answer. */
  | { kind: 'cut'; when: When }
  /** No answer for so long that every client gives up; then the connection is closed. */
  | { kind: 'hang'; when: When; ms: number }
  | { kind: 'answer'; when: When; status: number; contentType: string; body: string; retryAfter?: string }
  /** The true answer, spoilt on its way. `cutMidBody` breaks the connection, the others are whole HTTP answers. */
  | { kind: 'damage'; how: Damage }
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

const ERROR_IN_SUCCESS = { status: 200, contentType: 'application/json', body: '{"message":"Something went wrong"}' };

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
  errorInSuccessBeforeCommit: { kind: 'answer', when: 'beforeCommit', ...ERROR_IN_SUCCESS },
  errorInSuccessAfterCommit: { kind: 'answer', when: 'afterCommit', ...ERROR_IN_SUCCESS },
  tooManyRequests: { kind: 'answer', when: 'beforeCommit', ...TOO_MANY },
  tooManyRequestsWithRetryAfter: { kind: 'answer', when: 'beforeCommit', ...TOO_MANY, retryAfter: '1' },
  truncatedJson: { kind: 'damage', how: 'truncated' },
  malformedJson: { kind: 'damage', how: 'malformed' },
  emptyBody: { kind: 'damage', how: 'empty' },
  brokenGzip: { kind: 'damage', how: 'brokenGzip' },
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

/** A fault with its details filled in. Throws for a name that does not exist. */
export function plan(fault: FaultName | Fault, details: FaultDetails): FaultPlan {
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
