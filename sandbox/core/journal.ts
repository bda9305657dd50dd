/**
 * What arrived and what became of it, in order of arrival. Secrets never enter it: the server passes headers through
 * `redactHeaders`, and answers (which hold activation codes) are not kept, only their status.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface JournalEntry {
  number: number;
  /** ISO 8601, on the sandbox's clock. */
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Parsed when it is JSON. */
  body: unknown;
  /** Name of the route, or "unknown". */
  route: string;
  reference: string | null;
  /** Whether the provider's code ran at all: false when the request was lost before. */
  handled: boolean;
  /** What it changed. Empty for a read and for a refusal. */
  effects: string[];
  violations: string[];
  /** The fault that was played, in words. */
  fault: string | null;
  /** How it ended for the client: "open" while no answer was given yet, "clientGone" when nobody waited for it. */
  ending: 'open' | 'answered' | 'cut' | 'hung' | 'clientGone';
  /** Status of the answer that was sent, null when none was. */
  status: number | null;
  /** Rule that refused the request: "expectedPriceDiffers". */
  refusedBy: string | null;
}

export interface Violation {
  journalNumber: number;
  route: string;
  what: string;
}

export class Journal {
  private entries: JournalEntry[] = [];

  add(entry: Omit<JournalEntry, 'number'>): JournalEntry {
    const numbered = { ...entry, number: this.entries.length + 1 };
    this.entries.push(numbered);
    return numbered;
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

  violations(): Violation[] {
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
