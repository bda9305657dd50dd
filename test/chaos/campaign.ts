/**
 * A campaign of faults against one provider, the same in-process and on a real n8n: orders, top-ups and refunds run
 * again and again with the same references while everything goes wrong, then once in calm, then once more for what a
 * person has looked up. After every run the reports are held against the provider's own books.
 */
import type { IDataObject } from 'n8n-workflow';

import { inParallel } from '../../http/inParallel';
import { faultMix, PATIENCE_SECONDS } from './mix';
import type { ChaosItem, Stand } from './stands';
import { contradiction, reportOf, secretsIn, type Report } from './truth';

export type OperationName = keyof Stand['operations'];

/** One execution of one workflow: the operation on these items, with Retry On Fail (5 tries). */
export interface Run extends Wish {
  /** Request Timeout of the node. A purchase gets three times as long. */
  patienceSeconds: number;
}

interface Wish {
  operation: OperationName;
  items: ChaosItem[];
  /** `stop`: the first failing item ends the execution; `goOn`: it leaves by the error output. */
  onError: 'stop' | 'goOn';
  /** `certain`: what is certain not to have been bought is sent again; `checked`: a person has looked all of them up. */
  again?: 'certain' | 'checked';
  /** Another workflow, with a node of its own. */
  byAnother?: boolean;
}

/** How an execution ended. */
export interface Ending {
  /** By item: what the node gave for it. Null when the execution failed as a whole or was killed. */
  outputs: Array<IDataObject | undefined> | null;
  /** Everything said about failures, for the search for secrets. */
  said: string;
  /** Retry On Fail may have made several attempts. */
  retried: boolean;
}

export interface Runner {
  run(run: Run): Promise<Ending>;
  /** Lets so much time pass that what is open may be sent again. */
  passWaitingTime(): Promise<void>;
  /** Ends n8n in the middle of its work and starts it again; absent where there is no process to end. */
  powerCut?(): Promise<void>;
  beforePowerCut?(): Promise<void>;
  /** What stays after the runs: everything said in logs and errors, and what is stored. */
  leftBehind?(): Promise<{ said: string; stored: string }>;
}

export interface CampaignOptions {
  seed: string;
  /** Orders, top-ups and refunds together. */
  purchases: number;
  /** Only two executions at once, the power cut and what follows. */
  brief?: boolean;
  /** Items of one execution. */
  batch?: number;
  log?: (line: string) => void;
}

export interface Summary {
  seed: string;
  purchases: number;
  /** Executions, and reports that items got in them. */
  executions: number;
  reports: Record<Report | 'nothing', number>;
  /** Left open when all was calm again. */
  openInCalm: number;
  /** Of those that can be certain: left open after the waiting time, with *Send Again When Certain*. */
  openWhenCertain: number;
  /** Left for a person, who has looked them up. */
  openForAPerson: number;
  /** Everything that may not be. */
  contradictions: string[];
  duplicates: string[];
  lost: string[];
  secrets: string[];
  wrongs: string[];
}

const EXECUTIONS_AT_ONCE = 4;

/** Runs the whole campaign. Never judges: what it found is in the summary. */
export async function campaign(stand: Stand, runner: Runner, options: CampaignOptions): Promise<Summary> {
  return await new Campaign(stand, runner, options).play();
}

class Campaign {
  private readonly summary: Summary;
  private isCalm = false;
  private isFaulty = false;
  private readonly items: Partial<Record<OperationName, ChaosItem[]>> = {};

  constructor(
    private readonly stand: Stand,
    private readonly runner: Runner,
    private readonly options: CampaignOptions,
  ) {
    this.summary = {
      seed: options.seed,
      purchases: options.purchases,
      executions: 0,
      reports: { completed: 0, outcomeUnknown: 0, taken: 0, refused: 0, notNow: 0, nothing: 0 },
      openInCalm: 0,
      openWhenCertain: 0,
      openForAPerson: 0,
      contradictions: [],
      duplicates: [],
      lost: [],
      secrets: [],
      wrongs: [],
    };
  }

  async play(): Promise<Summary> {
    await this.prepare();
    if (!this.options.brief) {
      await this.underFaults('first run, the first failure stops it', async () => await this.runAll('stop'));
      await this.underFaults('again, and the provider goes away now and then', async () => {
        await Promise.all([this.runAll('goOn'), this.blips(3)]);
      });
      await this.underFaults(
        'another workflow with the same references, begun in the middle of the first',
        async () => {
          const another = async (): Promise<void> => {
            await pause(400);
            await this.runAll('goOn', { shared: true, byAnother: true });
          };
          await Promise.all([this.runAll('goOn', { shared: true }), another()]);
        },
      );
    }
    await this.runner.beforePowerCut?.();
    await this.underFaults('two executions at once, struck by a power cut', async () => {
      const shared = { shared: true };
      await Promise.all([this.runAll('goOn', shared), this.runAll('goOn', shared), this.runner.powerCut?.()]);
    });
    if (this.runner.powerCut) {
      // in queue mode the worker that was not struck may still be at work
      await this.underFaults('after the restart', async () => await this.runAll('goOn', { shared: true }));
    }
    await this.calm();
    await this.closeWhatIsCertain();
    await this.settleWhatIsOpen();
    await this.searchForSecrets();
    this.balance();
    return this.summary;
  }

