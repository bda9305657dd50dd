/** Answers that are given again to a repeated request, for providers with an idempotency key. */
import type { Answering, Reply } from './http';

export class Answers {
  private readonly kept = new Map<string, { reply: Reply; until: number }>();

  constructor(private readonly now: () => number) {}

  /** Runs, or gives the answer of an earlier run with the same key. What is refused or waited for is not kept. */
  once(key: string, run: () => Answering, lifetimeMs = Infinity): Answering {
    const before = this.kept.get(key);
    if (before && before.until > this.now()) return before.reply;
    const reply = run();
    if (!(reply instanceof Promise) && reply.status < 400)
      this.kept.set(key, { reply, until: this.now() + lifetimeMs });
    return reply;
  }
}
