/**
 * What the items of an execution have used: two items under one reference would be one sale, and one customer would get
 * the eSIM of another. Tries of the same item (Retry On Fail) come back to their own.
 */
import { BoundedMap } from '../providers/boundedMap';
import type { Attempt, Place } from './ledger';

/** Who has a reference, and what it became. */
export interface Use {
  /** In messages: `Client Reference "shop-1"`. */
  named: string;
  run: number;
  item: number;
  content: string;
  orderId: string | null;
}

/** By execution and node; by key in it. */
const uses = new BoundedMap<Map<string, Use>>(1_000);

export class ExecutionUses {
  private readonly own: Map<string, Use>;

  constructor(execution: string, node: string) {
    const name = JSON.stringify([execution, node]);
    this.own = uses.get(name) ?? new Map<string, Use>();
    uses.set(name, this.own);
  }

  /** True when nothing is known of earlier runs: the execution may have begun in another process. */
  get isEmpty(): boolean {
    return this.own.size === 0;
  }

  /** The other item of this execution that has it; null when it is free or this item's own. */
  otherUseOf({ key }: Attempt, { run, item }: Place): Use | null {
    const use = this.own.get(key);
    return use && (use.run !== run || use.item !== item) ? use : null;
  }

  /** Another purchase of the same content, under another key, that was not refused. */
  alikeUnderAnotherKey({ key, content }: Attempt): Use | null {
    for (const [other, use] of this.own) if (other !== key && use.content === content) return use;
    return null;
  }

  take({ key, content, named }: Attempt & { named: string }, { run, item }: Place): void {
    this.own.set(key, { named, run, item, content, orderId: this.own.get(key)?.orderId ?? null });
  }

  /** It became an order, by this run or before. */
  settle({ key }: Attempt, orderId: string): void {
    const use = this.own.get(key);
    if (use) use.orderId = orderId;
  }

  /** Nothing was bought under it: another item may have it. */
  release({ key }: Attempt, { run, item }: Place): void {
    const use = this.own.get(key);
    if (use && use.run === run && use.item === item) this.own.delete(key);
  }
}
