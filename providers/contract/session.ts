/** What a provider’s code works with, and what it gives back. */
import type { HttpClient } from '../../http/client';
import type { Sharing } from '../../http/sharing';
import type { Values } from '../../input';

/** A value in our model and the provider's untouched answer behind it (shown when Simplify is off). */
export interface Result<T> {
  value: T;
  raw: unknown;
  /** The same order once more for each further eSIM in it: one item an eSIM. */
  others?: readonly T[];
}

/** What a provider's code is given to work with: signed in, pointed at the right address. */
export interface Session extends Sharing {
  readonly http: HttpClient;
  /** The credential's fields that are not secret: base URL, project id, API version, paths. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A line in n8n's log. Never put a token, an activation code or an install link in it. */
  log(message: string): void;
  sleep(milliseconds: number): Promise<void>;
}

/** What the person filled in: read by the fields that the provider declares (`Provider.fields`), and by the shared ones. */
export type ProviderFields = Values;