  /** What is topped up and given back later is bought in calm; both count as purchases of their own kind only. */
  private async prepare(): Promise<void> {
    const { purchases, seed } = this.options;
    const topUps = Math.floor(purchases * 0.25);
    const refunds = this.stand.operations.refund ? Math.floor(purchases * 0.15) : 0;
    const orders = purchases - topUps - refunds;
    const named = (kind: string, count: number): ChaosItem[] =>
      Array.from({ length: count }, (_, index) => ({ reference: `${seed}-${kind}-${index}` }));

    this.step(`seed ${seed}: ${orders} orders, ${topUps} top-ups, ${refunds} refunds`);
    this.items.order = named('order', orders);
    const esims = await this.bought(named('esim', Math.ceil(topUps / 5)));
    this.items.topUp = named('topup', topUps).map((item, index) => ({ ...esims[index % esims.length], ...item }));
    this.items.refund = (await this.bought(named('unwanted', refunds))).map((item) => ({ ...item }));
  }

  private async bought(items: ChaosItem[]): Promise<ChaosItem[]> {
    const outputs = await this.aFewAtOnce(this.batches(items), async (batch) => await this.buyInCalm(batch));
    return items.map((item, index) => {
      const order = outputs.flat()[index] as { orderId?: string; esim?: { iccid?: string } } | undefined;
      const [orderId, iccid] = [order?.orderId, order?.esim?.iccid];
      if (!orderId || !iccid) throw new Error(`${item.reference} could not be bought without faults: ${text(order)}`);
      return { ...item, orderId, iccid };
    });
  }

  private async buyInCalm(items: ChaosItem[]): Promise<Array<IDataObject | undefined>> {
    const { outputs, said } = await this.run({
      operation: 'order',
      items,
      onError: 'goOn',
    });
    if (outputs === null) throw new Error(`Buying without faults failed: ${said}`);
    return outputs;
  }

  private async underFaults(what: string, act: () => Promise<void>): Promise<void> {
    this.step(what);
    this.stand.setFaults(faultMix(`${this.options.seed}/${what}`));
    this.isFaulty = true;
    await act();
    this.isFaulty = false;
    this.stand.setFaults(null);
    await this.stand.settled();
  }

  private async runAll(
    onError: Wish['onError'],
    { shared = false, ...more }: { shared?: boolean; byAnother?: boolean; again?: Wish['again'] } = {},
    operations = this.operations(),
  ): Promise<void> {
    const runs = operations.flatMap((operation) =>
      this.batches(this.items[operation] ?? []).map(
        async (items) => await this.observe({ operation, items, onError, ...more }, shared),
      ),
    );
    await Promise.all(runs);
  }

  private async calm(): Promise<void> {
    this.step('all is well again');
    this.isCalm = true;
    this.summary.openInCalm = await this.openAfter(async () => await this.runAll('goOn'));
  }

  /** Two nightly runs at once, after the waiting time: what they leave is for a person. */
  private async closeWhatIsCertain(): Promise<void> {
    this.step(`${this.summary.openInCalm} are open: the waiting time passes, then two nightly runs at once`);
    await this.runner.passWaitingTime();
    const nightly = { shared: true, again: 'certain' } as const;
    await Promise.all([this.runAll('goOn', nightly), this.runAll('goOn', nightly)]);
    // what another workflow has sent, only that one may send again; a refund is never sent again
    const closing = this.operations().filter((operation) => operation !== 'refund');
    await this.runAll('goOn', { again: 'certain', byAnother: true }, closing);
    for (const operation of this.operations()) {
      const isCertain = this.stand.certain.includes(operation);
      const open = await this.openAfter(async () => {
        for (const items of this.batches(this.items[operation] ?? [])) {
          await this.observe({ operation, items, onError: 'goOn', again: 'certain' });
        }
      });
      if (isCertain) this.summary.openWhenCertain += open;
      else this.summary.openForAPerson += open;
    }
  }

  private async openAfter(act: () => Promise<void>): Promise<number> {
    const before = this.summary.reports.outcomeUnknown;
    await act();
    return this.summary.reports.outcomeUnknown - before;
  }

  /** A person has looked: what the books do not show is sent again on purpose, by whichever workflow has sent it. */
  private async settleWhatIsOpen(): Promise<void> {
    for (const operation of this.operations()) {
      for (const byAnother of [false, true]) {
        const open = (this.items[operation] ?? []).filter((item) => this.count(operation, item) === 0);
        if (open.length === 0) continue;
        this.step(`${open.length} of ${operation} looked up and sent again`);
        for (const items of this.batches(open)) {
          await this.observe({ operation, items, onError: 'goOn', again: 'checked', byAnother });
        }
      }
    }
  }

