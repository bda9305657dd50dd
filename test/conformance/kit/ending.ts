/** How an item ended. */
import type { Json } from './shop';

/** What became of one item. */
export type Ending = { json: Json; error: null } | { json: null; error: Failure };

export interface Failure {
  kind: string | undefined;
  message: string;
  description: string;
}

export function endingOf(json: Json): Ending {
  if (json.error === undefined) return { json, error: null };
  const { kind } = (json.details ?? {}) as { kind?: string };
  return { json: null, error: { kind, message: String(json.error), description: String(json.message ?? '') } };
}
