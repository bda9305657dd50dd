/** What has been begun and is not over: requests, deliveries, a time offline. */
export class UnderWay {
  private readonly work = new Set<Promise<unknown>>();

  track<T>(begun: Promise<T>): Promise<T> {
    const tracked = begun.finally(() => this.work.delete(tracked));
    this.work.add(tracked);
    return tracked;
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.work.size > 0) await Promise.allSettled([...this.work]);
  }
}
