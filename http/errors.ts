/**
 * What can go wrong on the way to a provider, as values. Nothing here knows n8n: `nodes/` turns a
 * `ProviderError` into n8n's own errors at its edge.
 */

/**
 * - `badInput`: the person must change a field; nothing was sent that could cost money.
 * - `notFound`: the provider does not know the thing asked for.
 * - `refused`: the provider understood and said no; nothing was bought.
 * - `outOfCredit`: the reseller's credit at the provider is used up; nothing was bought.
 * - `credential`: sign-in failed.
 * - `rateLimited`: too many requests; nothing was bought.
 * - `unreachable`: no usable answer (network, gateway, broken body).
 * - `notSent`: the run was stopped before this item's turn.
 * - `outcomeUnknown`: money may have been spent; nobody may send it again before a person has looked.
 */
export type ProviderErrorKind =
  | 'badInput'
  | 'notFound'
  | 'refused'
  | 'credential'
  | 'outOfCredit'
  | 'rateLimited'
  | 'unreachable'
  | 'notSent'
  | 'outcomeUnknown';

/** Nobody waits longer than this for a provider that asks for patience: coming back earlier would be no better than not waiting. */
export const LONGEST_WAIT_MS = 60_000;

export interface ProviderErrorDetails {
  /** What to do next, in words for a person who does not read code. */
  description?: string;
  /** HTTP status of the provider's answer, when there was one. */
  status?: number;
  /** How long the provider asked us to wait, in milliseconds. */
  retryAfterMs?: number;
}

/** An error whose text is safe to show: callers must pass provider text through `redact` first. */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  readonly description: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ProviderErrorKind, message: string, details: ProviderErrorDetails = {}) {
    super(message);
    this.name = 'ProviderError';
    this.kind = kind;
    this.description = details.description;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
