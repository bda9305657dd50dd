/** Limits of requests in a time, as providers have them by account, address or eSIM. */
export class Limit {
  private readonly recent = new Map<string, number[]>();

  constructor(private readonly now: () => number) {}

  /** Whether one more is allowed; it then counts. @param most 0: any number */
  allows(key: string, most: number, windowMs: number): boolean {
    const times = (this.recent.get(key) ?? []).filter((at) => at > this.now() - windowMs);
    const isAllowed = most === 0 || times.length < most;
    this.recent.set(key, isAllowed ? [...times, this.now()] : times);
    return isAllowed;
  }
}
