/** Short aligned rows as they happen: what was done, what came of it, and the detail. */
const WIDTHS = [14, 13] as const;

export class Table {
  private failures = 0;

  constructor(private readonly write: (text: string) => void) {}

  row(what: string, result: string, detail = ''): void {
    this.write(`  ${what.padEnd(WIDTHS[0])}${result.padEnd(WIDTHS[1])}${detail}`.trimEnd() + '\n');
  }

  /** A row that says whether something is as it should be. */
  check(ok: boolean, what: string, result: string, detail = ''): void {
    if (!ok) this.failures += 1;
    this.row(what, ok ? result : 'WRONG', detail);
  }

  get ok(): boolean {
    return this.failures === 0;
  }
}
