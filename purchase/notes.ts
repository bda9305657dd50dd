/** What the ledger is asked, and how it answers. */

/** What was attempted: the same key for something else is a reference that was used twice. */
export interface Attempt {
  key: string;
  /** What is bought, for whom: "14ed2704…/customer-7". */
  content: string;
}

/** The item that is buying. */
export interface Place {
  execution: string;
  node: string;
  run: number;
  item: number;
}

/** A note that this item has made, to be taken off again while nothing was sent under it. */
export interface Note {
  readonly attempt: Attempt;
  /** 1 for the first sending; 2 and more for those that were claimed. */
  readonly round: number;
  /** When it was made. */
  readonly at: number;
  /** The entry that nobody else's note has. */
  readonly signature: string;
  readonly entries: readonly string[];
}

/** How an attempt stood in the ledger when we came to note it. */
export type Mark =
  /** Never attempted before: noted now. */
  | { is: 'new'; note: Note }
  /** Noted now, but n8n's database took so long that another worker may have noted and sent it in the meantime. */
  | { is: 'doubtful'; note: Note }
  /** The workflow has no id yet, so n8n keeps nothing for it: noted for this execution only. */
  | { is: 'unprotected'; note: Note }
  /** Attempted before, and never taken off: it was bought, or nobody knows. */
  | { is: 'seen' }
  /** The key was attempted before, for something else. */
  | { is: 'seenForOther' };

/** Who wants to send again: the run by the closed table, or a person who has looked it up. */
export type ClaimFor = 'certain' | 'checked';

export type Claim =
  | { is: 'won'; note: Note }
  /** It was noted, or claimed, less than the waiting time ago. */
  | { is: 'young' }
  /** The same, for a person who has looked it up: its run may still be under way. */
  | { is: 'busy' }
  /** Somebody else sends it again, or it has been sent again as often as it may be. */
  | { is: 'lost' }
  /** It was sent again for a person before: that is done once ever. */
  | { is: 'spent' };
