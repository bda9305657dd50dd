/** A provider's stand-in as the chaos runs see it: what to buy there, how to make it fail, and its own books. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import type { FaultMix } from '../../../sandbox';

/** Names of the fields that items carry into the operations below. */
export interface ChaosItem {
  reference: string;
  iccid?: string;
  orderId?: string;
}

export interface Stand {
  /** The provider's id in our nodes. */
  provider: string;
  name: string;
  credential: { type: string; data: ICredentialDataDecryptedObject };
  /** What may stand in no error and in no log: the account's secret as it is, and what its tokens look like. */
  secrets: ReadonlyArray<string | RegExp>;
  /** Parameters of the eSIM node; every item brings what `ChaosItem` says. */
  operations: {
    order: INodeParameters;
    topUp: INodeParameters;
    /** Absent where the provider has nothing that is given back once. */
    refund?: INodeParameters;
  };
  /** Operations whose open purchases are certain after the waiting time (docs/buying-once.md). */
  certain: ReadonlyArray<'order' | 'topUp' | 'refund'>;
  setFaults(mix: FaultMix | null): void;
  /** Refuses connections for this long. */
  goOffline(milliseconds: number): Promise<void>;
  /** How often this reference was bought, by the provider's own books. */
  purchasesFor(reference: string): number;
  /** How often this item's order was given back. */
  refundsFor(item: ChaosItem): number;
  /** Everything in the books that must not be there: bought twice, given back twice, undocumented requests. */
  wrongs(): string[];
  /** Resolves when no request is under way any more: only then the books may be read. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface StandKind {
  name: string;
  start(): Promise<Stand>;
}

/** What a picker's value looks like when it was entered by hand. */
export function byId(value: string): { __rl: true; mode: 'id'; value: string } {
  return { __rl: true, mode: 'id', value };
}
