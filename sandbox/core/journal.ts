/**
 * What arrived and what became of it, in order of arrival. Secrets never enter it: the server passes headers through
 * `redactHeaders`, and answers (which hold activation codes) are not kept, only their status.
 */
import type { IncomingHttpHeaders } from 'node:http';

import { peekJson, type Route, type SandboxRequest } from './http';

export type JournalEntry = ReturnType<typeof newEntry>;

/** @param at ISO 8601, on the sandbox's clock. @param route null when there is no such call */
function newEntry(number: number, at: string, route: Route | null, request: SandboxRequest) {
  return {
    number,
    at,
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers: redactHeaders(request.headers),
    /** Parsed when it is JSON. */
    body: route && !route.bodyIsSecret ? (peekJson(request) ?? null) : null,
    route: route?.name ?? 'unknown',
    reference: route?.reference?.(request) ?? null,
    /** Whether the provider's code ran at all: false when the request was lost before. */
    handled: false,
    /** What it changed. Empty for a read and for a refusal. */
    effects: [] as string[],
    violations: [] as string[],
    /** The fault that was played, in words. */
    fault: null as string | null,
    /** How it ended for the client: "open" while no answer was given yet, "clientGone" when nobody waited for it. */
    ending: 'open' as 'open' | 'answered' | 'cut' | 'hung' | 'clientGone',
    /** Status of the answer that was sent, null when none was. */
    status: null as number | null,
    /** Rule that refused the request: "expectedPriceDiffers". */
    refusedBy: null as string | null,
  };
}

export class Journal {
  private entries: JournalEntry[] = [];

  add(at: string, route: Route | null, request: SandboxRequest): JournalEntry {
    const entry = newEntry(this.entries.length + 1, at, route, request);
    this.entries.push(entry);
    return entry;
  }

  /** Entries after the given number, optionally of one route only. */
  read(filter: { after?: number; route?: string } = {}): JournalEntry[] {
    return this.entries
      .slice(filter.after ?? 0)
      .filter((entry) => filter.route === undefined || entry.route === filter.route);
  }

  /** The newest entries, newest first. */
  newest(count: number): JournalEntry[] {
    return this.entries.slice(-count).reverse();
  }

  violations(): Array<{ journalNumber: number; route: string; what: string }> {
    return this.entries.flatMap((entry) =>
      entry.violations.map((what) => ({ journalNumber: entry.number, route: entry.route, what })),
    );
  }

  /** How often each route was called. */
  countsByRoute(): Record<string, number> {
    const counts = new Map<string, number>();
    for (const entry of this.entries) counts.set(entry.route, (counts.get(entry.route) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  clear(): void {
    this.entries = [];
  }
}

/** Headers that hold a secret or what is made of one. */
const SECRET = /api-?key|access-?code|signature|secret|token/;

/** Keeps the scheme of an authorization header and nothing of what follows, of other secrets nothing; drops cookies. */
export function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'cookie' || value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    const scheme = name.includes('authorization') ? `${text.split(' ')[0] ?? ''} ` : '';
    kept[name] = scheme !== '' || SECRET.test(name) ? `${scheme}[redacted]` : text;
  }
  return kept;
}
