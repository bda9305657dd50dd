/**
 * The purchases of a run as sales of their own: in one execution, whatever loops, two items under one reference are
 * refused, since one customer would get the eSIM of another.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import type { Settled } from '../http/inParallel';
import { ledgerFor } from '../purchase/ledger';
import { ExecutionUses, type Use } from '../purchase/uses';
import * as words from '../purchase/words';
import { isAgentsTool, sameSaleTwice } from './agent';
import type { Job } from './operation';
import type { Sale } from './shared/sale';
import { placeOf, type Shared } from './turn';

export type ReadJob = Settled<Job>;

export class Sales {
  private readonly uses: ExecutionUses;

  constructor(private readonly shared: Shared) {
    this.uses = new ExecutionUses(placeOf(shared.context, 0));
  }

  /** @returns the jobs, with an error in the place of each whose reference another item of this execution has */
  async toldApart(jobs: readonly ReadJob[]): Promise<ReadJob[]> {
    const sales = new Map(jobs.flatMap((job, item) => oneItemSale(job, item)));
    const elsewhere = await this.usedInAnotherProcess([...sales.values()]);
    return jobs.map((job, item) => {
      const sale = sales.get(item);
      if (!sale) return job;
      const other = this.otherOf(sale, item, sales) ?? (elsewhere.has(sale.attempt.key) ? words.AN_EARLIER_ITEM : null);
      if (other !== null) return { error: words.usedTwice(sale, other) };
      const alike = isAgentsTool(this.shared.context) ? this.uses.alikeUnderAnotherKey(sale.attempt) : null;
      if (alike) return { error: sameSaleTwice(sale, alike) };
      this.uses.take({ ...sale.attempt, named: sale.named }, placeOf(this.shared.context, item));
      return job;
    });
  }

  /** Carries one job out, and keeps in mind what became of its reference. */
  async carryOut(job: ReadJob, item: number): Promise<INodeExecutionData[]> {
    if ('error' in job) return await Promise.reject(job.error);
    const { sale, carryOut } = job.value;
    if (!sale) return await carryOut();
    return await carryOut().then(
      (outputs) => {
        this.uses.settle(sale.attempt, String(outputs[0]?.json.orderId ?? ''));
        return outputs;
      },
      (error: unknown) => {
        // what was certainly not bought leaves its reference to a later try
        const isOpen = !(error instanceof ProviderError) || error.kind === 'outcomeUnknown';
        if (!isOpen) this.uses.release(sale.attempt, placeOf(this.shared.context, item));
        return Promise.reject(error);
      },
    );
  }

  /** In words, who else has it; null when nobody does. */
  private otherOf(sale: Sale, item: number, sales: ReadonlyMap<number, Sale>): string | null {
    const { key } = sale.attempt;
    for (const [other, { attempt }] of sales) if (other !== item && attempt.key === key) return `item ${other}`;
    const use = this.uses.otherUseOf(sale.attempt, placeOf(this.shared.context, item));
    return use && earlierUse(use);
  }

  /** After a Wait an execution may go on in another process: then n8n's notes tell. */
  private async usedInAnotherProcess(sales: readonly Sale[]): Promise<ReadonlySet<string>> {
    const { context, clock } = this.shared;
    const place = placeOf(context, 0);
    if (sales.length === 0 || !this.uses.beganElsewhere) return new Set();
    return await ledgerFor(context, place, clock).usedInExecution(sales.map(({ attempt }) => attempt));
  }
}

function oneItemSale(job: ReadJob, item: number): Array<[number, Sale]> {
  return 'value' in job && job.value.sale?.isOneItem ? [[item, job.value.sale]] : [];
}

function earlierUse({ run, item, orderId }: Use): string {
  const became = orderId ? ` (order ${orderId})` : '';
  return `item ${item} of run ${run + 1} of this node${became}`;
}