  private async searchForSecrets(): Promise<void> {
    const left = await this.runner.leftBehind?.();
    if (!left) return;
    this.summary.secrets.push(...secretsIn(left.said, this.stand.secrets).map((secret) => `left in a log: ${secret}`));
    const stored = this.stand.secrets.filter((secret) => new RegExp(secret).test(left.stored));
    this.summary.secrets.push(...stored.map((secret) => `left in the database: ${String(secret)}`));
  }

  private balance(): void {
    const { duplicates, lost, wrongs } = this.summary;
    for (const operation of this.operations()) {
      for (const item of this.items[operation] ?? []) {
        const count = this.count(operation, item);
        if (count > 1) duplicates.push(`${operation} ${item.reference}: ${count} times`);
        if (count < 1) lost.push(`${operation} ${item.reference}`);
      }
    }
    wrongs.push(...this.stand.wrongs());
  }

  /** Runs once and holds what was reported against the books. `shared`: another execution has the same references. */
  private async observe(run: Wish, shared = false): Promise<void> {
    const { summary, stand } = this;
    const before = run.items.map((item) => this.count(run.operation, item));
    const { outputs, said, retried } = await this.run(run);
    // in-flight requests of this run have ended for the node, not always for the provider
    await stand.settled();
    summary.executions++;
    summary.secrets.push(...secretsIn(said, stand.secrets));
    if (outputs && outputs.length !== run.items.length) {
      summary.contradictions.push(`${run.operation}: ${outputs.length} outputs of ${run.items.length} items`);
    }
    for (const [index, item] of run.items.entries()) {
      const json = outputs?.[index];
      const report = json ? reportOf(json) : 'nothing';
      summary.reports[report]++;
      if (outputs && report === 'nothing') summary.contradictions.push(`${item.reference} is missing from the output`);
      if (this.isCalm && report !== 'completed' && report !== 'outcomeUnknown') {
        summary.contradictions.push(`${item.reference} is not settled in calm: ${text(json)}`);
      }
      if (report === 'outcomeUnknown' && !namesIt(json, run, item)) {
        summary.contradictions.push(`${item.reference}: outcome unknown, without the reference and what to check`);
      }
      if (report === 'completed' && !isAbout(json, run, item)) {
        summary.contradictions.push(`${item.reference}: the output is about something else`);
      }
      const account = {
        name: `${run.operation} ${item.reference}`,
        before: before[index] ?? 0,
        shared: shared || retried,
      };
      const wrong = contradiction({ ...account, after: this.count(run.operation, item), report });
      if (wrong) summary.contradictions.push(wrong);
    }
  }

  /** The provider cannot be reached for a moment, several times. */
  private async blips(times: number): Promise<void> {
    for (let blip = 0; blip < times; blip++) {
      await pause(700);
      await this.stand.goOffline(300);
    }
  }

  private count(operation: OperationName, item: ChaosItem): number {
    return operation === 'refund' ? this.stand.refundsFor(item) : this.stand.purchasesFor(item.reference);
  }

  private operations(): OperationName[] {
    return (Object.keys(this.stand.operations) as OperationName[]).filter((name) => this.items[name]?.length);
  }

  private batches(items: ChaosItem[]): ChaosItem[][] {
    const size = this.options.batch ?? 50;
    const count = Math.ceil(items.length / size);
    return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
  }

  private async aFewAtOnce<T, R>(all: T[], act: (one: T) => Promise<R>): Promise<R[]> {
    const settled = await inParallel(all.length, {
      atOnce: EXECUTIONS_AT_ONCE,
      stopAfterFailure: true,
      run: async (index) => await act(all[index] as T),
    });
    return settled.flatMap((one) => {
      if (one && 'error' in one) throw one.error;
      return one ? [one.value] : [];
    });
  }

  private async run(wish: Wish): Promise<Ending> {
    // without faults only a busy machine is slow
    return await this.runner.run({ ...wish, patienceSeconds: this.isFaulty ? PATIENCE_SECONDS : 60 });
  }

  private step(line: string): void {
    this.options.log?.(`${this.stand.name}: ${line}`);
  }
}

function namesIt(json: IDataObject | undefined, { operation }: Wish, { reference, orderId }: ChaosItem): boolean {
  const name = operation === 'refund' ? orderId : reference;
  return String(json?.error).includes(`"${name}"`) && String(json?.message).startsWith('Look in ');
}

function isAbout(json: IDataObject | undefined, { operation }: Wish, { reference, orderId }: ChaosItem): boolean {
  return operation === 'refund' ? json?.orderId === orderId : json?.clientReference === reference;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
