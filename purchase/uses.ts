/**
 * What the items of an execution have used: two items under one reference would be one sale, and one customer would get
 * the eSIM of another. Tries of the same item (Retry On Fail) come back to their own.
 */
import { BoundedMap } from '../providers/kit/memory';
import type { Attempt, Place } from './notes';

/** Who has a reference, and what it became. */
export interface Use {
  /** In messages: `Client Reference "shop-1"`. */
  named: string;
  run: number;
  item: number;
  content: string;
  orderId: string | null;
}

interface Uses {
  byKey: Map<string, Use>;
  /** Earlier runs of the node were not seen here: the execution began in another process, or it was too long ago. */
  beganElsewhere: boolean;
}

/** By execution and node. */
const uses = new BoundedMap<Uses>(1_000);

export class ExecutionUses {
  /** Earlier runs of the node may have used more than is known here: n8n's notes tell. */
  readonly beganElsewhere: boolean;
  private readonly own: Map<string, Use>;

  constructor({ execution, node, run }: Pick<Place, 'execution' | 'node' | 'run'>) {
    const name = JSON.stringify([execution, node]);
    const known = uses.get(name) ?? { byKey: new Map<string, Use>(), beganElsewhere: run > 0 };
    uses.set(name, known);
    this.own = known.byKey;
    this.beganElsewhere = known.beganElsewhere;
  }

  /** The other item of this execution that has it; null when it is free or this item's own. */
  otherUseOf({ key }: Attempt, { run, item }: Pick<Place, 'run' | 'item'>): Use | null {
    const use = this.own.get(key);
    return use && (use.run !== run || use.item !== item) ? use : null;
  }

  /** Another purchase of the same content, under another key, that was not refused. */
  alikeUnderAnotherKey({ key, content }: Attempt): Use | null {
    for (const [other, use] of this.own) if (other !== key && use.content === content) return use;
    return null;
  }

  take({ key, content, named }: Attempt & { named: string }, { run, item }: Pick<Place, 'run' | 'item'>): void {
    this.own.set(key, { named, run, item, content, orderId: this.own.get(key)?.orderId ?? null });
  }

  /** It became an order, by this run or before. */
  settle({ key }: Attempt, orderId: string): void {
    const use = this.own.get(key);
    if (use) use.orderId = orderId;
  }

  /** Nothing was bought under it: another item may have it. */
  release({ key }: Attempt, { run, item }: Pick<Place, 'run' | 'item'>): void {
    const use = this.own.get(key);
    if (use && use.run === run && use.item === item) this.own.delete(key);
  }
}
