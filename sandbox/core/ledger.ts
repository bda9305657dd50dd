/**
 * The reseller's account: what was bought and given back, and the credit that is left. Entries are only ever added, so
 * that a test can hold a client's story against it. A provider's code writes here at the one place where it commits.
 */
import { toDecimal, toUnits } from './money';

export interface LedgerEntry {
  number: number;
  /** ISO 8601, on the sandbox's clock. */
  at: string;
  kind: 'purchase' | 'refund';
  /** Name of the call: "register". */
  call: string;
  /** The client's reference as it was sent; null when none was. */
  reference: string | null;
  orderId: string;
  customerId: string | null;
  /** Decimal text, positive for both kinds. */
  amount: string;
}

export type Booking = Omit<LedgerEntry, 'number' | 'kind' | 'at'>;

export class Ledger {
  private readonly entries: LedgerEntry[] = [];
  private readonly opening: bigint;
  private added = 0n;
  private credit: bigint;

  /** @param openingCredit decimal text */
  constructor(
    openingCredit: string,
    private readonly now: () => number = Date.now,
  ) {
    this.opening = toUnits(openingCredit);
    this.credit = this.opening;
  }

  /** Whether the credit covers this decimal amount. */
  covers(amount: string): boolean {
    return this.credit >= toUnits(amount);
  }

  addCredit(amount: string): void {
    this.added += toUnits(amount);
    this.credit += toUnits(amount);
  }

  purchase(booking: Booking): void {
    this.credit -= toUnits(booking.amount);
    this.add('purchase', booking);
  }

  refund(booking: Booking): void {
    this.credit += toUnits(booking.amount);
    this.add('refund', booking);
  }

  private add(kind: LedgerEntry['kind'], booking: Booking): void {
    this.entries.push({ ...booking, at: new Date(this.now()).toISOString(), kind, number: this.entries.length + 1 });
  }

  /** A copy of all entries, oldest first. */
  all(): LedgerEntry[] {
    return this.entries.map((entry) => ({ ...entry }));
  }

  /** How often this exact reference was bought. */
  purchasesFor(reference: string): number {
    return this.entries.filter((entry) => entry.kind === 'purchase' && entry.reference === reference).length;
  }

  /** One row for each reference in the order of its first entry; purchases without a reference share the row `null`. */
  byReference() {
    const rows = new Map<string | null, ReturnType<typeof emptyRow>>();
    for (const entry of this.entries) {
      const row = rows.get(entry.reference) ?? emptyRow(entry.reference);
      rows.set(entry.reference, row);
      if (entry.customerId !== null && !row.customerIds.includes(entry.customerId))
        row.customerIds.push(entry.customerId);
      row[entry.kind === 'purchase' ? 'purchases' : 'refunds'] += 1;
      row[entry.kind === 'purchase' ? 'orderIds' : 'refundedOrderIds'].push(entry.orderId);
    }
    return [...rows.values()];
  }

  creditBook() {
    const sum = (kind: LedgerEntry['kind']): bigint =>
      this.entries.filter((entry) => entry.kind === kind).reduce((total, entry) => total + toUnits(entry.amount), 0n);
    const [spent, refunded] = [sum('purchase'), sum('refund')];
    return {
      opening: toDecimal(this.opening),
      added: toDecimal(this.added),
      spent: toDecimal(spent),
      refunded: toDecimal(refunded),
      now: toDecimal(this.credit),
      /** Whether opening + added - spent + refunded is what is there: false would be a bug of the sandbox. */
      balanced: this.opening + this.added - spent + refunded === this.credit,
    };
  }
}

/** Everything under one client reference. */
function emptyRow(reference: string | null) {
  const lists = { orderIds: [] as string[], refundedOrderIds: [] as string[], customerIds: [] as string[] };
  return { reference, purchases: 0, refunds: 0, ...lists };
}
