import type { Answer } from './client';
import { providerWords } from './describe';
import { redact } from './redact';

/** What the provider says with a refusal, to follow one's own words: ": unknown client (HTTP 401)". */
export function said(answer: Answer, secrets: readonly string[]): string {
  const words = providerWords(answer);
  return `${words === null ? '' : `: ${redact(words, secrets)}`} (HTTP ${answer.status})`;
}
