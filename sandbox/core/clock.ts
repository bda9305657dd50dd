/** The sandbox's own time: the real one plus what somebody advanced it by, or standing still for tests. */
export class Clock {
  private readonly standsAt: number | null;
  private advancedBy = 0;

  /** @param standingAt ISO 8601 time at which the clock stands still; absent: it follows the real time. */
  constructor(standingAt?: string) {
    this.standsAt = standingAt === undefined ? null : Date.parse(standingAt);
    if (Number.isNaN(this.standsAt)) throw new Error(`not a time: ${standingAt}`);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return (this.standsAt ?? Date.now()) + this.advancedBy;
  }

  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) throw new Error('the clock only goes forward');
    this.advancedBy += milliseconds;
  }
}
