/**
 * The one way out. Signed in through n8n's credential, with n8n's own HTTP stack (proxy, certificates and
 * allowed domains are the user's). `connect` in `http/connect.ts` makes one for an execution.
 */
import type { ProviderError } from './errors';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the credential's base URL, with a leading slash; parts must already be percent-encoded. */
  path: string;
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** An answer as it came. `json` is undefined when the body is not JSON; long integers in it are strings. */
export interface Answer {
  answered: true;
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  text: string;
  json: unknown;
}

/** No answer. `sent: 'no'` only when it is certain that the request never reached the provider. */
export interface NoAnswer {
  answered: false;
  sent: 'no' | 'maybe';
  /** We stopped waiting: the provider may still be at work on the request. */
  timedOut?: boolean;
  /** n8n was told to stop: every further request would be cut like this one. */
  stopped?: boolean;
  /** The 401, after n8n had renewed the token, where the credential has one. */
  unauthenticated?: Answer;
  error: ProviderError;
}

export type Exchange = Answer | NoAnswer;

export type Takes = (answer: Answer) => boolean;

export interface HttpClient {
  /**
   * Reads: retried at most 3 times on 429, 502, 503, 504 and broken connections, honouring `Retry-After`.
   * @returns the parsed JSON body of a 2xx answer
   * @throws ProviderError for every other ending
   */
  read(request: Request): Promise<unknown>;
  /**
   * Like `read`, with status and headers.
   * @param takes answers of other statuses that are given back as they are: the provider's code reads its refusals itself
   */
  readAnswer(request: Request, takes?: Takes): Promise<Answer>;
  /**
   * Changes something, spends no money (activate, cancel, register a webhook): sent once.
   * @throws ProviderError for everything but a 2xx answer
   */
  change(request: Request): Promise<Answer>;
  /** Spends money: sent exactly once, heard to its end, never throws for what the network or the provider did. */
  spend(request: Request): Promise<Exchange>;
  /** The error that describes an answer other than the one hoped for, in the provider's words. */
  describe(answer: Answer): ProviderError;
}
